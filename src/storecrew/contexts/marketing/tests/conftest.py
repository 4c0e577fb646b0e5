"""A shop whose one article is there and whose other is gone."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import make_shop


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 0})
