"""A price list of one company counts for all who order for it, in the shop and in the order."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders.models import OrderLine
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.tests.factories import make_list, put
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.tests.factories import ACTOR, buy, cart_of, make_buyer, make_grant

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_9_the_price_of_a_company_counts_for_who_orders_for_it():
    shop = make_shop({"A-1": 50})
    buyer, colleague, other = make_buyer(), make_buyer(), make_buyer()
    grant = make_grant(buyer, colleague, name="Acme")
    make_grant(other, name="Globex")
    variant = shop.variants["A-1"]
    assert customers.segments_of(buyer) == (), "nothing is asked while no company has prices of its own"
    make_list("acme", kind="company", company=f"company:{grant.id}")
    put("acme", {variant: 700})
    assert customers.group_names()[f"company:{grant.id}"] == "Acme"
    assert f"company:{grant.id}" not in customers.group_names(for_shoppers=True)
    paid = {}
    for customer in (buyer, colleague, other):
        placed = buy(cart_of(shop, customer, {"A-1": 1}))
        paid[customer] = OrderLine.objects.get(order_id=placed.order_id).unit_price_amount
    assert (paid[buyer], paid[colleague]) == (700, 700)
    assert paid[other] > 700
    found = pricing.offers_for(
        [variant], channel=shop.channel, at=AT, segments=customers.segments_of(buyer)
    ).prices[variant]
    assert (found.price.amount, found.segment, found.public.amount) == (
        700,
        f"company:{grant.id}",
        paid[other],
    )
    why = pricing.why_this_price(variant, channel=shop.channel, at=AT, company=f"company:{grant.id}")
    assert why.answer.price.amount == 700
    receivables.end_grant(grant.id, reason="They moved", actor=ACTOR, at=AT)
    assert customers.segments_of(buyer) == ()
