"""Programs that are told, and fields of one's own, as the demo store has them."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fields.models import Field, Value
from storecrew.contexts.webhooks.models import Delivery, Subscription
from storecrew.demo.steps import integrations
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor

pytestmark = pytest.mark.django_db


def test_the_demo_has_webhooks_with_deliveries_and_fields_with_values() -> None:
    actor, now = system_actor("demo"), clock.now()
    shop = make_shop()
    integrations.connect(actor=actor, at=now)
    products = list(dict.fromkeys(catalog.product_ids_of_variants(shop.variants.values()).values()))
    integrations.define(products, actor=actor, at=now)
    place(make_cart(shop, {"A-1": 1}))
    while outbox.drain():
        pass
    integrations.deliver(at=clock.now() + dt.timedelta(minutes=1))
    assert Subscription.objects.count() == 3
    assert Delivery.objects.filter(state="delivered").exists()
    assert (Field.objects.count(), Value.objects.count()) == (4, 2 * len(products))
