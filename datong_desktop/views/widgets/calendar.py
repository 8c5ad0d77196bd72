"""A calendar for a field that holds a typed date: F4 or its sign opens it, as in Excel and WPS."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QToolButton, QVBoxLayout, QWidget

from datong_desktop import paths
from datong_desktop.views import theme
from datong_desktop.views.widgets.fields import is_choose_key, parse_date

SIZE = QSize(288, 232)


class DateChooser(QObject):
    """Gives a field its calendar. Typing stays as it was."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self.popup: CalendarPopup | None = None
        shade = "dark" if theme.colors().dark else "light"
        icon = QIcon(str(paths.resources() / "icons" / f"calendar-{shade}.svg"))
        sign = field.addAction(icon, QLineEdit.ActionPosition.TrailingPosition)
        sign.setToolTip("在日历上选（F4）")
        sign.triggered.connect(lambda _=False: self.open())
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not is_choose_key(event):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.open()
        return True

    def open(self) -> None:
        """The calendar below the field, on the date that stands in it."""
        if not self._field.isReadOnly():
            self.popup = CalendarPopup(self._field)
            self.popup.open_below()


class CalendarPopup(QFrame):
    """Arrows move, Enter or a click takes the day, Esc leaves the field as it was."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setObjectName("calendarPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field = field
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("日历")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self._make_quiet()
        try:
            date = parse_date(field.text())
        except ValueError:
            date = None
        if date is not None:
            self.calendar.setSelectedDate(QDate(date.year, date.month, date.day))
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self.calendar)

    def _make_quiet(self) -> None:
        """No colours that say nothing: weekends muted instead of red, plain arrows."""
        weekend = QTextCharFormat()
        weekend.setForeground(theme.colors().muted)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, weekend)
        for name, sign, tip in (("prevmonth", "‹", "上一月（PageUp）"), ("nextmonth", "›", "下一月（PageDown）")):
            button = cast("QToolButton", self.calendar.findChild(QToolButton, f"qt_calendar_{name}"))
            button.setIcon(QIcon())
            button.setText(sign)
            button.setToolTip(tip)
        self.calendar.setMinimumSize(SIZE)

    def open_below(self) -> None:
        """Below the field, above it where the screen ends."""
        self.adjustSize()
        at = self._field.mapToGlobal(QPoint(0, self._field.height() + 2))
        room = self._field.screen().availableGeometry()
        if at.y() + self.height() > room.bottom():
            at.setY(at.y() - self._field.height() - self.height() - 4)
        at.setX(max(room.left(), min(at.x(), room.right() - self.width())))
        self.move(at)
        self.show()
        view: QWidget = self.calendar.findChild(QWidget, "qt_calendar_calendarview") or self.calendar
        view.setFocus()

    def _take(self, date: QDate) -> None:
        if not self.isVisible():
            return  # a double click takes the day with its first click
        self.close()
        self._field.selectAll()
        self._field.insert(date.toString("yyyy-MM-dd"))  # as if typed: undo in the field takes it back
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)
