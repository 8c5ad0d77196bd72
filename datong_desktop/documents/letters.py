"""Letters as plain values, a page each: a title, paragraphs, who signs and when; PDF and Word draw them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

INDENT = "　　"
SEAL = "（盖章）"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: whom it greets, its paragraphs, the office below which the seal goes, the line of the date. All texts are clean."""

    greeting: str
    paragraphs: tuple[str, ...]
    office: str
    date: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The paragraphs as they are set: the first line of each is indented."""
        return (self.greeting, *(f"{INDENT}{one}" for one in self.paragraphs))


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of one kind; ``marks`` (样例) stand on each."""

    title: str
    letters: tuple[Letter, ...]
    marks: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """The title as it stands on the page: a short one is spaced out."""
        return "　".join(self.title) if len(self.title) < 4 else self.title

    def texts(self) -> Iterator[tuple[str, str]]:
        """(place, text) of everything printed, for the search for missing glyphs."""
        yield f"《{self.title}》的标题", self.title + "".join(self.marks)
        for number, one in enumerate(self.letters, 1):
            place = f"《{self.title}》第 {number} 页"
            yield f"{place}的称呼", one.greeting
            for text in one.paragraphs:
                yield f"{place}的正文", text
            yield f"{place}的落款", one.office + one.date
