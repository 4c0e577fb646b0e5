"""Flows that follow from what was bought and from prices (MKT-5)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail as outgoing

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import make_cart
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Flow, FlowMail, FlowRun
from storecrew.contexts.marketing.operations import flow_starts, flows
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.marketing.tests.test_flows import buy, run
from storecrew.contexts.marketing.tests.test_flows import shop as shop  # noqa: PLC0414
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import guest_actor

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def make_flow(kind: str, **settings) -> int:
    step = {"after_minutes": 0, "subjects": {"en": "News of it"}, "blocks": []}
    content = marketing.FlowContent(kind, kind, True, (step,), settings, 0)
    return marketing.save_flow(content, actor=ACTOR, at=AT)


def order(shop, lines: dict[str, int], at: dt.datetime) -> None:
    with clock.frozen(at):
        buy(make_cart(shop, lines), at)
        while outbox.drain():
            pass


def price(shop, amount: int, at: dt.datetime) -> None:
    make_prices(channels.facts("eu"), {shop.variants["A-1"]: amount}, at=at)


def news() -> list:
    return [each for each in outgoing.outbox if each.subject == "News of it"]


def test_mkt_5_what_is_used_up_is_offered_again_once(shop):
    make_flow("replenishment", skus=["A-1"], days=30)
    order(shop, {"A-1": 1, "B-1": 1}, AT)
    assert run(AT + 29 * DAY) == 0
    assert run(AT + 31 * DAY) == 1
    assert run(AT + 32 * DAY) == 0
    assert len(news()) == 1
    assert "€10.00" in news()[0].alternatives[0][0]


def test_mkt_5_all_enter_however_many_there_are_and_carts_without_an_address_take_no_place(shop, monkeypatch):
    monkeypatch.setattr(flow_starts, "MOST", 2)
    monkeypatch.setattr(flow_starts, "PAGE", 2)
    flow = make_flow("abandoned_cart", idle_minutes=60)
    people = [f"left{number}@example.com" for number in range(5)]
    for number, address in enumerate(people):
        customers.ask_consent(
            address, ["reminders"], sentence="Yes", source="test", locale="en", channel_code="eu",
            proved=address, actor=guest_actor("", ip=f"198.51.100.{number}"), at=AT,
        )  # fmt: skip
    for _nobody in range(3):
        make_cart(shop, {"A-1": 1}, ready=False)
    tokens = {make_cart(shop, {"A-1": 1}, email=address) for address in people}
    later = AT + dt.timedelta(hours=2)
    for entered in (2, 4, 5, 5):
        flows.enter(Flow.objects.get(pk=flow), at=later)
        assert FlowRun.objects.count() == entered
    assert set(FlowRun.objects.values_list("subject", flat=True)) == tokens


@pytest.mark.parametrize(("again", "reminded"), [("A-1", 0), ("B-1", 1)])
def test_prv_08_who_bought_the_article_again_is_not_reminded_but_other_goods_do_not_count(
    shop, again, reminded
):
    make_flow("replenishment", skus=["A-1"], days=30)
    order(shop, {"A-1": 1}, AT)
    at = AT + 31 * DAY
    with clock.frozen(at):
        assert marketing.run_flows(at) == 1
        buy(make_cart(shop, {again: 1}), at)
    run(at)
    assert len(news()) == reminded
    assert FlowMail.objects.get().reason == ("" if reminded else "bought")


def test_what_is_used_up_and_sold_out_is_not_offered(shop):
    make_flow("replenishment", skus=["A-1"], days=30)
    order(shop, {"A-1": 1}, AT)
    Variant.objects.filter(sku="A-1").update(active=False)
    run(AT + 31 * DAY)
    assert (news(), FlowMail.objects.get().reason) == ([], "stock")


@pytest.mark.parametrize(("skus", "words"), [([], "needed"), (["NONE"], "none of the choices")])
def test_a_flow_of_used_up_articles_needs_articles_that_exist(shop, skus, words):
    with pytest.raises(marketing.InvalidFlow) as wrong:
        make_flow("replenishment", skus=skus, days=30)
    assert words in wrong.value.details["skus"]


@pytest.mark.parametrize(("amount", "told"), [(900, 1), (990, 0), (1_100, 0)])
def test_mkt_5_who_left_a_cart_hears_of_a_lower_price(shop, amount, told):
    make_flow("price_drop", percent=5)
    make_cart(shop, {"A-1": 1})
    assert run(AT + 2 * DAY) == 0
    price(shop, amount, AT + 2 * DAY)
    assert run(AT + 3 * DAY) == told
    assert run(AT + 4 * DAY) == 0
    assert len(news()) == told
    if told:
        assert "€9.00" in news()[0].alternatives[0][0]
        assert "Continue with your cart" in news()[0].body


def test_a_price_that_rose_again_before_the_mail_leaves_is_not_praised(shop):
    make_flow("price_drop", percent=5)
    make_cart(shop, {"A-1": 1})
    price(shop, 900, AT + 2 * DAY)
    at = AT + 3 * DAY
    with clock.frozen(at):
        assert marketing.run_flows(at) == 1
        price(shop, 1_000, at)
    run(at)
    assert (news(), FlowRun.objects.get().reason) == ([], "price")


def test_what_became_cheaper_but_is_sold_out_is_not_praised_with_the_rest_of_the_cart(shop):
    make_flow("price_drop", percent=5)
    make_cart(shop, {"A-1": 1, "B-1": 1})
    price(shop, 900, AT + 2 * DAY)
    Variant.objects.filter(sku="A-1").update(active=False)
    run(AT + 3 * DAY)
    assert (news(), FlowMail.objects.get().reason) == ([], "stock")
