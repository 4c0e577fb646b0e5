"""The shop in which promotions live."""

import pytest

from storecrew.contexts.checkout.tests.factories import make_shop


@pytest.fixture
def shop(db):
    return make_shop({"A-1": 40, "B-1": 40})
