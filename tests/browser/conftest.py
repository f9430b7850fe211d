"""One browser for all tests of a process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pages import opened
from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Started when the first test asks."""
    with opened() as started:
        yield started
