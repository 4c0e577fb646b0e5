"""Goods and a channel for the tests of pricing."""

from __future__ import annotations

import pytest

from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.tests.factories import make_channel


@pytest.fixture
def eu(db):
    """A consumer channel in EUR."""
    return make_channel("eu")


@pytest.fixture
def korea(db):
    """A consumer channel in KRW."""
    return make_channel("kr", currency="KRW", countries=["KR"], timezone="Asia/Seoul")


@pytest.fixture
def tee(db) -> int:
    """The id of a variant."""
    return next(iter(make_product("tee").variant_ids.values()))


@pytest.fixture
def two(db) -> tuple[int, int]:
    """The ids of two variants."""
    first, second = make_product("mug").variant_ids.values()
    return first, second
