"""PRV-07: five years later, what was kept for a time is gone, by the work that the clock starts itself."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.models import Cart, WaitListEntry
from storecrew.contexts.checkout.tests.factories import AT, make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Contact
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import CartPath, Event, Visit
from storecrew.contexts.insights.tests.factories import step, take, view
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments.models import WebhookMessage
from storecrew.contexts.promotions.models import Trace
from storecrew.contexts.shipping.models import CarrierAccount, CarrierMessage
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.schedule.registry import jobs

pytestmark = pytest.mark.django_db
KEPT_FOR_A_TIME = (
    Cart,
    WaitListEntry,
    Contact,
    Visit,
    CartPath,
    Event,
    Trace,
    WebhookMessage,
    CarrierMessage,
)
GUEST = Actor(kind="customer", id="", label="Guest")
YEARS = dt.timedelta(days=5 * 365)


def test_prv_07_after_five_years_what_has_an_end_is_gone_and_orders_and_sums_stay():
    shop = make_shop()
    placed = place(make_cart(shop, {"A-1": 1}))
    make_cart(shop, {"A-1": 1})
    here = {"channel_id": shop.channel.id, "visitor": 9}
    take(view(0, **here), step(insights.kinds.ADD, 1, products=(1,), **here))
    WaitListEntry.objects.create(
        variant_id=shop.variants["A-1"], channel_id=shop.channel.id, email="ann@example.com", locale="en",
        state="told", consent="Yes, tell me.", asked_at=AT, confirmed_at=AT, told_at=AT,
    )  # fmt: skip
    customers.ask_consent(
        "ann@example.com", ("news",), sentence="Yes, write to me.", source="footer", locale="en",
        channel_code=channels.facts_by_id(shop.channel.id).code, actor=GUEST, at=AT,
    )  # fmt: skip
    Trace.objects.get_or_create(order_id=placed.order_id, defaults={"verdict": {}, "at": AT})
    told = {"event_id": "e", "payload": {"name": "Ann"}, "state": "parked", "received_at": AT}
    WebhookMessage.objects.create(gateway="simulator", kind="charge", **told)
    post = CarrierAccount.objects.create(code="post", name="Post", kind="simulator", currency="EUR")
    CarrierMessage.objects.create(account=post, **told)
    with clock.frozen(AT + dt.timedelta(hours=1)):
        while outbox.drain() or mail.deliver_due():
            pass
    assert Mail.objects.filter(state=Mail.State.SENT).exclude(text="").exists()
    assert [model.__name__ for model in KEPT_FOR_A_TIME if not model.objects.exists()] == []

    with clock.frozen(AT + YEARS):
        for job in jobs():
            if "forget" in job.name:
                job.run(AT + YEARS)

    assert [model.__name__ for model in KEPT_FOR_A_TIME if model.objects.exists()] == []
    told_by_mails = set(Mail.objects.values_list("to", "subject", "text", "html"))
    assert told_by_mails == {("erased@erased.invalid", "", "", "")}
    assert orders.order(placed.order_id).shipping_address["city"] == "Berlin"
    day = insights.Period(AT.date(), AT.date() + dt.timedelta(days=1))
    assert insights.total(day, [shop.channel])["visit"] == 1
