"""新建账套: file, office, operator, first year and scheme of a new ledger."""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from datong_desktop import paths
from datong_desktop.domain.scheme import Scheme
from datong_desktop.views import theme
from datong_desktop.views.dialogs import files
from datong_desktop.views.dialogs.forms import FormDialog, checked_year, read_year_number
from datong_desktop.views.dialogs.scheme_choice import SchemeChoice


class NewLedgerDialog(FormDialog):
    """File, office, operator, first year and its scheme."""

    def __init__(self, operator: str, parent: QWidget | None) -> None:
        super().__init__("newLedgerDialog", "新建账套", "新建", parent)
        year = datetime.date.today().year - 1
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.path = QLineEdit(str(paths.documents() / f"企业上市考核{year}.datong"))
        self.path.setObjectName("ledgerPath")
        self.path.setAccessibleName("文件")
        self.path.setToolTip("账套只有这一个文件，所有数据都在里面")
        self.path.textChanged.connect(lambda: self.reason.setText(""))
        self.first_field = self.path
        browse = QPushButton("选择…")
        browse.setObjectName("browseButton")
        browse.setToolTip("选择文件夹和文件名")
        browse.clicked.connect(self._browse)
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        self.form.addRow("文件(&F)", line)
        label = self.form.labelForField(line)
        assert isinstance(label, QLabel)
        label.setBuddy(self.path)
        self.office = self.field("填报单位(&U)", "ledgerOffice", "大同市金融办", "印在附表左上方")
        self.operator = self.field("录入员(&O)", "ledgerOperator", operator, "写进修改记录，谁改的一查便知")
        self.year = self.field("第一个考核年度(&Y)", "ledgerYear", str(year), "四位数字")
        self.scheme = SchemeChoice(None)
        self.scheme.schemeChosen.connect(self._follow_scheme)
        self.form.addRow("考核方案(&S)", self.scheme)
        self._suggested = self.path.text()
        self.year.textChanged.connect(self._follow_year)

    def _follow_year(self) -> None:
        """The suggested name carries the year, until the clerk gives another name."""
        year = read_year_number(self.year.text())
        if isinstance(year, int) and self.path.text() == self._suggested:
            self._suggested = str(Path(self._suggested).with_name(f"企业上市考核{year}.datong"))
            self.path.setText(self._suggested)

    def _follow_scheme(self, scheme: Scheme) -> None:
        """The office is the scheme's, until the clerk gives another one."""
        if not self.office.isModified():
            self.office.setText(scheme.office)

    def _browse(self) -> None:
        if chosen := files.ask_save(self, "新建账套", self.path.text(), "账套 (*.datong)", ".datong"):
            self.path.setText(str(chosen))

    def number(self) -> int:
        """The first year."""
        return checked_year(self.year.text())

    def file(self) -> Path:
        """The chosen path, always ending in .datong."""
        path = Path(self.path.text().strip()).expanduser()
        return path if path.suffix == ".datong" else path.with_name(f"{path.name}.datong")

    def problem(self) -> str:
        year = read_year_number(self.year.text())
        if isinstance(year, str):
            return year
        if not self.path.text().strip():
            return "请填账套文件的位置。"
        if self.file().exists():
            return f"“{self.file().name}”已经存在。请换一个文件名，或用“打开”打开它。"
        if not self.file().parent.is_dir():
            return f"文件夹“{self.file().parent}”不存在。请先建好，或另选一个。"
        return self.scheme.problem()
