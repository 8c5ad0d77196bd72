"""The working-day calendar: the shipped table, and the office's own lines in ``holidays.csv`` of the user's folder."""

from __future__ import annotations

from functools import lru_cache

from datong_desktop import paths
from datong_desktop.domain.problem import refuse
from datong_desktop.domain.workdays import Workdays

FILE_NAME = "holidays.csv"


def workdays() -> Workdays:
    """The calendar as the files stand now. ``Refused`` (bad_calendar) names file, line and reason."""
    own = paths.user_data() / FILE_NAME
    try:
        text = own.read_bytes().decode("utf-8-sig") if own.is_file() else ""
    except UnicodeDecodeError as error:
        raise refuse("bad_calendar", f"放假安排文件“{own}”不是 UTF-8 文字，请用 UTF-8 编码保存后再用。") from error
    except OSError as error:
        raise refuse("bad_calendar", f"放假安排文件“{own}”读不出来，请核对它能打开。") from error
    return _parsed(text)


@lru_cache(maxsize=2)
def _parsed(own: str) -> Workdays:
    shipped = paths.resources() / "calendar" / FILE_NAME
    return Workdays.parse(shipped.read_text(encoding="utf-8"), shipped.name, own, FILE_NAME)
