"""LibreOffice as a second opinion: recalculates workbooks without a window, many in one run."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

RECALC_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"><value>0</value></prop></item>
</oor:items>
"""


def libreoffice() -> str | None:
    """The command, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def without_cached_values(content: bytes) -> bytes:
    """The workbook with every cached formula result taken out: what is read afterwards was computed."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", data.decode())
                assert "</f><v>" not in text, name
                data = text.encode()
            out.writestr(name, data)
    return target.getvalue()


def recalculate(workbooks: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Convert all workbooks in one run of LibreOffice, cached values removed and recalculation forced."""
    profile, inputs, outputs = folder / "profile", folder / "in", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALC_ALWAYS, encoding="utf-8")
    inputs.mkdir()
    for name, content in workbooks.items():
        (inputs / f"{name}.xlsx").write_bytes(without_cached_values(content))
    command = [
        libreoffice() or "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(outputs),
        *(str(inputs / f"{name}.xlsx") for name in workbooks),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    made = {name: outputs / f"{name}.xlsx" for name in workbooks}
    assert all(path.exists() for path in made.values()), done.stdout + done.stderr
    return made
