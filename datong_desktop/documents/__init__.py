"""Excel, Word and PDF, in and out: plain values and bytes. Openpyxl, XlsxWriter, reportlab and docx live here alone."""

import os

# Where lxml is installed (python-docx brings it) openpyxl reads with it and past defusedxml, which refuses entity bombs.
os.environ["OPENPYXL_LXML"] = "False"
