"""CON-08: what takes scarce units shows a condition or a lock in its SQL, and an order of rows."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted

IN_ORDER = re.compile(r"inventory_stocklevel.*ORDER BY (l\.)?id FOR NO KEY UPDATE", re.DOTALL)
SOON = AT + dt.timedelta(minutes=5)


@pytest.fixture
def work(channel, variants):
    """One call per function that takes or gives units."""
    ids = list(variants.values())
    for variant in ids:
        stock(variant, 50)
    order = make_order(channel.id, [(variant, 2) for variant in reversed(ids)])
    act = {"actor": ACTOR, "at": AT}
    return {
        "allocate": lambda: inventory.allocate(order.id, wanted(order), channel_id=channel.id, **act),
        "ship": lambda: inventory.ship_allocation(order.id, {order.lines[0].id: 1}, **act),
        "release": lambda: inventory.release_allocation(order.id, **act),
        "reserve": lambda: inventory.reserve(
            "ann", [(variant, 1) for variant in ids], channel_id=channel.id, until=SOON, at=AT
        ),
        "expire": lambda: inventory.expire_reservations(SOON),
        "receive": lambda: inventory.receive([(variant, 1) for variant in reversed(ids)], **act),
        "adjust": lambda: inventory.adjust(ids[0], on_hand=60, expected_on_hand=51, reason="count", **act),
    }


def test_con_08_every_change_of_a_level_is_conditional_and_ordered(work):
    for name, call in work.items():
        with CaptureQueriesContext(connection) as seen:
            call()
        said = [query["sql"] for query in seen.captured_queries]
        updates = [
            place
            for place, sql in enumerate(said)
            if "UPDATE inventory_stocklevel" in sql or 'UPDATE "inventory_stocklevel"' in sql
        ]
        assert updates, f"{name} changes no level"
        for place in updates:
            assert "on_hand" in said[place] and ">=" in said[place], f"{name} takes without a condition"
            if connection.vendor == "postgresql":
                # In the statement itself, or by one that locked the rows before.
                assert any(IN_ORDER.search(sql) for sql in said[: place + 1]), f"{name} locks in no order"
