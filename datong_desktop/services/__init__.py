"""Use cases: one verb each, one transaction each. They return plain values and what changed.

The modules load when first named (``services.assessment.key_figures``): SQLAlchemy costs more to import than
the window takes to open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from datong_desktop.late import submodules

if TYPE_CHECKING:
    from datong_desktop.services import (
        admission,
        assessment,
        documents,
        enterprise_export,
        enterprise_importing,
        enterprises,
        first_look,
        history,
        importing,
        ledger,
    )

__all__ = [
    "admission", "assessment", "documents", "enterprise_export", "enterprise_importing", "enterprises", "first_look", "history",
    "importing", "ledger",
]  # fmt: skip

__getattr__ = submodules(__name__, __all__)
