"""What looks wrong with an enterprise's record, for the form to show. Never blocks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from datong_desktop.documents.cleaning import clean
from datong_desktop.domain import enterprise_notices
from datong_desktop.domain.application import Application
from datong_desktop.domain.enterprise import Enterprise, FiscalYear, Shareholder
from datong_desktop.domain.enterprise_notices import RecordNotice
from datong_desktop.domain.fields import TEXTUAL, fields_of
from datong_desktop.services.admission import industries
from datong_desktop.services.enterprises import EnterpriseFile


def record_notices(file: EnterpriseFile, today: datetime.date) -> tuple[RecordNotice, ...]:
    """Everything worth a second look, each with the id of its field."""
    found = enterprise_notices.record_notices(file.enterprise, file.all(FiscalYear), file.all(Shareholder), today)
    return (*found, *_industry(file), *_applications(file), *_texts(file))


def unprintable(text: str) -> str:
    """The characters of a text that no document can show, each once. A list with one of them is not printed at all."""
    odd = "".join(char for char in clean(text) if not _is_common(char))
    if not odd:
        return ""
    from datong_desktop.documents import fonts  # half a second, for rare characters only

    return fonts.unprintable(odd)


def _is_common(char: str) -> bool:
    """Whether it is one of the GBK characters, all of which the fonts have."""
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _texts(file: EnterpriseFile) -> Iterator[RecordNotice]:
    for field in fields_of(Enterprise):
        value = getattr(file.enterprise, field.id)
        if field.section and field.kind in TEXTUAL and (odd := "、".join(unprintable(value))):
            text = f"{field.label}里的“{odd}”打印不出来，用到它的文件都出不了，请改用别的写法"
            yield RecordNotice("unprintable", field.id, text)


def _industry(file: EnterpriseFile) -> Iterator[RecordNotice]:
    written = file.enterprise.industry
    if written and industries().find(written) is None:
        yield RecordNotice("industry", "industry", f"行业“{written}”在 GB/T 4754-2017 里认不出，请从列表里选")


def _applications(file: EnterpriseFile) -> Iterator[RecordNotice]:
    founded = file.enterprise.founded_on
    for application in file.all(Application):
        if founded and application.received_on and founded > application.received_on:
            text = f"成立日期 {founded} 晚于申报收到日期 {application.received_on}，请核对"
            yield RecordNotice("after_application", "founded_on", text)
            return
