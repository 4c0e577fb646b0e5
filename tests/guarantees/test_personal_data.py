"""PRV-01, PRV-02: what every context knows about a person is handed out, and gone when the person leaves."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.db import models

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments.models import Payment, WebhookMessage
from storecrew.kernel import outbox
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
WORDS = ("ann@example.com", "Ann Example", "Unter den Linden", "+49301234")


@pytest.fixture
def ann():
    """A customer with an open cart, a canceled order, and one placed as a guest with the same address."""
    shop = make_shop()
    person = customers.ensure_customer(email="ann@example.com", name="Ann Example", actor=ACTOR, at=AT)
    for _ in range(2):
        placed = place(make_cart(shop, {"A-1": 1}))
        order = orders.order_by_token(placed.order_token)
        aftersales.cancel_order(order_id=order.id, reason="changed my mind", actor=ACTOR, at=AT)
    first = Order.objects.order_by("pk").first()
    Order.objects.filter(pk=first.pk).update(customer_id=person.id, phone="+49301234")
    Order.objects.exclude(pk=first.pk).update(customer_id=None)
    make_cart(shop, {"B-1": 2})
    WebhookMessage.objects.create(
        gateway="simulator", event_id="e", kind="charge", state="applied", received_at=AT,
        payment_key=Payment.objects.first().key, payload={"billing_details": {"name": "Ann Example"}},
    )  # fmt: skip
    while outbox.drain():
        pass
    return person


def traces() -> list[str]:
    """Search every text of every table of ours for the person."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("storecrew."):
            continue
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values(*texts) if texts else ():
            line = json.dumps(row, default=str, ensure_ascii=False)
            found += [f"{model._meta.label}: {word}" for word in WORDS if word in line]
    return found


def test_prv_01_orders_carts_mails_and_payments_are_in_the_export(ann):
    found = customers.export_data(ann.id, actor=ACTOR, at=AT)
    assert json.loads(json.dumps(found)) == found
    assert [row["email"] for row in found["orders"]] == ["ann@example.com"] * 2
    assert found["orders"][0]["phone"] == "+49301234"
    assert found["orders"][0]["lines"][0]["sku"] == "A-1"
    assert found["orders"][0]["canceled_because"] == "changed my mind"
    assert any(row["lines"] == [{"sku": "B-1", "quantity": 2}] for row in found["carts"])
    assert len(found["payments"]) == 2
    assert found["payments"][0]["events"]
    assert any("SC-" in row["subject"] for row in found["mails"])


def test_prv_02_an_erasure_reaches_every_table_and_leaves_the_invoice(ann):
    assert traces()
    customers.erase(customer_id=ann.id, actor=ACTOR, at=AT, reason="asked for")
    kept = Order.objects.all()
    assert {row.billing_address["name"] for row in kept} == {"Ann Example"}, "the invoice needs it"
    assert {tuple(row.shipping_address) for row in kept} == {("country",)}
    assert set(traces()) <= {"orders.Order: Ann Example", "orders.Order: Unter den Linden"}
    assert not Cart.objects.filter(order=None).exists()
    assert set(Mail.objects.values_list("to", "text")) <= {("erased@erased.invalid", "")}
    assert Payment.objects.count() == 2, "the ledger stays"


def test_prv_02_an_order_under_way_is_told_and_nothing_is_half_erased(ann):
    shop_cart = Cart.objects.get(order=None)
    place(shop_cart.token)
    before = traces()
    with pytest.raises(orders.OrdersUnderWay) as caught:
        customers.erase(customer_id=ann.id, actor=ACTOR, at=AT)
    assert len(caught.value.details["orders"]) == 1
    assert traces() == before
    assert not customers.customer(ann.id).erased


def test_prv_02_another_person_is_not_touched(ann):
    bob = customers.ensure_customer(email="bob@example.com", actor=ACTOR, at=AT)
    before = traces()
    customers.erase(customer_id=bob.id, actor=ACTOR, at=AT)
    assert traces() == before
