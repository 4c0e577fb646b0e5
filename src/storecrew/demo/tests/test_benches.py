"""The demo's benches have orders in every state, brought there by the product's own operations."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.work import public as work
from storecrew.demo.steps import benches


@pytest.mark.django_db
def test_a_morning_leaves_work_in_every_state():
    shop = make_shop({"A-1": 100})
    for _ in range(12):
        place(make_cart(shop, {"A-1": 2}))
    benches.build(actor=ACTOR, until=AT)
    found = {row.state for row in fulfillment.visible_work(ACTOR)}
    assert found == {"waiting", "picking", "picked", "packed", "handed_over", "held"}
    assert len(fulfillment.box_choices()) == 4
    assert len(work.inbox(ACTOR, roles=["logistics_manager"])) == 1
    assert_proved()
