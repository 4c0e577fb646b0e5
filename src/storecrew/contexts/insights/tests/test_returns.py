"""What a campaign brought: every term from its orders, restated when money goes back (MKT-7)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.affiliates.models import Commission
from storecrew.contexts.affiliates.tests.factories import make_partner
from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ACTOR, GUEST, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.operations.ingesting import ingest
from storecrew.contexts.insights.queries import media, returns
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.tests.factories import AT, step, take, view
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.facts import ActivityFacts, Budget, CampaignFacts
from storecrew.contexts.marketing.tests.factories import make_campaign
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work
from storecrew.kernel import outbox
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db


def campaign(**changes) -> CampaignFacts:
    activity = ActivityFacts(
        1, "print", "Flyer", "Mina", "", AT, AT, Money(5000, "EUR"), Money(4200, "EUR"), "done"
    )
    values = {
        "id": 1, "name": "Spring", "goal": "revenue", "goal_value": 0, "audience": "", "brief": "",
        "utm_campaign": "spring", "shop_channels": (), "currency": "EUR", "budget": Budget(0, 0, 0),
        "starts_at": AT - dt.timedelta(days=7), "ends_at": AT + dt.timedelta(days=7), "state": "live",
        "revision": 1, "promotion_ids": (), "activities": (activity,),
    }  # fmt: skip
    return CampaignFacts(**(values | changes))


def bought(shop, *, tagged: bool = True):
    token = make_cart(shop, {"A-1": 2})
    come = {"channel_id": shop.channel.id, "visitor": 9 if tagged else None}
    take(
        view(-3, source="letter", medium="email", campaign="spring", **come),
        step(kinds.ADD, -2, products=(1,), **{**come, "cart": insights.cart_number(token)}),
    )
    placed = place(token)
    while outbox.drain():
        pass
    ingest(at=AT)
    return orders.order_by_token(placed.order_token)


def test_mkt_07_the_result_is_the_sum_of_its_terms_and_each_term_has_its_orders(settings):
    settings.STORECREW_CONTACT_COST = {"EUR": 350}
    shop = make_shop()
    pricing.set_costs(costs={shop.variants["A-1"]: 300}, currency="EUR", actor=ACTOR, at=AT)
    order = bought(shop)
    bought(shop, tagged=False)
    work.open_task(
        code="question", title="Where is it?", owner_role="customer_service", record="orders.order",
        record_id=order.id, actor=ACTOR, at=AT,
    )  # fmt: skip
    found = insights.campaign_return(campaign())
    net = sum(line.net.amount for line in order.lines)
    assert [(one.number, one.by) for one in found.orders] == [(order.number, "visit")]
    assert (found.term("revenue"), found.term("discount")) == (net, 0)
    assert (found.term("goods"), found.term("contacts"), found.term("media")) == (600, 350, 4200)
    assert found.unknown == {"goods": 0, "shipping": 1}
    assert found.result == net - 600 - 350 - 4200
    assert found.ratio == pytest.approx(found.result / 4200)


def test_mkt_07_a_campaign_of_many_orders_is_counted_whole(monkeypatch):
    shop = make_shop()
    numbers = {bought(shop).number for _ in range(3)}
    whole = insights.campaign_return(campaign())
    for module in (media, returns):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    assert insights.campaign_return(campaign()) == whole
    assert {one.number for one in whole.orders} == numbers


def test_mkt_07_what_goes_back_is_taken_off_and_the_result_moves():
    shop = make_shop()
    order = bought(shop)
    before = insights.campaign_return(campaign())
    assert before.unknown["goods"] == 1
    aftersales.cancel_order(order_id=order.id, reason="no", actor=ACTOR, at=AT)
    while outbox.drain():
        pass
    after = insights.campaign_return(campaign())
    assert after.term("back") == after.term("revenue")
    assert after.result == -4200


def test_mkt_07_goods_that_never_left_or_can_be_sold_again_are_no_cost():
    shop = make_shop()
    pricing.set_costs(costs={shop.variants["A-1"]: 300}, currency="EUR", actor=ACTOR, at=AT)
    canceled, sent = bought(shop), bought(shop)
    assert insights.campaign_return(campaign()).term("goods") == 1200
    aftersales.cancel_order(order_id=canceled.id, reason="no", actor=ACTOR, at=AT)
    fulfillment.ship(sent.id, lines=None, key="s", actor=ACTOR, at=AT)
    [line] = sent.lines
    made = aftersales.announce_return(sent.id, lines={line.id: 2}, reason="does_not_fit", actor=ACTOR, at=AT)
    [announced] = made.lines
    found = [
        aftersales.Found(announced.id, "shelf", 1),
        aftersales.Found(announced.id, "damaged", 1, "carrier"),
    ]
    aftersales.receive_return(made.id, found=found, location_code="main", actor=ACTOR, at=AT)
    while outbox.drain():
        pass
    after = insights.campaign_return(campaign())
    assert {one.number: one.goods for one in after.orders} == {canceled.number: 0, sent.number: 300}
    [gone] = [one for one in after.orders if one.number == canceled.number]
    assert gone.left == 0, "what was canceled before it left brought nothing and cost nothing"


def test_a_campaign_in_another_currency_leaves_the_orders_out_and_says_so():
    bought(make_shop())
    found = insights.campaign_return(campaign(currency="USD", activities=()))
    assert (found.orders, found.other_currencies, found.ratio) == ((), 1, None)


def test_mkt_07_what_was_dropped_costs_only_what_it_has_cost_already():
    planned = ActivityFacts(2, "web", "Banner", "Mina", "", AT, AT, Money(900, "EUR"), None, "dropped")
    billed = ActivityFacts(
        3, "web", "Film", "Mina", "", AT, AT, Money(900, "EUR"), Money(100, "EUR"), "dropped"
    )
    found = insights.campaign_return(campaign(activities=(planned, billed)))
    assert [(one.title, one.amount) for one in found.media] == [("Film", 100)]


def test_orders_after_the_window_or_of_other_campaigns_do_not_count():
    bought(make_shop())
    early = campaign(starts_at=AT - dt.timedelta(days=90), ends_at=AT - dt.timedelta(days=60))
    assert insights.campaign_return(early).orders == ()
    assert insights.campaign_return(campaign(utm_campaign="")).orders == ()


def test_mkt_07_ads_and_commissions_are_media_and_replace_the_plan_of_the_same_money():
    order = bought(make_shop())
    export = f"Day,Campaign,Ad group,Currency code,Cost,Clicks,Impr.\n{AT.date()},spring,All,EUR,12.50,9,90\n"
    advertising.import_spend(export, currency="EUR", today=AT.date(), actor=ACTOR, at=AT)
    partner = make_partner()
    Commission.objects.create(
        partner=partner, order_id=order.id, via="link", currency="EUR", base=2000, rate_bp=1000, amount=200,
        clawed=50, hold_until=AT, booked_at=AT,
    )  # fmt: skip
    plan = ActivityFacts(2, "search", "Ads", "Mina", "", AT, AT, Money(9000, "EUR"), None, "planned")
    found = insights.campaign_return(campaign(activities=(plan,)))
    assert [(one.title, one.channel, one.amount, one.known) for one in found.media] == [
        ("Google Ads", "search", 1250, True), (partner.name, "affiliates", 150, True)
    ]  # fmt: skip
    net = sum(line.net.amount for line in order.lines)
    assert found.return_on_media == pytest.approx(net / 1400)


def test_mkt_07_all_media_has_the_ads_of_no_campaign_and_the_other_media_of_campaigns():
    make_shop()
    day, old = AT.date(), AT.date() - dt.timedelta(days=100)
    export = (
        "Day,Campaign,Ad group,Currency code,Cost,Clicks,Impr.\n"
        f"{day},spring,All,EUR,12.50,9,90\n{day},brand,All,EUR,30.00,9,90\n{old},brand,All,EUR,99.00,9,90\n"
    )
    advertising.import_spend(export, currency="EUR", today=AT.date(), actor=ACTOR, at=AT)
    known = campaign()
    period = insights.Period(day - dt.timedelta(days=90), day + dt.timedelta(days=1))
    found = insights.all_media(period, [(known, insights.campaign_return(known))], codes={"spring"})
    assert found == {"EUR": (4200 + 1250 + 3000, 3000)}
    # a campaign that ended before leaves its other media out; its ads count on their days
    over = campaign(ends_at=AT - dt.timedelta(days=95), starts_at=AT - dt.timedelta(days=120))
    found = insights.all_media(period, [(over, insights.campaign_return(over))], codes={"spring"})
    assert found == {"EUR": (4250, 3000)}
    assert insights.all_media(period, [], codes={"spring"}) == {"EUR": (4250, 3000)}
    assert insights.all_media(insights.Period(old - dt.timedelta(days=9), old), [], codes=()) == {}


def test_mkt_9_the_code_on_a_printed_insert_ties_the_order_to_its_campaign():
    shop = make_shop()
    made = make_campaign(name="Thank you")
    insert = marketing.PrintContent(
        campaign_id=made.pk, kind="insert", name="Insert", shop_channel="eu", locale="en", skus=("A-1",),
        word="thanks", code="thanks",
    )  # fmt: skip
    marketing.save_print(insert, actor=ACTOR, at=AT)
    promotion = make_promotion(code="THANKS")
    token = make_cart(shop, {"A-1": 2}, ready=True)
    checkout.add_code(token, "THANKS", actor=GUEST, at=AT)
    order_id = place(token).order_id
    place(make_cart(shop, {"A-1": 1}, email="else@example.com"))
    assert orders.ids_with_codes(["thanks"]) == orders.ids_with_promotions([promotion.pk]) == {order_id}
    found = insights.campaign_return(campaign(id=made.pk, utm_campaign=""))
    assert [(one.order_id, one.by) for one in found.orders] == [(order_id, "code")]
    assert found.term("discount") > 0
