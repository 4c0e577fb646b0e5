"""Flows: a cart that was left is reminded of, unless its reason is gone (MKT-5, PRV-08)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail as outgoing

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import GUEST, make_cart, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Contact
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Flow, FlowMail, FlowRun
from storecrew.contexts.marketing.rules import holdout
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.promotions.models import Coupon
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock, mail, outbox

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def shop():
    found = make_shop({"A-1": 10, "B-1": 10})
    customers.ask_consent(
        "ann@example.com", ["reminders"], sentence="Yes", source="test", locale="en", channel_code="eu",
        proved="ann@example.com", actor=GUEST, at=AT,
    )  # fmt: skip
    return found


def make_flow(*, promotion: int | None = None, holdout_percent: int = 0, steps: int = 2) -> int:
    found = [
        {
            "after_minutes": 60 * (1 + 23 * number),
            "subjects": {"en": f"You left something {number}"},
            "blocks": [{"kind": "text", "text": {"en": "It is still there."}}],
            "promotion": promotion if number else None,
        }
        for number in range(steps)
    ]
    content = marketing.FlowContent(
        "abandoned_cart", "Carts", True, tuple(found), {"idle_minutes": 30}, holdout_percent
    )
    return marketing.save_flow(content, actor=ACTOR, at=AT)


def run(at: dt.datetime) -> int:
    with clock.frozen(at):
        queued = marketing.run_flows(at)
        while mail.deliver_due():
            pass
    return queued


def buy(token: str, at: dt.datetime) -> None:
    checkout.place_order(token, gateway="simulator", payment_token="tok_ok", actor=GUEST, at=at)


def reminders() -> list:
    return [each for each in outgoing.outbox if "left something" in each.subject]


def test_mkt_5_a_cart_is_reminded_of_twice_and_restored_by_the_link_on_another_device(shop):
    promotion = make_promotion(name="Come back", code="BASE")
    make_flow(promotion=promotion.pk)
    token = make_cart(shop, {"A-1": 2})
    assert run(AT + dt.timedelta(minutes=20)) == 0
    assert run(AT + HOUR) == 1
    assert run(AT + 2 * HOUR) == 0
    first = reminders()[0]
    assert "It is still there." in first.body
    assert "€10.00" in first.alternatives[0][0]
    assert run(AT + HOUR + DAY) == 1
    assert run(AT + 3 * DAY) == 0
    second = reminders()[1]
    code = FlowMail.objects.get(step=1).code
    assert code in second.body
    coupon = Coupon.objects.get(hint=code[-4:])
    assert (coupon.uses_cap, bool(coupon.buyer)) == (1, True)
    link = re.search(r"/mail/click/([^/]+)/\s", second.body.split("Continue with your cart")[1] + " ")
    path = marketing.follow_click(link[1], at=AT + 2 * DAY)
    saved = re.search(r"/cart/saved/(.+)/$", path)[1]
    there = checkout.resume_cart(saved, actor=GUEST, at=AT + 2 * DAY)
    assert there.token != token
    assert [(line.sku, line.quantity) for line in there.lines] == [("A-1", 2)]


def test_mkt_5_a_reminder_that_is_due_at_night_waits_for_the_morning_and_asks_the_facts_then(shop):
    make_flow()
    evening = AT.replace(hour=19, minute=30)
    with clock.frozen(evening):
        make_cart(shop, {"A-1": 2})
    Cart.objects.update(updated_at=evening)
    morning = AT.replace(hour=7) + DAY
    assert run(evening + HOUR) == 0
    assert FlowRun.objects.get().next_at == morning
    assert run(morning) == 1
    assert len(reminders()) == 1
    assert FlowRun.objects.get().next_at == morning + DAY, "the next one is counted from the first"


@pytest.mark.parametrize("path", ["another cart as a guest", "the cart itself"])
def test_prv_08_who_bought_the_goods_by_any_path_is_not_reminded(shop, path):
    make_flow()
    token = make_cart(shop, {"A-1": 2})
    assert run(AT + HOUR) == 1
    other = token if path == "the cart itself" else make_cart(shop, {"A-1": 1})
    with clock.frozen(AT + 3 * HOUR):
        buy(other, AT + 3 * HOUR)
        while outbox.drain():
            pass
    assert run(AT + 2 * DAY) == 0
    row = FlowRun.objects.order_by("pk").first()
    assert (row.state, row.reason in ("bought", "cart")) == ("left", True)
    assert row.bought_at is not None


def test_prv_08_bought_between_the_hand_over_and_the_sending(shop):
    make_flow()
    make_cart(shop, {"A-1": 2})
    at = AT + HOUR
    with clock.frozen(at):
        assert marketing.run_flows(at) == 1
        buy(make_cart(shop, {"A-1": 1}), at)
        mail.deliver_due()
    assert reminders() == []
    assert FlowMail.objects.get().reason == "bought"


def test_prv_04_and_stock_are_asked_when_the_reminder_leaves(shop):
    make_flow(steps=1)
    make_cart(shop, {"A-1": 2})
    with clock.frozen(AT + HOUR):
        assert marketing.run_flows(AT + HOUR) == 1
        token = Contact.objects.get().token
        customers.withdraw_consent(token, source="one click", at=AT + HOUR)
        mail.deliver_due()
    assert reminders() == []
    assert FlowMail.objects.get().reason == "consent"


def test_a_reminder_of_goods_that_are_sold_out_is_not_sent(shop):
    make_flow(steps=1)
    make_cart(shop, {"A-1": 2})
    Variant.objects.filter(pk=shop.variants["A-1"]).update(active=False)
    run(AT + HOUR)
    assert reminders() == []
    assert FlowMail.objects.get().reason == "stock"


def test_mkt_5_a_group_gets_nothing_and_the_difference_has_its_interval(shop):
    key = make_flow(holdout_percent=50)
    flow = Flow.objects.get(pk=key)
    contact = Contact.objects.get()
    make_cart(shop, {"A-1": 1})
    run(AT + HOUR)
    held = holdout.in_holdout(flow.pk, contact.pk, 50)
    assert FlowRun.objects.get().held_out is held
    assert bool(reminders()) is not held
    result = marketing.flow_result(key)
    assert (result.treated, result.held_out) == ((0, 1) if held else (1, 0))
    assert result.lift is None


def test_the_interval_of_a_difference():
    found = holdout.lift(56, 70, 48, 80)
    assert found is not None
    # The example of Newcombe (1998), method 10: 0.2, from 0.0524 to 0.3339.
    assert round(found.difference, 4) == 0.2
    assert (round(found.least, 4), round(found.most, 4)) == (0.0524, 0.3339)
    assert found.is_clear
    assert not holdout.lift(5, 10, 5, 10).is_clear


def test_a_flow_needs_steps_and_rights(shop):
    with pytest.raises(marketing.InvalidFlow) as wrong:
        marketing.save_flow(marketing.FlowContent("nothing", "", True, (), {}, 90), actor=ACTOR, at=AT)
    assert set(wrong.value.details) == {"name", "kind", "steps", "holdout_percent"}
    with pytest.raises(marketing.UnknownFlow):
        step = {"after_minutes": 5, "subjects": {"en": "x"}}
        marketing.save_flow(
            marketing.FlowContent("welcome", "x", True, (step,), {}), flow_id=999, actor=ACTOR, at=AT
        )


def test_welcome_follows_consent_once(shop):
    step = {"after_minutes": 0, "subjects": {"en": "You left something? Welcome"}, "blocks": [
        {"kind": "text", "text": {"en": "Hello."}}]}  # fmt: skip
    marketing.save_flow(marketing.FlowContent("welcome", "Welcome", True, (step,), {}, 0), actor=ACTOR, at=AT)
    token = Contact.objects.get().token
    customers.choose_topics(token, ["news"], at=AT)
    assert run(AT + HOUR) == 1
    assert run(AT + 2 * HOUR) == 0
    assert len(reminders()) == 1
