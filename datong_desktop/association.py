"""Double-clicking a ``*.datong`` file opens it: registered for this user only, without an installer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from datong_desktop import paths
from datong_desktop.domain.problem import refuse

MIME = "application/x-datong"
NAME = "大同市企业上市工作台"


def register() -> None:
    """Make this program open ledgers on a double click. ``Refused`` when the desktop's files can't be written."""
    try:
        if sys.platform == "win32":
            _register_on_windows()
        else:
            _register_on_linux(Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"))
    except OSError as error:
        raise refuse("not_registered", f"没能登记双击打开：{error.strerror or error}。可以在程序里用“打开”。") from error


def command() -> list[str]:
    """What starts this program; the ledger's path comes behind it."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    beside = Path(sys.executable).with_name("datong.exe" if sys.platform == "win32" else "datong")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "datong_desktop"]


def _register_on_linux(data: Path) -> None:
    start = " ".join(f'"{part}"' for part in command())
    icon = paths.resources() / "icons" / "datong.svg"
    files = {
        data / "mime/packages/datong.xml": (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">\n'
            f'  <mime-type type="{MIME}"><comment>{NAME}账套</comment><glob pattern="*.datong"/></mime-type>\n</mime-info>\n'
        ),
        data / "applications/datong.desktop": (
            f"[Desktop Entry]\nType=Application\nName={NAME}\nExec={start} %f\nIcon={icon}\n"
            f"MimeType={MIME};\nCategories=Office;\nTerminal=false\n"
        ),
    }
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for tool, *arguments in (
        ("update-mime-database", str(data / "mime")),
        ("update-desktop-database", str(data / "applications")),
        ("xdg-mime", "default", "datong.desktop", MIME),
    ):
        if found := shutil.which(tool):  # a desktop without it reads the files by itself
            subprocess.run([found, *arguments], capture_output=True, check=False, timeout=30)


def _register_on_windows() -> None:
    import winreg

    start = " ".join(f'"{part}"' for part in command())
    values = {
        r"Software\Classes\.datong": "datong.ledger",
        r"Software\Classes\datong.ledger": f"{NAME}账套",
        r"Software\Classes\datong.ledger\shell\open\command": f'{start} "%1"',
    }
    for key, value in values.items():
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as handle:  # type: ignore[attr-defined,unused-ignore]
            winreg.SetValueEx(handle, "", 0, winreg.REG_SZ, value)  # type: ignore[attr-defined,unused-ignore]
