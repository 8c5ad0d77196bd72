"""City and districts as lists and documents name them: those of the newest year's scheme, else of the built-in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from datong_desktop.domain.scheme import Scheme
from datong_desktop.models.tables import AssessmentYear
from datong_desktop.services.assessment import built_in_scheme
from datong_desktop.services.entries import known_scheme
from datong_desktop.services.initials import initials


def newest_scheme(session: Session) -> Scheme:
    """The scheme of the newest year, else the built-in one."""
    query = select(AssessmentYear.scheme_text).order_by(AssessmentYear.year.desc()).limit(1)
    return known_scheme(session.scalars(query).first() or built_in_scheme())


def district_order(session: Session) -> Callable[[str], Any]:
    """A sort key: the order of the scheme, other districts after it by name, none at the end."""
    places = {district: place for place, district in enumerate(newest_scheme(session).districts)}
    return lambda district: (places.get(district, len(places)), not district, district)


def fitting(names: Iterable[str], typed: str) -> list[str]:
    """The districts a typed text is a part of, or of whose initials: "pc" finds 平城区."""
    wanted = typed.strip()
    return [one for one in names if wanted in one or wanted.lower() in initials(one)]
