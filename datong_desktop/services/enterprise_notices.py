"""What looks wrong with an enterprise's record, for the form to show. Never blocks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from datong_desktop.domain import enterprise_notices
from datong_desktop.domain.application import Application
from datong_desktop.domain.enterprise import FiscalYear, Shareholder
from datong_desktop.domain.enterprise_notices import RecordNotice
from datong_desktop.services.admission import industries
from datong_desktop.services.enterprises import EnterpriseFile


def record_notices(file: EnterpriseFile, today: datetime.date) -> tuple[RecordNotice, ...]:
    """Everything worth a second look, each with the id of its field."""
    found = enterprise_notices.record_notices(file.enterprise, file.all(FiscalYear), file.all(Shareholder), today)
    return (*found, *_industry(file), *_applications(file))


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
