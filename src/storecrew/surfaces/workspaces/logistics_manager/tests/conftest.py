"""A shop and a logistics manager who is signed in."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.people.tests.factories import make_staff


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def desk(client):
    client.force_login(make_staff("logistics_manager"))
    return client
