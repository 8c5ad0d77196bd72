"""入库条件, clause by clause, as it stands after every keyed field."""

from __future__ import annotations

from collections.abc import Callable

from datong_desktop.domain.admission import Admission
from datong_desktop.domain.admission_clauses import FIELDS
from datong_desktop.views.records.clause_part import ClausePart


class AdmissionPart(ClausePart):
    """The admission check of an enterprise; a reviewer judges what the program cannot."""

    def __init__(self, judge: Callable[[str], object]) -> None:
        super().__init__("admissionPart", "入库条件", FIELDS, judge)

    def show_admission(self, admission: Admission | None, *, writable: bool) -> None:
        """Every clause of a check; None: nothing to check yet."""
        if admission is None:
            self.show_clauses("", (), "填了第一栏，这里就逐条核对", writable=writable)
        else:
            about = f"按 {admission.on} 申报核对，依据 {admission.rules.source}"
            self.show_clauses(admission.result, admission.clauses, about, writable=writable)
