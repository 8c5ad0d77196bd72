"""A clerk at a real X server: the program as a process of its own, driven by xdotool."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

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

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "8", text)

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

    def _errors(self) -> str:
        assert self.process is not None
        assert self.process.stderr is not None
        with self.process.stderr as pipe:
            return pipe.read().decode(errors="replace")

    def _xdotool(self, *arguments: str) -> str:
        done = subprocess.run(["xdotool", *arguments], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout
