"""Choosing the 考核方案 of a new year: the latest year's, one that comes with the program, or a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from datong_desktop import paths
from datong_desktop.domain.problem import Refused
from datong_desktop.domain.scheme import Scheme
from datong_desktop.domain.scheme_file import parse_scheme
from datong_desktop.views.dialogs import files
from datong_desktop.views.widgets.fields import QuietComboBox


class SchemeChoice(QuietComboBox):
    """Signal: ``schemeChosen(Scheme)`` when a scheme that can be read was chosen by the clerk.

    ``text`` is the chosen scheme file's TOML, None for the latest year's scheme; right after ``problem()`` was "".
    """

    schemeChosen = Signal(object)

    def __init__(self, latest: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text: str | None = None
        self.setObjectName("schemeChoice")
        self.setAccessibleName("考核方案")
        self.setToolTip("方案会复制到这个年度里，以后改方案文件不影响它")
        if latest is not None:
            self.addItem(f"沿用 {latest} 年度的方案", None)
        for file in sorted((paths.resources() / "schemes").glob("*.toml")):
            self.addItem(f"内置方案 {file.stem}", str(file))
        self.addItem("方案文件…", "")
        self.activated.connect(self._choose)

    def _choose(self) -> None:
        if self.currentData() == "":
            if chosen := files.ask_open(self, "选择考核方案", paths.documents(), "考核方案 (*.toml)"):
                self.use_file(chosen)
            else:
                self.setCurrentIndex(0)
        self._tell()

    def use_file(self, path: Path) -> None:
        """Offer a scheme file and choose it."""
        self.insertItem(0, path.name, str(path))
        self.setCurrentIndex(0)
        self._tell()

    def _tell(self) -> None:
        try:
            scheme = self._read()
        except (OSError, UnicodeDecodeError, Refused):
            return  # said when the dialog is to be accepted
        if scheme is not None:
            self.schemeChosen.emit(scheme)

    def _read(self) -> Scheme | None:
        chosen = self.currentData()
        self.text = Path(chosen).read_text(encoding="utf-8") if chosen else None
        return parse_scheme(self.text, Path(chosen).name) if self.text is not None else None

    def problem(self) -> str:
        """Why the chosen scheme cannot be used, or ""."""
        try:
            self._read()
        except (OSError, UnicodeDecodeError) as error:
            reason = "不是 UTF-8 编码的文字文件" if isinstance(error, UnicodeDecodeError) else "找不到，或不能读"
            return f"方案文件“{self.currentData()}”读不出来：{reason}。请检查文件，或另选一个。"
        except Refused as refusal:
            return str(refusal)
        return ""
