"""Double-clicking a ledger: what the desktop is told, and that it then knows a ledger when it sees one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from datong_desktop import association
from datong_desktop.domain.problem import Refused


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the registry is written on Windows only")
def test_the_desktop_learns_what_opens_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    association.register()
    entry = (tmp_path / "applications" / "datong.desktop").read_text(encoding="utf-8")
    start = next(line for line in entry.splitlines() if line.startswith("Exec="))
    program = Path(start.removeprefix("Exec=").split('"')[1])
    assert program.is_file()
    assert start.endswith(" %f")
    assert "MimeType=application/x-datong;" in entry
    assert '<glob pattern="*.datong"/>' in (tmp_path / "mime" / "packages" / "datong.xml").read_text(encoding="utf-8")
    if shutil.which("update-mime-database"):
        assert "application/x-datong:*.datong" in (tmp_path / "mime" / "globs").read_text(encoding="utf-8")
    version = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=60, check=True)
    assert "0.1.0" in version.stdout


def test_a_desktop_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(blocked))
    with pytest.raises(Refused, match="没能登记双击打开"):
        association.register()
