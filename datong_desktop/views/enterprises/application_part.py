"""Which application of an enterprise the panel shows: the present one, or an earlier one to look at (it was refused, and
the enterprise applied again)."""

from __future__ import annotations

from operator import attrgetter

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from datong_desktop.domain.application import Application, Step, batch_label
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.views.widgets.fields import QuietComboBox
from datong_desktop.views.widgets.link_lines import Line, LinkLines


class ApplicationPart(QWidget):
    """Hidden where there is nothing to choose. Signal ``chosen()``; ``earlier`` says whether it is not the present one."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("applicationPart")
        self._file: EnterpriseFile | None = None
        self._shown: list[tuple[str, int]] = []
        self.choice = QuietComboBox()
        self.choice.setObjectName("applicationChoice")
        self.choice.setAccessibleName("看哪一次申请")
        self.choice.setToolTip("看以前申请的材料、意见和办理经过（F4）")
        label = QLabel("看哪一次申请(&U)")
        label.setBuddy(self.choice)
        self.about = QLabel("以前的申请，只能查看")
        self.about.setProperty("muted", True)
        self.steps = LinkLines("earlierSteps")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (label, self.choice, self.about, self.steps):
            layout.addWidget(widget)
        self.choice.currentIndexChanged.connect(self._choose)

    @property
    def earlier(self) -> bool:
        return self.choice.currentIndex() > 0

    @property
    def number(self) -> int:
        """The number of the chosen application, 0 when there is none."""
        return self.choice.currentData() or 0

    def show_file(self, file: EnterpriseFile | None) -> None:
        """The applications of an enterprise, the present one first; a choice stays while they are the same."""
        self._file = file
        found = sorted(file.all(Application), key=attrgetter("number")) if file else []
        texts = {one.number: f"第 {place} 次申请（{_batch(one)}）" for place, one in enumerate(found, 1)}
        keys = [(one.enterprise, one.number) for one in found]
        chosen = self.number if keys == self._shown else max(texts, default=0)
        self._shown = keys
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for number in sorted(texts, reverse=True):
                self.choice.addItem(texts[number], number)
            self.choice.setCurrentIndex(self.choice.findData(chosen))
        self.setVisible(len(found) > 1)
        self._show_steps()

    def _choose(self) -> None:
        self._show_steps()
        self.chosen.emit()

    def _show_steps(self) -> None:
        steps = self._file.all(Step) if self._file and self.earlier else ()
        self.steps.show_lines([Line(_told(step)) for step in steps if step.application == self.number])
        self.about.setVisible(self.earlier)
        self.steps.setVisible(self.earlier)


def _batch(application: Application) -> str:
    return batch_label(application.batch) if application.batch else "批次未填"


def _told(step: Step) -> str:
    parts = (f"{step.made_on or '日期未填'}", step.move, step.tier, step.actor)
    said = "；".join(part for part in (step.opinion, f"越过程序：{step.override}" if step.override else "") if part)
    return "　".join(part for part in parts if part) + (f"：{said}" if said else "")
