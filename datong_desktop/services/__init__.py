"""Use cases: one verb each, one transaction each. They return plain values and what changed.

The modules load when first named (``services.assessment.key_figures``): SQLAlchemy costs more to import than
the window takes to open.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datong_desktop.services import assessment, documents, history, importing, ledger

__all__ = ["assessment", "documents", "history", "importing", "ledger"]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(name)
    return importlib.import_module(f"{__name__}.{name}")
