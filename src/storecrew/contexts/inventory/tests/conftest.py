"""A shop with one channel, one warehouse and three articles."""

import pytest

from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.inventory.tests.factories import make_location


@pytest.fixture
def channel(db):
    return make_channel()


@pytest.fixture
def warehouse(channel):
    return make_location("main", channels=[channel.id])


@pytest.fixture
def variants(warehouse):
    """Return the ids of three variants by their SKU."""
    rows = tuple(VariantRow(sku=sku, options={"Size": sku}) for sku in ("A-1", "B-1", "C-1"))
    result = make_product("tee", variants=rows, channels=("eu",))
    return dict(result.variant_ids)
