"""The application object: Qt's own dialogs speak Chinese, whatever the workstation's locale says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIST_FOLDER = """
import os, sys
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QFileDialog, QTreeView
from datong_desktop import app

before = dict(os.environ)
application = app.make_application()
assert dict(os.environ) == before | {"QT_ENABLE_HIGHDPI_SCALING": "1"}
dialog = QFileDialog(None, "打开账套", sys.argv[1])
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
dialog.setViewMode(QFileDialog.ViewMode.Detail)
dialog.show()
view = dialog.findChild(QTreeView)
model = view.model()
while model.rowCount(view.rootIndex()) < 2 or not model.index(1, 2, view.rootIndex()).data():
    application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
for row in range(2):
    print("|".join(str(model.index(row, column, view.rootIndex()).data()) for column in range(4)))
"""


@pytest.mark.parametrize("language", [{"LANG": "C"}, {"LC_ALL": "C.UTF-8"}, {"LANG": "de_DE.UTF-8"}, {"LANG": "zh_CN.UTF-8"}])
def test_the_file_dialog_is_chinese_in_any_locale(tmp_path: Path, language: dict[str, str]) -> None:
    (tmp_path / "账套").mkdir()
    (tmp_path / "甲.datong").write_bytes(b"x" * 300)
    for path in tmp_path.iterdir():
        os.utime(path, (1646200000, 1646200000))  # 2 March 2022
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LANG", "LC_"))}
    ran = subprocess.run(
        [sys.executable, "-c", LIST_FOLDER, str(tmp_path)],
        env=plain | language, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )
    assert ran.returncode == 0, ran.stderr
    folder, file = (line.split("|") for line in ran.stdout.splitlines())
    assert folder[::2] == ["账套", "文件夹"]
    assert file[:2] == ["甲.datong", "300 字节"]
    assert folder[3].startswith("2022/3/2 ")
    assert file[3].startswith("2022/3/2 ")
