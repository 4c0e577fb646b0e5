"""A shop that can sell."""

import pytest

from storecrew.contexts.checkout.tests.factories import make_shop


@pytest.fixture
def shop(db):
    return make_shop()
