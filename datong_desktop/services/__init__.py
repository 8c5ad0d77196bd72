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
        batches,
        documents,
        enterprise_export,
        enterprise_importing,
        enterprise_list,
        enterprise_notices,
        enterprises,
        enterprises_similar,
        entries,
        expert_documents,
        expert_importing,
        expert_list,
        expert_notices,
        experts,
        first_look,
        fostering,
        history,
        importing,
        initials,
        ledger,
        list_export,
        list_importing,
        listed,
        measure_sheets,
        merging,
        other_writer,
        pool,
        pool_states,
        printables,
        record_history,
        registers,
        registry_counts,
        registry_documents,
        scans,
        suggestions,
        team_documents,
        todo,
        workdays,
    )

__all__ = [
    "admission",
    "assessment",
    "batches",
    "documents",
    "enterprise_export",
    "enterprise_importing",
    "enterprise_list",
    "enterprise_notices",
    "enterprises",
    "enterprises_similar",
    "entries",
    "expert_documents",
    "expert_importing",
    "expert_list",
    "expert_notices",
    "experts",
    "first_look",
    "fostering",
    "history",
    "importing",
    "initials",
    "ledger",
    "list_export",
    "list_importing",
    "listed",
    "measure_sheets",
    "merging",
    "other_writer",
    "pool",
    "pool_states",
    "printables",
    "record_history",
    "registers",
    "registry_counts",
    "registry_documents",
    "scans",
    "suggestions",
    "team_documents",
    "todo",
    "workdays",
]

__getattr__ = submodules(__name__, __all__)
