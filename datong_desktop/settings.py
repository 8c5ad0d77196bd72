"""What this user prefers: operator's name, recent ledgers, look, window geometry. One small JSON file.

Losing it costs nothing but comfort, so a damaged file is simply replaced by the defaults.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from datong_desktop import paths

RECENT_KEPT = 8
PLACES_KEPT = 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where work was left in a ledger: the year (0: none), the tab's name (``views/tabs.py``), the district and the
    indicator's identifier ("": none). What of it is no more is passed over by whoever goes there."""

    year: int = 0
    tab: str = ""
    district: str = ""
    indicator: str = ""


@dataclass
class Settings:
    """Preferences of one user on one workstation. ``direction`` is ``right`` or ``down``; ``look`` is ``auto``,
    ``light`` or ``dark``; geometry values are base64 text of Qt's own state; ``last_tab`` is its name (``views/tabs.py``)."""

    operator: str = ""
    recent: list[str] = field(default_factory=list)
    last_folder: str = ""
    direction: str = "right"
    look: str = "auto"
    compact: bool = False
    show_last_year: bool = False
    panel_shown: bool = True
    geometry: str = ""
    last_tab: str = ""
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Where work was left in each ledger, by its path: the last ones, oldest first."""
    lists: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is kept of each list: columns, widths, order, saved filters (``views/records/kept.py``)."""
    list_columns: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the headings of a list of enterprises: what columns a person set, by key (documents/record_workbook.py)."""

    team_weights: dict[str, dict[str, int]] = field(default_factory=dict)
    """The weights set last in 智能组队 for each ledger, by its path: the last ones, oldest first."""

    @property
    def last_ledger(self) -> Path | None:
        """The ledger opened last, if it is still there."""
        return next((Path(p) for p in self.recent[:1] if Path(p).is_file()), None)

    def remember_ledger(self, path: Path) -> None:
        """Put a ledger at the top of the recent ones."""
        text = str(path)
        self.recent = [text, *(p for p in self.recent if p != text)][:RECENT_KEPT]
        if path.parent != paths.user_data():  # where the sample lies is no place for the clerk's files
            self.last_folder = str(path.parent)

    def forget_ledger(self, path: str) -> None:
        self.recent = [p for p in self.recent if p != path]
        self.places.pop(path, None)
        self.team_weights.pop(path, None)

    def place_in(self, ledger: Path) -> Place:
        """Where work was left in a ledger; the defaults when that is not known."""
        stored = self.places.get(str(ledger.resolve()))
        values = stored if isinstance(stored, dict) else {}
        return Place(**{f.name: values[f.name] for f in fields(Place) if type(values.get(f.name)) is type(f.default)})

    def remember_place(self, ledger: Path, place: Place) -> None:
        """Keep where work was left in a ledger."""
        self.places = _with_latest(self.places, ledger, asdict(place))

    def weights_in(self, ledger: Path) -> dict[str, int]:
        """The weights set last for a ledger, by name; empty when none were."""
        stored = self.team_weights.get(str(ledger.resolve()))
        return {name: value for name, value in stored.items() if type(value) is int} if isinstance(stored, dict) else {}

    def remember_weights(self, ledger: Path, weights: dict[str, int]) -> None:
        self.team_weights = _with_latest(self.team_weights, ledger, weights)


def _with_latest(kept: dict[str, dict[str, Any]], ledger: Path, values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is kept by the paths of ledgers with this one last, the oldest forgotten."""
    key = str(ledger.resolve())
    others = [(path, own) for path, own in kept.items() if path != key]
    return dict([*others, (key, values)][-PLACES_KEPT:])


def load() -> Settings:
    """Settings of this user; defaults for whatever is missing or not of the right kind."""
    defaults = Settings()
    try:
        stored = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return defaults
    if isinstance(stored, dict):
        for f in fields(Settings):
            value = stored.get(f.name)
            if type(value) is type(getattr(defaults, f.name)):
                setattr(defaults, f.name, value)
    defaults.recent = [p for p in defaults.recent if isinstance(p, str)]
    return defaults


def save(settings: Settings) -> None:
    """Write the settings beside and rename; a full disk loses preferences, never figures, so it is not reported."""
    file = _file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}.tmp")
        beside.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(beside, file)
    except OSError:
        return


def _file() -> Path:
    return paths.user_data() / "settings.json"
