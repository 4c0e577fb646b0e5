"""A shop with priced goods, and the people who look at it."""

from __future__ import annotations

import pytest
from django.test import Client

from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing.tests.factories import make_prices, seed_taxes


@pytest.fixture
def eu(db):
    return make_channel("eu", is_default=True)


@pytest.fixture
def two(db) -> tuple[int, int]:
    first, second = make_product("mug").variant_ids.values()
    return first, second


@pytest.fixture
def shop(eu, two):
    """Two mugs at 10.00 and 20.00 EUR; returns their variant ids."""
    seed_taxes()
    make_prices(eu, {two[0]: 1000, two[1]: 2000})
    return two


@pytest.fixture
def seller(db) -> Client:
    """The e-commerce SME, signed in."""
    client = Client()
    client.force_login(make_staff("ecommerce_sme"))
    return client


@pytest.fixture
def tester(db) -> Client:
    """Somebody who may read prices only."""
    client = Client()
    client.force_login(make_staff("tester"))
    return client


@pytest.fixture
def stranger(db) -> Client:
    """Somebody who may not read prices."""
    client = Client()
    client.force_login(make_staff("inventory_manager"))
    return client
