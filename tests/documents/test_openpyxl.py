"""Openpyxl as the program loads it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import datong_desktop.documents
import openpyxl
from openpyxl.compat import NUMERIC_TYPES
from decimal import Decimal
sheet = openpyxl.Workbook().active
sheet.append([1, 2.5, Decimal("3.25"), "4", None])
print([cell.data_type for cell in sheet[1]], openpyxl.NUMPY, openpyxl.LXML)
"""


def test_openpyxl_leaves_numpy_alone(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('numpy was imported')")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "['n', 'n', 'n', 's', 'n'] False False", done.stderr
