"""What comes in and goes out: Excel, PDF, Word, CSV. Takes and gives plain values and bytes."""

import os

# python-docx brings lxml, and openpyxl would parse with it instead of defusedxml, which refuses entities
os.environ["OPENPYXL_LXML"] = "False"
