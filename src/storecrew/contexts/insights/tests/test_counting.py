"""Events, sums and touches in the tables."""

from __future__ import annotations

import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.db import connection

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import ACTOR, make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import CartPath, Event, Incoming, OrderTouch, SourceRule, Tally, Visit
from storecrew.contexts.insights.operations import crediting, keeping, noting, tallying, watching
from storecrew.contexts.insights.operations.ingesting import ingest
from storecrew.contexts.insights.rules import funnel, kinds
from storecrew.contexts.insights.rules.days import Period
from storecrew.contexts.insights.rules.drops import dropped
from storecrew.contexts.insights.rules.sources import DEFAULTS
from storecrew.contexts.insights.tests.factories import AT, step, take, view
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.work import public as work
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 2)
WEEK = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 8))
SEER = Actor(kind="staff", id="1", label="Mina", permissions=frozenset({"reports.read", "insights.write"}))


@pytest.fixture
def shop():
    return make_shop()


def drain():
    while outbox.drain():
        pass
    ingest(at=AT)


def bought(shop, *, visitor=9, at=AT):
    """Somebody comes by a newsletter and buys; returns the order."""
    token = make_cart(shop, {"A-1": 2})
    come = {"channel_id": shop.channel.id, "visitor": visitor}
    here = {**come, "cart": insights.cart_number(token)}
    take(
        view(-3, "/guide/", source="news", medium="email", campaign="spring", **come),
        step(kinds.ADD, -2, products=(1,), **here),
        step(kinds.PAYMENT, -1, **here),
    )
    placed = place(token)
    drain()
    return orders.order_by_token(placed.order_token)


def all_of(shop, **more):
    return insights.total(WEEK, [shop.channel], **more)


def test_mkt_01_notes_become_counts(shop):
    for one in (view(0), view(1, "/c/cups/", inside=True), view(2, host="www.google.com")):
        noting.note(insights.Note.from_json(one.at, {**one.as_json(), "channel_id": shop.channel.id}))
    assert Incoming.objects.count() == 3
    assert ingest(at=AT) == 3
    assert ingest(at=AT) == 0
    assert (Incoming.objects.count(), Event.objects.count()) == (0, 5)
    assert (all_of(shop)["visit"], all_of(shop)["view"]) == (2, 3)
    ways = insights.counted("source", WEEK, [shop.channel], by=("way", "subject"), only=("visit",))
    assert {key: found["visit"] for key, found in ways.items()} == {
        ("direct", ""): 1,
        ("search", "google"): 1,
    }
    assert insights.by_hour(DAY, [shop.channel]) == {10: 2}


def test_m33_sums_made_anew_are_the_same(shop):
    order = bought(shop)
    take(
        view(60, channel_id=shop.channel.id),
        view(61, "/search/", term="mug", found=0, inside=True, channel_id=shop.channel.id),
    )
    aftersales.cancel_order(order_id=order.id, reason="no", actor=ACTOR, at=AT)
    drain()
    before = tallying.contents()
    assert len(before) > 10
    assert insights.differences(at=AT) == 0
    Tally.objects.filter(kind="view").update(count=99)
    assert insights.differences(at=AT) > 0
    assert tallying.contents() == before


def test_mkt_07_an_order_keeps_its_visits_and_a_refund_restates_them(shop):
    order = bought(shop)
    touch = OrderTouch.objects.get()
    assert (touch.place, touch.way, touch.campaign, touch.order_id) == ("only", "email", "spring", order.id)
    net = sum(line.net.amount for line in order.lines)
    assert (touch.amount, touch.back_amount) == (net, 0)
    assert all_of(shop).amounts("order") == {"EUR": net}

    payments.capture_order(order.id, key="c", actor=ACTOR, at=AT)
    aftersales.refund(
        order.id, amount=Money(order.total.amount // 2, "EUR"), reason="damaged", key="r1", actor=ACTOR, at=AT
    )
    drain()
    touch.refresh_from_db()
    assert 0 < touch.back_amount < net
    worth = all_of(shop).amounts("order", "back")["EUR"]
    assert worth == net - touch.back_amount
    credit = insights.credits(WEEK, [shop.channel])["email", "spring"]
    assert credit == {"first": (1, {"EUR": worth}), "last": (1, {"EUR": worth})}
    # telling it again changes nothing
    assert crediting.restate(order.id, at=AT) == 0
    assert all_of(shop)["back"] == 1


def test_mkt_07_a_refund_takes_off_the_goods_it_is_for_and_not_a_share_of_the_parcel(shop):
    order = bought(shop)
    assert order.shipping.amount
    payments.capture_order(order.id, key="c", actor=ACTOR, at=AT)
    lines = {line.id: line.quantity for line in order.lines}
    aftersales.refund(order.id, lines=lines, reason="came back", key="r1", actor=ACTOR, at=AT)
    drain()
    touch = OrderTouch.objects.get()
    assert touch.back_amount == touch.amount, "all goods went back, the parcel was kept"


def test_ops_12_what_goes_back_later_is_taken_off_the_day_of_the_order(shop):
    order = bought(shop)
    aftersales.cancel_order(order_id=order.id, reason="no", actor=ACTOR, at=AT + dt.timedelta(days=40))
    drain()
    found = all_of(shop)
    assert found.amounts("order", "back") == {"EUR": 0}
    assert found["canceled"] == 1


def test_mkt_04_the_steps_of_a_cart_in_the_tables(shop):
    bought(shop)
    found = all_of(shop)
    assert [found[kind] for kind in kinds.CART_STEPS] == [1, 0, 0, 1, 0, 1]
    path = CartPath.objects.get()
    assert path.order_id is not None
    assert (path.way, path.visitor) == ("email", 9)


def test_mkt_04_carts_count_on_the_day_they_began_and_visits_of_a_way_are_those_that_are_known_again(shop):
    here = {"channel_id": shop.channel.id}
    email = {"source": "news", "medium": "email"}
    take(
        view(0, visitor=9, **email, **here),
        step(kinds.ADD, 1, visitor=9, products=(1,), **here),
        view(2, **email, **here),
        step(kinds.ADD, 3, cart=6, products=(1,), **here),
        step(kinds.DETAILS, 4, cart=6, **here),
    )
    take(step(kinds.PAYMENT, 3 * 24 * 60, **here))
    day = Period(DAY, DAY + dt.timedelta(days=1))
    found = insights.to_orders(day, [shop.channel])
    way = ("visit", "began", "checkout", "chose", "paying", "taken")
    assert {key: [counts[kind] for kind in way] for key, counts in found.items()} == {
        ("email", "phone"): [1, 1, 1, 1, 1, 0],
        ("unknown", "phone"): [1, 1, 1, 0, 0, 0],
    }
    assert insights.total(day, [shop.channel])["payment"] == 0
    assert insights.differences(at=AT) == 0


def test_mkt_04_carts_of_before_the_steps_were_told_apart_are_counted_once(shop):
    here = {"channel_id": shop.channel.id}
    take(
        step(kinds.ADD, 1, products=(1,), **here),
        step(kinds.DETAILS, 2, **here),
        step(kinds.ADD, 3, cart=6, products=(1,), **here),
        step(kinds.DECLINED, 4, cart=6, **here),
    )
    # an order whose cart was never seen in the shop
    only_ordered = 1 << kinds.CART_STEPS.index(kinds.ORDER)
    CartPath.objects.create(key=7, way="unknown", steps=only_ordered, changed_at=AT, **here)
    expected, new = tallying.contents(), (*funnel.WAY, kinds.REFUSED)
    assert sum(count for key, (count, _amount) in expected.items() if key[4] in new) == 7
    Event.objects.filter(kind__in=new).delete()
    Tally.objects.filter(kind__in=new).delete()
    CartPath.objects.update(begun_at=None)
    migration = importlib.import_module(
        "storecrew.contexts.insights.migrations.0006_carts_by_how_far_they_came"
    )
    migration.count(apps, None)
    assert tallying.contents() == expected
    assert insights.differences(at=AT) == 0
    # one that an older release counts while the tables are new already
    CartPath.objects.filter(key=5).update(begun_at=None)
    Event.objects.filter(kind__in=new).delete()
    insights.rebuild(at=AT)
    take(step(kinds.DELIVERY, 6, **here))
    assert [all_of(shop)[kind] for kind in funnel.WAY] == [1, 1, 1, 0, 0]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such statistics")
def test_sums_that_were_made_anew_are_known_to_the_planner(shop):
    take(view(0, channel_id=shop.channel.id))
    insights.rebuild(at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Tally._meta.db_table])
        assert cursor.fetchone()[0] == Tally.objects.count()


@pytest.mark.parametrize("steps", range(64))
def test_mkt_04_the_carts_of_before_count_by_the_same_rule(steps):
    migration = importlib.import_module(
        "storecrew.contexts.insights.migrations.0006_carts_by_how_far_they_came"
    )
    assert migration.kinds_of(steps) == funnel.passed(steps)


def test_con_2_what_a_page_led_to(shop):
    order = bought(shop)
    net = sum(line.net.amount for line in order.lines)
    pages = insights.subjects("page", WEEK, [shop.channel], rank="view")
    assert list(pages) == [("/guide/",)]
    found = pages["/guide/",]
    assert (found["view"], found["led_cart"], found["led_order"]) == (1, 1, 1)
    assert found.amounts("led_order") == {"EUR": net}
    assert (found["seen"], found["left"], found["led_back"]) == (1, 1, 0)
    # the cost of its goods is not known
    assert found["led_margin"] == 0


def test_con_2_what_an_order_leaves_and_gives_back_is_told_of_its_pages(shop):
    pricing.set_costs(costs={shop.variants["A-1"]: 400}, currency="EUR", actor=ACTOR, at=AT)
    order = bought(shop)
    net = sum(line.net.amount for line in order.lines)
    aftersales.cancel_order(order_id=order.id, reason="no", actor=ACTOR, at=AT + dt.timedelta(days=3))
    drain()
    found = insights.subjects("page", WEEK, [shop.channel], rank="view")["/guide/",]
    assert found.amounts("led_margin") == {"EUR": net - 800}
    assert (found["led_back"], found.amounts("led_back")) == (1, {"EUR": -net})
    assert insights.differences(at=AT) == 0
    # what the visit saw is forgotten when visits are, and when the person leaves
    assert CartPath.objects.get().pages == ["/guide/"]
    keeping.forget_old(at=AT + dt.timedelta(days=200))
    assert CartPath.objects.get().pages == []


def test_an_order_of_somebody_who_did_not_agree_is_counted_and_owes_nothing(shop):
    bought(shop, visitor=None)
    touch = OrderTouch.objects.get()
    assert (touch.way, touch.place) == ("unknown", "only")
    assert not Visit.objects.exists()
    assert CartPath.objects.get().visitor is None


def test_u001_events_name_nobody():
    names = {field.name for field in Event._meta.get_fields()}
    assert not names & {"visitor", "visit", "ip", "user", "customer", "order", "cart", "session"}


def test_prv_02_visits_go_with_the_person(shop):
    order = bought(shop)
    person = customers.ensure_customer(email=order.email, name="Ann", actor=ACTOR, at=AT)
    assert customers.export_data(person.id, actor=ACTOR, at=AT)["visits"][0]["campaign"] == "spring"
    assert keeping.forget_visitors([order.id]) == 1
    path = CartPath.objects.get()
    assert (Visit.objects.count(), path.visitor, path.pages) == (0, None, [])
    assert OrderTouch.objects.count() == 1


def test_who_takes_the_agreement_back_is_forgotten(shop):
    take(view(visitor=3, channel_id=shop.channel.id), view(visitor=4, channel_id=shop.channel.id))
    assert insights.forget_visitor(3) == 1
    assert list(Visit.objects.values_list("visitor", flat=True)) == [4]


def test_prv_07_old_rows_go_and_their_sums_stay(shop):
    take(view(visitor=3, channel_id=shop.channel.id))
    later = AT + dt.timedelta(days=401)
    assert keeping.forget_old(at=later) == 6
    assert not Event.objects.exists()
    assert all_of(shop)["visit"] == 1


def test_live_is_what_happened_in_the_last_minutes(shop):
    take(view(-40, channel_id=shop.channel.id), view(-5, "/c/", channel_id=shop.channel.id))
    found = insights.live(AT, [shop.channel])
    assert found.counts["visit"] == 1
    assert found.pages == (("/c/", 1),)


def test_a_week_has_a_row_for_each_day_and_its_sum_is_the_total(shop):
    bought(shop)
    rows = insights.series(WEEK, "day", [shop.channel])
    assert len(rows) == 7
    assert sum(found["view"] for _day, found in rows) == all_of(shop)["view"]


def test_rules_are_edited_moved_and_deleted(shop):
    values = {"way": "affiliate", "host": "Blog.Example", "note": "Partner"}
    row = insights.save_source_rule(None, values=values, actor=SEER, at=AT)
    assert insights.source_rules()[0].host == "blog.example"
    assert len(insights.source_rules()) == len(DEFAULTS) + 1
    insights.move_source_rule(row.pk, up=False, actor=SEER, at=AT)
    assert insights.source_rules()[1].id == row.pk
    insights.delete_source_rule(row.pk, actor=SEER, at=AT)
    assert SourceRule.objects.count() == len(DEFAULTS)
    with pytest.raises(insights.SourceRuleNotFound):
        insights.delete_source_rule(row.pk, actor=SEER, at=AT)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"way": "search"}, "medium"),
        ({"way": "moon", "host": "x"}, "way"),
        ({"way": "search", "listed": "best"}, "listed"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(values, field):
    with pytest.raises(insights.InvalidSourceRule) as refused:
        insights.save_source_rule(None, values=values, actor=SEER, at=AT)
    assert field in refused.value.details


def test_rights(shop):
    nobody = Actor(kind="staff", id="2", label="Jun")
    with pytest.raises(Denied):
        insights.report_channels(nobody)
    with pytest.raises(Denied):
        insights.save_source_rule(None, values={}, actor=nobody, at=AT)
    scoped = Actor(
        kind="staff",
        id="3",
        label="Kim",
        permissions=frozenset({"reports.read"}),
        scopes={"channel": frozenset()},
    )
    assert insights.report_channels(scoped) == []


@pytest.mark.parametrize(
    ("day", "weeks", "expected"),
    [
        (100, [200, 210, 190, 200], 200),
        (130, [200, 210, 190, 200], None),
        (0, [20, 20, 20, 20], None),
        (10, [200, 200, 200], None),
        (100, [200, 0, 200, 900], 200),
    ],
)
def test_mkt_01_a_drop_is_far_below_the_same_weekdays(day, weeks, expected):
    assert dropped(day, weeks) == expected


def test_mkt_01_marketing_hears_of_a_drop_once_and_of_its_end(shop):
    here = {"channel_id": shop.channel.id}
    for week in range(1, 5):
        take(*(view(-1440 * (7 * week + 1) + n, **here) for n in range(60)))
    take(*(view(-1440 + n, **here) for n in range(5)))
    assert watching.watch_traffic(at=AT) == watching.watch_traffic(at=AT) == 1
    (alert,) = [one for one in work.open_findings() if one.code == watching.CODE]
    assert "5 visits yesterday, 60 were to be expected" in alert.title
    take(*(view(-1400 + n, **here) for n in range(60)))
    assert watching.watch_traffic(at=AT) == 0
    assert not [one for one in work.open_findings() if one.code == watching.CODE]
