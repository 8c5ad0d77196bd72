"""One shape for everything that is wrong with something: a red cell, a refused import, a failed check."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Where:
    """Where a problem sits. Every part may be missing; names are the official ones."""

    sheet: str | None = None
    cell: str | None = None
    district: str | None = None
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: a stable ``code`` for programs and one Chinese sentence for people."""

    where: Where
    code: str
    text: str

    def as_json(self) -> dict[str, str | None]:
        """Flat object ``{"sheet","cell","district","indicator","code","text"}`` of the command line."""
        return {**asdict(self.where), "code": self.code, "text": self.text}


def problem(code: str, text: str, **where: str | None) -> Problem:
    """Shorthand: ``problem("negative", "…", district="平城区")``."""
    return Problem(Where(**where), code, text)


class Refused(Exception):
    """A job that was not done, with the reasons. Nothing was stored when this is raised."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(p.text for p in problems))
        self.problems: tuple[Problem, ...] = problems


def refuse(code: str, text: str, **where: str | None) -> Refused:
    """``raise refuse("too_new", "…")``: a refusal with a single problem."""
    return Refused(problem(code, text, **where))
