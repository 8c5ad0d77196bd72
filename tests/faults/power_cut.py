"""Replays the system calls of a real process up to a power cut: what was not synced is lost or kept at random.

strace tells every write, sync, create, rename and unlink in a folder. A write that no fsync followed may be on disk or
not; so may a name that no fsync of its folder followed. Stricter than a journaling file system, like a plain stick.
"""

from __future__ import annotations

import binascii
import random
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2,close"
_LINE = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
_TEXT = re.compile(r'"((?:\\x..)*)"')


@dataclass
class Inode:
    disk: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[object, ...]] = field(default_factory=list)


class Recording:
    """What a process did within a folder, and what it said on standard output meanwhile."""

    def __init__(self, folder: Path, code: str, *arguments: str, root: Path) -> None:
        self.folder = folder
        self.base = {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file() and ".lock" not in p.name}
        self.events: list[tuple[object, ...]] = []
        self._live: dict[str, int] = {path: number for number, path in enumerate(self.base)}
        self._next = len(self._live)
        self._open: dict[int, tuple[str, object]] = {}
        log = folder.parent / "strace.log"
        command = ["strace", "-e", f"trace={CALLS}", "-xx", "-s", "200000", "-o", str(log)]
        subprocess.run([*command, sys.executable, "-c", code, *arguments], cwd=root, check=True, stdout=subprocess.DEVNULL, timeout=120)
        for line in log.read_text(errors="replace").splitlines():
            if (match := _LINE.match(line)) and int(match[3]) >= 0:
                self._call(match[1], match[2], int(match[3]))

    def _call(self, call: str, arguments: str, result: int) -> None:
        texts = [binascii.unhexlify(t.replace("\\x", "")) for t in _TEXT.findall(arguments)]
        number = int(arguments.split(",")[0]) if arguments.split(",")[0].isdigit() else -1
        kind, what = self._open.get(number, ("", None))
        if call == "openat":
            self._opened(texts[0].decode(errors="replace"), arguments, result)
        elif call == "close":
            self._open.pop(number, None)
        elif call == "write" and number == 1:
            self.events.append(("said", texts[0].decode().strip()))
        elif call in ("pwrite64", "write") and kind == "file":
            assert call == "pwrite64", "a plain write into a followed file"
            self.events.append(("write", what, texts[0], int(arguments.rsplit(",", 1)[1])))
        elif call == "ftruncate" and kind == "file":
            self.events.append(("cut", what, int(arguments.split(",")[1])))
        elif call in ("fsync", "fdatasync") and kind:
            self.events.append((f"sync {kind}", what))
        elif call.startswith("unlink") and texts[0].decode() in self._live:
            self._named({texts[0].decode(): None})
        elif call.startswith("rename") and texts[0].decode() in self._live:
            old, new = (t.decode() for t in texts)
            self._named({old: None, new: self._live[old]})

    def _opened(self, path: str, arguments: str, handle: int) -> None:
        self._open.pop(handle, None)
        if Path(path).is_dir() and Path(path).is_relative_to(self.folder):
            self._open[handle] = ("folder", path)
        elif path.startswith(str(self.folder) + "/") and ".lock" not in path:
            if path not in self._live and "O_CREAT" in arguments:
                self._named({path: self._next})
                self._next += 1
            if path in self._live:
                self._open[handle] = ("file", self._live[path])

    def _named(self, names: dict[str, int | None]) -> None:
        for path, inode in names.items():
            if inode is None:
                self._live.pop(path, None)
            else:
                self._live[path] = inode
        self.events.append(("name", names))

    def said(self, before: int | None = None) -> list[str]:
        return [str(event[1]) for event in self.events[:before] if event[0] == "said"]

    def after_power_cut(self, at: int, target: Path, chance: random.Random) -> None:
        """Writes into ``target`` what the disk holds when the power goes after ``at`` events."""
        inodes = {number: Inode(bytearray(content)) for number, content in enumerate(self.base.values())}
        names: dict[str, int] = {path: number for number, path in enumerate(self.base)}
        waiting: list[dict[str, int | None]] = []
        for event in self.events[:at]:
            what = event[1]
            if event[0] in ("write", "cut"):
                inodes.setdefault(what, Inode()).waiting.append(event)  # type: ignore[arg-type]
            elif event[0] == "name":
                waiting.append(what)  # type: ignore[arg-type]
            elif event[0] == "sync file":
                inode = inodes.setdefault(what, Inode())  # type: ignore[arg-type]
                for write in inode.waiting:
                    _apply(inode.disk, write)
                inode.waiting.clear()
            elif event[0] == "sync folder":
                for change in [c for c in waiting if str(Path(next(iter(c))).parent) == what]:
                    _rename(names, change)
                    waiting.remove(change)
        for change in waiting:
            if chance.random() < 0.5:
                _rename(names, change)
        for path, number in names.items():
            inode = inodes.setdefault(number, Inode())
            disk = bytearray(inode.disk)
            for write in inode.waiting:
                if chance.random() < 0.5:
                    _apply(disk, write)
            file = target / Path(path).relative_to(self.folder)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(disk)


def _rename(names: dict[str, int], change: dict[str, int | None]) -> None:
    for path, inode in change.items():
        if inode is None:
            names.pop(path, None)
        else:
            names[path] = inode


def _apply(disk: bytearray, event: tuple[object, ...]) -> None:
    if event[0] == "cut":
        size = int(str(event[2]))
        del disk[size:]
        disk.extend(bytes(size - len(disk)))
        return
    data, offset = bytes(event[2]), int(str(event[3]))  # type: ignore[arg-type]
    disk.extend(bytes(max(0, offset - len(disk))))
    disk[offset : offset + len(data)] = data
