"""A process of its own that prints a PDF: Qt asks for the print service once per process. Arguments: file, copies."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from datong_desktop.domain.problem import Refused
from datong_desktop.views.dialogs import printing

application = QApplication([])
names = printing.printer_names()
print(names)
try:
    printer = sys.argv[3] if len(sys.argv) > 3 else names[0]
    printing.print_pdf(Path(sys.argv[1]).read_bytes(), printer, int(sys.argv[2]), "样例文件")
except Refused as refused:
    print(refused.problems[0].code, refused)
