"""What looks wrong with an enterprise's record, for the form to show. Never blocks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from datong_desktop.documents.cleaning import clean
from datong_desktop.domain import enterprise_notices
from datong_desktop.domain.application import Application
from datong_desktop.domain.enterprise import FiscalYear, Shareholder
from datong_desktop.domain.enterprise_notices import RecordNotice
from datong_desktop.domain.fields import TEXTUAL, Field, fields_of
from datong_desktop.domain.problem import Problem, problem
from datong_desktop.domain.scans import ScanLink
from datong_desktop.services.admission import industries
from datong_desktop.services.enterprises import EnterpriseFile
from datong_desktop.services.joining import hanging
from datong_desktop.services.record_history import record_name


def record_notices(file: EnterpriseFile, today: datetime.date) -> tuple[RecordNotice, ...]:
    """Everything worth a second look, each with the id of its field."""
    found = enterprise_notices.record_notices(file.enterprise, file.all(FiscalYear), file.all(Shareholder), today)
    return (*found, *_industry(file), *_applications(file), *_texts(file))


def unprintable(text: str) -> str:
    """The characters of a text that no document can show, each once. A list with one of them is not printed at all."""
    odd = "".join(char for char in clean(text) if not is_common(char))
    if not odd:
        return ""
    from datong_desktop.documents import fonts  # half a second, for rare characters only

    return fonts.unprintable(odd)


def is_common(text: str) -> bool:
    """Whether all are GBK characters, which the fonts have."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def _texts(file: EnterpriseFile) -> Iterator[RecordNotice]:
    for field, text in _unprintable_fields(file.enterprise):
        if field.section:
            yield RecordNotice("unprintable", field.id, text)


def unprintable_texts(file: EnterpriseFile) -> Iterator[Problem]:
    """The same of what hangs on an enterprise and is printed: names of shareholders, officers and intermediaries, opinions,
    places, measures … The sentence names the record."""
    for record in hanging(file):
        if not isinstance(record, ScanLink):
            yield from unprintable_in(record, record_name(record))


def unprintable_in(record: object, name: str) -> Iterator[Problem]:
    """The texts of one record that cannot be printed."""
    for _, text in _unprintable_fields(record):
        yield problem("unprintable", f"“{name}”的{text}。")


def not_printed(field: Field, odd: str) -> str:
    """The words for characters of a field that no document can show."""
    return f"{field.label}里的“{odd}”打印不出来，用到它的文件都出不了，请改用别的写法"


def _unprintable_fields(record: object) -> Iterator[tuple[Field, str]]:
    for field in fields_of(type(record)):
        if field.kind in TEXTUAL and (odd := "、".join(unprintable(getattr(record, field.id)))):
            yield field, not_printed(field, odd)


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
