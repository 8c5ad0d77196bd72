"""Where files live: in the source tree, in an installed wheel, in a frozen bundle. One place for all of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """Folder of schemes, fonts, icons and the sample ledger."""
    frozen = getattr(sys, "_MEIPASS", None)
    for candidate in (
        Path(frozen) / "resources" if frozen else None,
        _PACKAGE / "_resources",
        _PACKAGE.parent / "resources",
    ):
        if candidate is not None and candidate.is_dir():
            return candidate
    raise FileNotFoundError("resources")


def user_data() -> Path:
    """Folder of this user's settings, logs and own fonts. ``DATONG_HOME`` moves it (tests, portable use)."""
    if home := os.environ.get("DATONG_HOME"):
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "datong-desktop"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "datong-desktop"


def user_fonts() -> Path:
    """TrueType files put here fill characters that no bundled font has."""
    return user_data() / "fonts"


def documents() -> Path:
    """Where a new ledger or a saved table is offered first."""
    for name in ("Documents", "文档"):
        if (folder := Path.home() / name).is_dir():
            return folder
    return Path.home()
