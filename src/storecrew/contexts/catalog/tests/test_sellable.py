"""Which variants a cart may hold, found by themselves and not by walking through the shop."""

import pytest
from django.db import connection

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.models import Listing, Product
from storecrew.contexts.catalog.queries import variants
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.tests.factories import make_channel


@pytest.fixture
def tee(db):
    channel = make_channel("eu")
    made = make_product(
        "tee", channels=("eu",), status="live", variants=(VariantRow("A-1"), VariantRow("A-2"))
    )
    return channel, made.variant_ids


def test_a_variant_is_sold_where_its_product_is_live_and_listed(tee):
    channel, ids = tee
    assert catalog.sellable_ids([" A-1 ", "NOPE"], channel_id=channel.id) == {" A-1 ": ids["A-1"]}
    assert set(catalog.sellable_variants(ids.values(), channel_id=channel.id)) == set(ids.values())
    assert not catalog.sellable_ids(["A-1"], channel_id=channel.id + 1)
    Listing.objects.update(published=False)
    assert not catalog.sellable_ids(["A-1"], channel_id=channel.id)
    Listing.objects.update(published=True)
    Product.objects.update(status="draft")
    assert not catalog.sellable_variants(ids.values(), channel_id=channel.id)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL gathers statistics by itself")
def test_ops_10_the_search_starts_at_the_variants_that_are_asked_for(tee):
    channel, ids = tee
    sql, values = variants._sellable(channel.id).filter(pk__in=list(ids.values())).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        first = cursor.fetchone()[3]
    assert first == "SEARCH catalog_variant USING INTEGER PRIMARY KEY (rowid=?)"
