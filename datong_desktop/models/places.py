"""Where a file lies: SQLite's locks can't be trusted on most network drives, so a ledger there is for viewing only."""

from __future__ import annotations

import sys
from pathlib import Path

NETWORK_KINDS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "ncpfs", "afs", "9p", "davfs", "ceph", "glusterfs"}
MOUNTS = Path("/proc/self/mounts")


def on_network(path: Path, mounts: Path = MOUNTS) -> bool:
    """Whether the path lies on a network drive. Unknown counts as local."""
    if sys.platform == "win32":
        import ctypes

        drive = Path(path.absolute().anchor)
        return str(drive).startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(str(drive)) == 4
    return kind_of_mount(path, mounts) in NETWORK_KINDS


def kind_of_mount(path: Path, mounts: Path) -> str:
    """Kind of file system the path lies on ("ext4", "cifs"); "" where the table of mounts can't be read."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        folder = path.resolve()
    except OSError:
        return ""
    best, kind = "", ""
    for fields in (line.split() for line in lines):
        if len(fields) > 2 and folder.is_relative_to(point := _unescape(fields[1])) and len(point) >= len(best):
            best, kind = point, fields[2].removeprefix("fuse.")
    return "nfs" if kind == "sshfs" else kind


def _unescape(point: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\134", "\\")):
        point = point.replace(code, character)
    return point
