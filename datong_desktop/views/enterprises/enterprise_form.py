"""企业登记: one enterprise as on its paper form, with its admission check, its flow and what looks wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from datong_desktop import services
from datong_desktop.domain.application import batch_label
from datong_desktop.domain.fields import Value
from datong_desktop.domain.scans import OF_ENTERPRISE
from datong_desktop.services.enterprises import NAMELESS, REGISTER
from datong_desktop.views import theme
from datong_desktop.views.enterprises.enterprise_acts import EnterpriseActs
from datong_desktop.views.enterprises.enterprise_children import SHEETS
from datong_desktop.views.enterprises.enterprise_fields import CODE, WORDS, form_fields, offers
from datong_desktop.views.enterprises.enterprise_hints import EnterpriseHints
from datong_desktop.views.enterprises.enterprise_panel import EnterprisePanel
from datong_desktop.views.records.record_children import Warnings
from datong_desktop.views.records.record_page import RecordPage
from datong_desktop.views.records.scan_strip import ScanStrip
from datong_desktop.views.workspace import Workspace


class EnterpriseForm(RecordPage):
    """``panel`` stands at the right of the window while the form is shown; ``acts`` is what menus do with the enterprise."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, REGISTER, WORDS, form_fields(), offers(lambda: workspace.ledger), SHEETS, parent)
        self.hints = EnterpriseHints(workspace, self.form)
        self.hints.openAsked.connect(self.open_other)
        self.acts = EnterpriseActs(workspace, self.current_file, self)
        self.panel: EnterprisePanel = EnterprisePanel(workspace, self.acts)
        self.scans = ScanStrip(workspace)
        self._papers = QWidget()
        self._build_papers()
        self.start()

    def _build_papers(self) -> None:
        """Papers of the enterprise itself, below the form; there are none before it has a record."""
        self._papers.setObjectName("enterpriseScans")
        heading = QLabel("企业资料扫描件")
        heading.setProperty("heading", True)
        inside = QVBoxLayout(self._papers)
        inside.setContentsMargins(0, theme.MARGIN, 0, 0)
        inside.setSpacing(theme.GAP)
        inside.addWidget(heading)
        inside.addWidget(self.scans)
        self.add_below(self._papers)

    def show_more(self, file: Any, *, afresh: bool) -> Warnings:
        self.panel.show_file(file)
        self._papers.setVisible(file is not None)
        self.scans.show_subject(self.identifier, OF_ENTERPRISE)
        return self.hints.show_file(file)

    def standing(self, file: Any) -> Sequence[str]:
        state = services.pool_states.state_of(file) if file else services.pool.PoolState()
        return state.state, state.tier, batch_label(state.batch) if state.batch else ""

    def reason_against(self, name: str, value: Value) -> str:
        if name == CODE and (other := self.hints.other_with_code(str(value))):
            twin = other.name or NAMELESS
            return f"这个代码已经登记给“{twin}”，没有保存。请核对，或打开“{twin}”。"
        return ""
