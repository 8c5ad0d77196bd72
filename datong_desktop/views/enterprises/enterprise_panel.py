"""The panel beside the form: admission check, moves, materials, opinions, timeline, helpers, reform, plans."""

from __future__ import annotations

import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.problem import Problem
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.ledger import Ledger
from datong_desktop.views import theme
from datong_desktop.views.enterprises.admission_part import AdmissionPart
from datong_desktop.views.enterprises.application_part import ApplicationPart
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.enterprises.flow_part import FlowPart, MaterialPart, OpinionPart
from datong_desktop.views.enterprises.fostering_parts import NoticePart, parts, shown_parts
from datong_desktop.views.workspace import Workspace


class EnterprisePanel(QScrollArea):
    """Shows what ``show_file`` is given; every part folds away."""

    def __init__(self, workspace: Workspace, acts: EnterpriseActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("enterprisePanel")
        self.setAccessibleName("入库条件和办理")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._workspace = workspace
        self.admission = AdmissionPart(acts.judge)
        self.flow = FlowPart(acts)
        self.application = ApplicationPart()
        self.application.chosen.connect(self._show_application)
        self.materials = MaterialPart(workspace)
        self.opinions = OpinionPart(acts)
        self.fostering = parts(acts)
        self.notices = NoticePart()
        inside = QFrame()
        inside.setObjectName("sidePanel")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        layout.setSpacing(4)
        own = (self.flow, self.notices, self.admission, self.application, self.materials, self.opinions)
        for part in (*own, *self.fostering.values()):
            layout.addWidget(part)
        layout.addStretch(1)
        self.setWidget(inside)
        self._file: EnterpriseFile | None = None

    def show_file(self, file: EnterpriseFile | None) -> None:
        """What is known of an enterprise, None for a new one."""
        self._file, writable = file, self._workspace.writable and file is not None
        state = services.pool_states.state_of(file) if file else services.pool.PoolState()
        ledger, today = self._workspace.ledger, datetime.date.today()
        day = services.admission.day_of(file, today) if file else None
        admission = services.admission.check_file(file, day) if file and day else None
        self.flow.show_standing(state, writable=writable)
        self.admission.show_admission(admission, writable=writable)
        self.notices.show_notices(_notices(ledger, file, today) if ledger and file else ())
        self.application.show_file(file)
        self._show_application()
        for part in self.fostering.values():
            part.show_file(file, writable=writable)
        for name, shown in shown_parts(file).items():
            self.fostering[name].setVisible(shown)

    def _show_application(self) -> None:
        """Materials and opinions of the chosen application; of an earlier one only to look at."""
        file, chosen = self._file, self.application
        writable = self._workspace.writable and file is not None and not chosen.earlier
        self.materials.show_materials(file, chosen.number, writable=writable)
        self.opinions.show_opinions(file, chosen.number, writable=writable, earlier=chosen.earlier)


def _notices(ledger: Ledger, file: EnterpriseFile, today: datetime.date) -> tuple[Problem, ...]:
    return (*services.fostering.notices_of(ledger, file, today), *services.enterprise_notices.unprintable_texts(file))
