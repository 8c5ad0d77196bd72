"""What comes in and goes out: Excel, Word, PDF, CSV. Takes and gives plain values and bytes."""

import os
import sys
from decimal import Decimal
from types import ModuleType

# Where lxml is installed (python-docx brings it) openpyxl reads with it and past defusedxml, which refuses entity bombs.
os.environ["OPENPYXL_LXML"] = "False"

# Where numpy is installed (the solver brings it) openpyxl imports it to know its numbers, of which none are ever in a cell
# here: that would take longer than reading a workbook.
_numbers = ModuleType("openpyxl.compat.numbers")
_numbers.__dict__.update(NUMPY=False, NUMERIC_TYPES=(int, float, Decimal))
sys.modules.setdefault(_numbers.__name__, _numbers)
