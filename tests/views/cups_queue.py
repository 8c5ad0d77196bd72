"""A print service of our own: cupsd on the loopback, one raw queue that keeps what it is sent as files."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket  # noqa: TID251  # the loopback only, to find a free port
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BACKEND = """#!/bin/sh
# job-id user title copies options [file]
if [ $# -eq 0 ]; then echo 'direct keep "Keep" "Keep"'; exit 0; fi
printf '%s\\n' "$4" > {folder}/job$1.copies
printf '%s\\n' "$5" > {folder}/job$1.options
cat ${{6:--}} > {folder}/job$1.part && mv {folder}/job$1.part {folder}/job$1.pdf
"""
PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TEST.PPD"
*Product: "(Test)"
*Manufacturer: "Test"
*ModelName: "Test PDF"
*ShortNickName: "Test PDF"
*NickName: "Test PDF"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsFilter: "application/vnd.cups-pdf 0 -"
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Page Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: Letter
*PageSize Letter/US Letter: "<</PageSize[612 792]>>setpagedevice"
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: Letter
*PageRegion Letter/US Letter: "<</PageSize[612 792]>>setpagedevice"
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: Letter
*ImageableArea Letter/US Letter: "12 12 600 780"
*ImageableArea A4/A4: "12 12 583 830"
*DefaultPaperDimension: Letter
*PaperDimension Letter/US Letter: "612 792"
*PaperDimension A4/A4: "595 842"
"""


@dataclass
class Queue:
    """A running print service: ``environment`` for clients, ``folder`` where jobs arrive as job<n>.pdf."""

    name: str
    folder: Path
    environment: dict[str, str]

    def jobs(self, count: int, seconds: float = 30) -> list[Path]:
        """Wait until ``count`` jobs have arrived."""
        until = time.monotonic() + seconds
        while len(found := sorted(self.folder.glob("job*.pdf"))) < count:
            assert time.monotonic() < until, f"{len(found)} of {count} jobs after {seconds} s"
            time.sleep(0.05)
        return found


def why_not() -> str | None:
    """Why no print service can be started here, or None."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return "cupsd must be started as root"
    missing = [tool for tool in ("cupsd", "lpadmin") if shutil.which(tool, path=_path()) is None]
    return f"{', '.join(missing)} not installed" if missing else None


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


@contextlib.contextmanager
def queue(root: Path) -> Iterator[Queue]:
    """Start cupsd with everything below ``root`` and add a queue whose default paper is Letter, as drivers often have."""
    folder = root / "jobs"
    for name in ("jobs", "spool", "cache", "state", "etc", "bin/backend", "tmp"):
        (root / name).mkdir(parents=True)
    bin_dir = root / "bin"
    for entry in Path("/usr/lib/cups").iterdir():
        if entry.name != "backend":
            (bin_dir / entry.name).symlink_to(entry)
    backend = bin_dir / "backend" / "keep"
    backend.write_text(BACKEND.format(folder=folder))
    backend.chmod(0o700)
    for path in (root, *root.parents):  # cupsd's helpers run as lp
        with contextlib.suppress(OSError):
            if path != Path("/"):
                path.chmod(path.stat().st_mode | 0o711)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (root / "cups-files.conf").write_text(
        f"ServerRoot {root}/etc\nServerBin {bin_dir}\nRequestRoot {root}/spool\nCacheDir {root}/cache\nStateDir {root}/state\n"
        f"TempDir {root}/tmp\nErrorLog {root}/error.log\nAccessLog {root}/access.log\nPageLog {root}/page.log\nSystemGroup root\n"
    )
    (root / "cupsd.conf").write_text(
        f"Listen 127.0.0.1:{port}\nBrowsing Off\nDefaultAuthType None\nWebInterface No\nLogLevel debug\n"
        "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
        "<Policy default>\n<Limit All>\nOrder deny,allow\nAllow all\n</Limit>\n</Policy>\n"
    )
    daemon = subprocess.Popen(
        ["cupsd", "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")],
        env={**os.environ, "PATH": _path()}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    environment = {**os.environ, "CUPS_SERVER": f"127.0.0.1:{port}", "HOME": str(root / "tmp")}
    try:
        _wait_for(port, daemon)
        (root / "test.ppd").write_text(PPD)
        subprocess.run(
            ["lpadmin", "-p", "office", "-E", "-v", "keep:/", "-P", str(root / "test.ppd")],
            env={**environment, "PATH": _path()}, check=True, capture_output=True, timeout=30,
        )
        yield Queue("office", folder, environment)
    finally:
        daemon.terminate()
        daemon.wait(10)


def _wait_for(port: int, daemon: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 15
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert daemon.poll() is None, "cupsd ended at once"
        assert time.monotonic() < until, "cupsd does not answer"
        time.sleep(0.05)
