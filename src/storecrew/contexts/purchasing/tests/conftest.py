"""The shop that buys, for every test of this context."""

import pytest

from storecrew.contexts.purchasing.tests.factories import make_shop


@pytest.fixture
def shop(db):
    return make_shop()
