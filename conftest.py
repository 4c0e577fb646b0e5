"""What every test starts from and leaves behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """Give each test the default language: a request by Django's client leaves its own one active."""
    translation.deactivate()
    yield
    translation.deactivate()
