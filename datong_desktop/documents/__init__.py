"""What comes in and goes out: Excel, Word, PDF, CSV. Takes and gives plain values and bytes."""

import os

# Where lxml is installed (python-docx brings it) openpyxl reads with it and past defusedxml, which refuses entity bombs.
os.environ["OPENPYXL_LXML"] = "False"
