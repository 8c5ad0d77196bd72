"""What a user prefers is kept; whatever is wrong with the file costs comfort, never an error."""

from __future__ import annotations

import json
from pathlib import Path

from datong_desktop import settings as settings_file
from datong_desktop.settings import PLACES_KEPT, Place, Settings


def test_the_place_in_each_ledger_is_kept_and_the_oldest_forgotten(home: Path, tmp_path: Path) -> None:
    kept = Settings()
    for number in range(PLACES_KEPT + 5):
        kept.remember_place(tmp_path / f"{number}.datong", Place(2000 + number, "scores", "平城区", "policy"))
    kept.remember_place(tmp_path / "10.datong", Place(2022, "indicators"))
    settings_file.save(kept)
    again = settings_file.load()
    assert len(again.places) == PLACES_KEPT
    assert again.place_in(tmp_path / "4.datong") == Place()
    assert again.place_in(tmp_path / "5.datong") == Place(2005, "scores", "平城区", "policy")
    assert again.place_in(tmp_path / "10.datong") == Place(2022, "indicators")
    assert list(again.places)[-1] == str(tmp_path / "10.datong")
    again.forget_ledger(str(tmp_path / "10.datong"))
    assert again.place_in(tmp_path / "10.datong") == Place()


def test_a_place_spoilt_by_hand_is_none(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.datong"
    home.mkdir(parents=True, exist_ok=True)
    for spoilt, read in ((["x"], Place()), ({"year": "2022", "tab": 3, "district": "平城区", "more": 1}, Place(district="平城区"))):
        (home / "settings.json").write_text(json.dumps({"places": {str(path): spoilt}}), encoding="utf-8")
        assert settings_file.load().place_in(path) == read
