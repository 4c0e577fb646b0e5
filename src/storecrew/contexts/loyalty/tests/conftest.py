"""A shop with articles for tests that place orders."""

import pytest

from storecrew.contexts.checkout.tests.factories import make_shop


@pytest.fixture
def shop(db):
    """A shop with one warehouse and three articles."""
    return make_shop()
