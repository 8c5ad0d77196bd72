"""Fault 2: the power goes at any moment. What was told as saved is there; nothing is half done; the file opens."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from datong_desktop.domain.problem import Refused
from datong_desktop.services import assessment, ledger
from tests.faults.power_cut import Recording
from tests.models.test_migrations import old_ledger
from tests.storage import ROOT, A, key, new_ledger, opened

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace (Debian package strace) is not installed")

BEGIN = """
import json, os, sys
from pathlib import Path
from datong_desktop.domain.year_book import Signatures
from datong_desktop.domain.problem import Refused
from datong_desktop.services import assessment, history, ledger
path = Path(sys.argv[1])
def say(target):
    state = [[y, sorted(map(str, assessment.read_year(target, y).figures.items()))] for y in assessment.list_years(target)]
    os.write(1, json.dumps(state, ensure_ascii=True).encode())
target = ledger.open_ledger(path, operator="王某")
say(target)
"""
KEYING = """
cells = [(d, "visits") for d in assessment.read_year(target, 2022).scheme.districts]
for n in range(6):
    assessment.key_figures(target, 2022, {cells[n]: n + 1}, "录入"); say(target)
done = assessment.key_figures(target, 2022, {c: 77 for c in cells}, "导入"); say(target)
undone = history.undo(target, done.change_set); say(target)
assessment.create_year(target, 2023); say(target)
assessment.key_figures(target, 2023, {cells[0]: None, cells[1]: 5}, "录入"); say(target)
assessment.delete_year(target, 2022); say(target)
target.close()
"""
RESTORING = """
assessment.key_figures(target, 2022, {("平城区", "mechanism"): 9}, "录入"); say(target)
target.close()
ledger.restore_backup(path, ledger.list_backups(path)[0])
target = ledger.open_ledger(path); say(target)
target.close()
"""
UPGRADING = "target.close()"


def state(path: Path) -> object:
    with opened(path) as target:
        assert ledger.check_ledger(target) == ()
        return [[y, sorted(map(str, assessment.read_year(target, y).figures.items()))] for y in assessment.list_years(target)]


def prepare(scenario: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    if scenario == "upgrading":
        (folder / "大同.备份").mkdir()
        return old_ledger(folder / "大同.datong", 1, monkeypatch), BEGIN + UPGRADING
    made = new_ledger(folder)
    key(made, A, 3)
    ledger.back_up(made, "手动")
    made.close()
    return made.path, BEGIN + (KEYING if scenario == "keying" else RESTORING)


@pytest.mark.parametrize(("scenario", "cuts"), [("keying", 200), ("restoring", 80), ("upgrading", 60)])
def test_at_every_power_cut_what_was_saved_is_saved(
    scenario: str, cuts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "live"
    folder.mkdir()
    path, code = prepare(scenario, folder, monkeypatch)
    recording = Recording(folder, code, str(path), root=ROOT)
    states = [json.loads(text) for text in recording.said()]
    assert len(states) == {"keying": 12, "restoring": 3, "upgrading": 1}[scenario]
    assert sum(event[0] == "sync file" for event in recording.events) > 3
    bad = [cut for cut in _cuts(recording, cuts, tmp_path) if cut[1] not in cut[2]]
    assert bad == []


def test_the_replay_finds_loss_where_there_is_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without syncs (synchronous=OFF) the same replay must lose figures: else it would prove nothing."""
    folder = tmp_path / "live"
    folder.mkdir()
    path, code = prepare("keying", folder, monkeypatch)
    unsafe = "from datong_desktop.models.sqlite import file\nfile._WRITER_SETTINGS = ('synchronous=OFF',)\n"
    recording = Recording(folder, unsafe + code, str(path), root=ROOT)
    assert [cut for cut in _cuts(recording, 20, tmp_path) if cut[1] not in cut[2]]


def _cuts(recording: Recording, count: int, tmp_path: Path) -> Iterator[tuple[int, object, list[object]]]:
    """Where the power went, what was found after it (or the error), what may be found."""
    states, chance = [json.loads(text) for text in recording.said()], random.Random(1)
    for number in range(count):
        at = chance.randrange(1, len(recording.events) + 1)
        told = len(recording.said(at))
        image = tmp_path / f"cut{number}"
        image.mkdir()
        recording.after_power_cut(at, image, chance)
        try:
            found = state(image / "大同.datong")
        except (Refused, AssertionError) as error:
            found = error
        yield at, found, states[max(told - 1, 0) : told + 1]
        shutil.rmtree(image)
