"""A clerk at a real X server: the program as a process of its own, driven by xdotool."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

PATIENCE = 20.0


class Desk:
    """Starts the program, presses keys, waits for what must come. Keys are X key names: ``Return``, ``ctrl+n``."""

    def __init__(self, display: Mapping[str, str], home: Path) -> None:
        self.environment = {**display, "DATONG_HOME": str(home), "QT_QPA_PLATFORM": "xcb", "HOME": str(home.parent)}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> None:
        """Start the program and wait until its window has the focus."""
        command = [sys.executable, "-m", "datong_desktop", *arguments]
        self.process = subprocess.Popen(command, env=self.environment, stderr=subprocess.PIPE)
        self.window("大同市企业上市工作台")

    def make_ledger(self, ledger: Path, year: int) -> None:
        """Start the program and make a ledger for a year with nothing but keys."""
        self.start()
        self.keys("ctrl+n")
        self.window("新建账套")
        self.keys("ctrl+a")
        self.type(str(ledger))
        self.keys("alt+y", "ctrl+a")
        self.type(str(year))
        self.keys("ctrl+Return")
        self.window(ledger.stem)

    def ask(self, module: str, *arguments: object) -> Any:
        """What a module run as a process of its own says as JSON."""
        command = [sys.executable, "-m", module, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment, check=True)
        return json.loads(done.stdout)

    def window(self, title: str) -> str:
        """Wait for a visible window whose title holds the text, focus it, return its id."""
        found = ""

        def seen() -> bool:
            nonlocal found
            found = (self._xdotool("search", "--onlyvisible", "--name", title).split() or [""])[-1]
            return bool(found)

        self.wait(seen, f"no window “{title}”")
        self._xdotool("windowactivate", "--sync", found)
        return found

    def gone(self, title: str) -> None:
        """Wait until no visible window has this title."""
        self.wait(lambda: not self._xdotool("search", "--onlyvisible", "--name", title).split(), f"“{title}” stays")

    def keys(self, *names: str) -> None:
        self._xdotool("key", "--delay", "12", *names)

    def menu(self, *names: str) -> None:
        """Keys that each open something or close it: menus come a little after their key."""
        for name in names:
            before = self._on_screen()
            self.keys(name)
            self.wait(lambda seen=before: self._on_screen() != seen, f"nothing came of {name}")  # type: ignore[misc]

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "8", text)

    def put(self, text: str) -> None:
        """What a clerk's input method would bring, through the clipboard; returns when the program has taken it."""
        served = subprocess.Popen(
            ["xclip", "-selection", "clipboard", "-loops", "2", "-quiet"], env=self.environment, stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert served.stdin is not None
        with served.stdin as pipe:
            pipe.write(text.encode())
        try:
            self.wait(lambda: self.clipboard() == text, f"“{text}” is not on the clipboard")  # served once
            self.keys("ctrl+v")
            self.wait(lambda: served.poll() is not None, f"“{text}” was not pasted")
        finally:
            served.kill()
            served.wait()

    def clipboard(self) -> str:
        """The text on the clipboard."""
        command = ["xclip", "-selection", "clipboard", "-out"]
        return subprocess.run(command, env=self.environment, capture_output=True, check=False).stdout.decode()

    def screenshot(self, file: Path) -> None:
        """The whole screen, where ImageMagick is there to take it."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(file)], env=self.environment, check=False)

    def wait(self, until: Callable[[], bool], complaint: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not until():
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"{complaint}: the program ended with {self.process.returncode}: {self._errors()}")
            if time.monotonic() > deadline:
                picture = Path(tempfile.gettempdir()) / "datong-story.png"
                self.screenshot(picture)
                raise AssertionError(f"{complaint}; the screen is in {picture}")
            time.sleep(0.05)

    def quit(self) -> None:
        """Ctrl+Q; the program must end well and say nothing on stderr."""
        assert self.process is not None
        self.keys("ctrl+q")
        code = self.process.wait(PATIENCE)
        errors = self._errors()
        self.process = None
        assert code == 0, errors
        assert not errors, errors

    def kill(self) -> None:
        """Pull the plug."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            if self.process.stderr:
                self.process.stderr.close()
            self.process = None

    def _on_screen(self) -> list[str]:
        assert self.process is not None
        return self._xdotool("search", "--onlyvisible", "--pid", str(self.process.pid)).split()

    def _errors(self) -> str:
        assert self.process is not None
        assert self.process.stderr is not None
        with self.process.stderr as pipe:
            return pipe.read().decode(errors="replace")

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout
