"""What the stories stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.desk import Desk


@pytest.fixture
def desk(x_display: dict[str, str], home: Path) -> Iterator[Desk]:
    desk = Desk(x_display, home)
    yield desk
    desk.kill()
