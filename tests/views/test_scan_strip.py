"""The strip of scans: dropped, pasted, picked, renamed, removed with undo; what is spoilt says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from datong_desktop.domain.scans import OF_ENTERPRISE, of_material
from datong_desktop.models import scan_folder
from datong_desktop.services import enterprises, scans
from datong_desktop.views.background import Job
from datong_desktop.views.dialogs.forms import FormDialog
from datong_desktop.views.records.scan_strip import ScanStrip
from datong_desktop.views.workspace import Workspace
from tests.papers import pdf, picture
from tests.storage import new_ledger

LICENCE = of_material(1, 6)


class Desk:
    """A strip over a ledger with one enterprise."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.workspace = Workspace()
        self.workspace.set_ledger(new_ledger(folder))
        self.refusals: list[str] = []
        self.workspace.refused.connect(lambda refusal: self.refusals.append(refusal.problems[0].code))
        assert self.ledger is not None
        (self.enterprise,) = enterprises.create(self.ledger, {"name": "样例企业001有限公司"}).enterprises
        self.strip = ScanStrip(self.workspace)
        self.counts: list[int] = []
        self.strip.countChanged.connect(self.counts.append)
        qtbot.addWidget(self.strip, before_close_func=lambda _: self.workspace.set_ledger(None))
        self.strip.resize(700, 220)
        self.strip.show_subject(self.enterprise, LICENCE)
        self.strip.show()
        qtbot.waitExposed(self.strip)

    @property
    def ledger(self) -> Any:
        return self.workspace.ledger

    @property
    def titles(self) -> list[str]:
        return [self.strip.list.item(row).text() for row in range(self.strip.list.count())]

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not Job._alive, timeout=20_000)

    def paper(self, name: str, content: bytes) -> Path:
        (self.folder / name).write_bytes(content)
        return self.folder / name

    def add(self, *titles: str) -> None:
        """Scans of different contents."""
        self.strip.add([self.paper(f"{title}.jpg", picture(shade=50 + n)) for n, title in enumerate(titles)])
        self.settle()

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.strip.list, key, held)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


def test_what_is_stored_after_the_strip_is_gone_can_still_be_undone(desk: Desk) -> None:
    strip = ScanStrip(desk.workspace)
    strip.show_subject(desk.enterprise, LICENCE)
    strip.add([desk.paper("营业执照.jpg", picture())])
    shiboken6.delete(strip)
    desk.settle()
    assert desk.titles == ["营业执照"], "the strip that is still there follows"
    assert desk.workspace.undo_stack.undoText() == "添加扫描件 营业执照"
    desk.workspace.undo_stack.undo()
    assert scans.of(desk.ledger, desk.enterprise) == ()


def test_empty_it_says_what_to_do(desk: Desk) -> None:
    assert desk.strip.objectName() == "scanStrip"
    assert desk.strip.empty.isVisible()
    assert "Ctrl+V" in desk.strip.empty.text()
    assert not desk.strip.list.isVisible()
    assert desk.strip.add_button.isEnabled()
    desk.strip.show_subject("", "")
    assert not desk.strip.add_button.isEnabled()


def test_files_are_dropped(desk: Desk) -> None:
    data = QMimeData()
    files = [desk.paper("执照.pdf", pdf(3)), desk.paper("章程.bin", picture("PNG"))]
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    at, none = QPoint(50, 50), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    desk.strip.dragEnterEvent(enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(at), Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    desk.strip.dropEvent(drop)
    assert drop.dropAction() == Qt.DropAction.CopyAction, "the files stay where they were"
    assert "2 个" in desk.strip.status.text()
    assert not desk.strip.add_button.isEnabled()
    desk.settle()
    assert desk.titles == ["执照", "章程"]
    assert desk.counts[-1] == 2
    item = desk.strip.list.item(0)
    assert "PDF，3 页" in item.toolTip()
    assert item.data(Qt.ItemDataRole.AccessibleTextRole).startswith("执照，PDF")
    assert desk.workspace.undo_stack.undoText() == "添加 2 个扫描件"


def test_undo_and_redo_of_adding(desk: Desk) -> None:
    desk.add("甲", "乙")
    desk.workspace.undo_stack.undo()
    assert desk.titles == []
    assert desk.strip.empty.isVisible()
    desk.workspace.undo_stack.redo()
    desk.settle()
    assert sorted(desk.titles) == ["乙", "甲"]


def test_a_picture_and_copied_files_are_pasted(desk: Desk) -> None:
    clipboard = QGuiApplication.clipboard()
    image = QImage(60, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    clipboard.setImage(image)
    desk.qtbot.keyClick(desk.strip.add_button, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert len(desk.titles) == 1
    assert desk.titles[0].startswith("粘贴 20")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(desk.paper("乙.pdf", pdf())))])
    clipboard.setMimeData(data)
    desk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert "乙" in desk.titles
    clipboard.setText("不是文件")
    desk.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert desk.refusals == ["nothing_to_paste"]


def test_in_a_dialog_one_paste_follows_another_and_refusals_are_said_there(desk: Desk) -> None:
    dialog = FormDialog("scanDialog", "材料", "保存", None)
    cast(QVBoxLayout, dialog.layout()).insertWidget(1, desk.strip)
    dialog.show()
    dialog.activateWindow()
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.accept_button.setFocus()
    for name, content, shown in (("甲.jpg", picture(shade=50), 1), ("乙.jpg", picture(shade=60), 2), ("丙.jpg", b"", 2)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(desk.paper(name, content)))])
        QGuiApplication.clipboard().setMimeData(data)
        desk.qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        desk.settle()
        assert len(desk.titles) == shown
    assert "丙.jpg" in dialog.reason.text()
    assert desk.refusals == []
    before = dialog.height()
    dialog.show_reason("\n".join("太长的一行" * 3 for _ in range(30)))
    assert dialog.height() > before
    desk.strip.setParent(None)  # the fixture closes it
    dialog.deleteLater()


def test_the_keys_stay_with_the_strip_while_it_stores(desk: Desk) -> None:
    desk.strip.add_button.setFocus()
    desk.strip.add([desk.paper("甲.pdf", pdf())])
    assert desk.strip.hasFocus()
    desk.settle()
    assert desk.strip.list.hasFocus()


def test_files_are_picked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = [str(desk.paper("甲.tif", picture("TIFF")))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (chosen, ""))
    desk.qtbot.mouseClick(desk.strip.add_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.titles == ["甲"]
    assert desk.strip.folder == desk.folder
    desk.key(Qt.Key.Key_Insert)
    desk.settle()
    assert desk.strip.status.text() == "这些扫描件已经在这里了"


def test_what_is_no_scan_is_refused_and_nothing_added(desk: Desk) -> None:
    desk.strip.add([desk.paper("好.jpg", picture()), desk.paper("坏.jpg", b"<html></html>")])
    desk.settle()
    assert desk.refusals == ["not_a_scan"]
    assert desk.titles == []
    assert desk.strip.add_button.isEnabled()
    assert not desk.strip.cancel_button.isVisible()


def test_adding_is_cancelled(desk: Desk) -> None:
    desk.strip.add([desk.paper(f"{n}.jpg", picture(shade=n)) for n in range(3)])
    desk.qtbot.mouseClick(desk.strip.cancel_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.titles == [] or desk.strip.status.text() != "已取消，一个也没有添加", "either too late, or nothing"


def test_removed_by_delete_and_back_by_undo(desk: Desk) -> None:
    desk.add("甲", "乙", "丙")
    desk.strip.list.selectAll()
    desk.key(Qt.Key.Key_Delete)
    assert desk.titles == []
    assert len(scans.unlinked(desk.ledger)) == 3
    desk.workspace.undo_stack.undo()
    desk.settle()
    assert len(desk.titles) == 3
    assert desk.workspace.undo_stack.redoText() == "移除 3 个扫描件"


def test_renamed_by_f2(desk: Desk) -> None:
    desk.add("扫描0001")
    desk.strip.list.setFocus()
    desk.key(Qt.Key.Key_F2)
    editor = desk.strip.list.findChild(QLineEdit)
    assert editor is not None
    editor.setText("营业执照")
    desk.qtbot.keyClick(editor, Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: desk.workspace.undo_stack.count() == 2)
    assert desk.titles == ["营业执照"]
    (found,) = scans.of(desk.ledger, desk.enterprise)
    assert found.link.title == "营业执照"
    desk.strip.list.item(0).setText(" ")
    desk.qtbot.waitUntil(lambda: desk.refusals == ["no_title"])
    assert desk.titles == ["营业执照"]


def test_a_spoilt_file_is_marked_with_its_reason(desk: Desk) -> None:
    desk.add("甲")
    (found,) = scans.of(desk.ledger, desk.enterprise)
    scan_folder.place(scan_folder.beside(desk.ledger.path), found.scan).unlink()
    fresh = ScanStrip(desk.workspace)
    desk.qtbot.addWidget(fresh)
    fresh.show_subject(desk.enterprise, LICENCE)
    desk.settle()
    item = fresh.list.item(0)
    assert item.toolTip().startswith("✕ “样例企业001有限公司”申报材料6的扫描件“甲”不见了")
    assert "不见了" in item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_pictures_come_in_the_background(desk: Desk) -> None:
    desk.add("甲")
    drawn = desk.strip.thumbnails.pixmap(desk.strip.scans[0].link.digest).toImage()
    assert drawn.pixelColor(30, 20).lightness() < 10, "the black corner of the scan"
    assert drawn.pixelColor(30, 20).alpha() == 255


def test_another_subject_has_its_own_scans(desk: Desk) -> None:
    desk.add("甲")
    desk.strip.show_subject(desk.enterprise, OF_ENTERPRISE)
    assert desk.titles == []
    scans.add(desk.ledger, desk.enterprise, OF_ENTERPRISE, [pdf()], ["乙"])
    desk.strip.show_subject(desk.enterprise, OF_ENTERPRISE)
    assert desk.titles == ["乙"]
    desk.settle()


def test_a_ledger_to_look_at_only(desk: Desk) -> None:
    desk.add("甲")
    from datong_desktop.services import ledger

    path = desk.ledger.path
    desk.workspace.set_ledger(ledger.open_ledger(path, read_only=True))
    assert desk.titles == [], "another ledger: nothing is shown until somebody says what"
    desk.strip.show_subject(desk.enterprise, LICENCE)
    desk.settle()
    assert desk.titles == ["甲"]
    assert not desk.strip.add_button.isEnabled()
    desk.key(Qt.Key.Key_Delete)
    assert desk.titles == ["甲"]
    menu = desk.strip.list.menu()
    assert [action.isEnabled() for action in menu.actions()] == [True, False, False]


def test_enter_opens_the_viewer(desk: Desk) -> None:
    desk.add("甲", "乙")
    viewer = desk.strip.view(1)
    assert viewer is not None
    desk.settle()
    assert viewer.shown.link.title == desk.titles[1]
    viewer.close()
    opened: list[int] = []
    desk.strip.list.viewed.connect(opened.append)
    desk.key(Qt.Key.Key_Return)
    assert opened == [desk.strip.list.currentRow()]
    desk.settle()
    for window in desk.strip.window().findChildren(type(viewer)):
        window.close()
