"""What tests of services stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from datong_desktop.services.ledger import Ledger
from tests.storage import new_ledger


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger with the year 2022."""
    found = new_ledger(tmp_path)
    yield found
    found.close()
