"""The program's one door from outside: a ledger or nothing opens the window, anything else is a command."""

from __future__ import annotations

import gc
import os
import sys

NO_DISPLAY = "这里没有图形界面，打不开窗口。可以用命令行：datong score 账套或表格 --year 年度 --out 文件夹，详见 datong --help。"


def main(argv: list[str] | None = None) -> int:
    """Runs the window (no argument, or a ``*.datong`` file first) or a command; returns the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and not arguments[0].lower().endswith(".datong") and arguments[0] != "--sample":
        from datong_desktop import cli

        return cli.main(arguments)
    if not _has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 2
    # Starting makes thousands of objects that stay: looking through them again and again costs a tenth of a second.
    # The window collects by itself, on its own thread (views/collecting.py).
    gc.disable()
    from datong_desktop import app

    return app.main(arguments)


def _has_display() -> bool:
    """Qt would abort the process where no display is there: asked beforehand."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


if __name__ == "__main__":
    sys.exit(main())
