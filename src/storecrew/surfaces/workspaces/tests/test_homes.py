"""Every role's home shows its own work with real rows, within rights and scopes, at a constant price."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Locale, Page

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels import queries as channels_queries
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.discovery.models import DailySale, MissedSearch
from storecrew.contexts.imports.models import ImportRun
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.marketing.models import Mailing
from storecrew.contexts.orders.tests.factories import line, make_order
from storecrew.contexts.payments.tests.factories import pay
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing.models import PriceList
from storecrew.contexts.pricing.tests.factories import make_list, make_prices
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.seo.models import Finding
from storecrew.contexts.seo.models import Page as SearchPage
from storecrew.kernel import audit, clock, mail
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import HandlerRun, OutboxEvent
from storecrew.surfaces.ui.backoffice import registry
from storecrew.surfaces.ui.backoffice.registry import Look

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
NOW = AT + dt.timedelta(days=3)
ROOT = system_actor("tests")
ROLES = [seed.code for seed in people.ROLES if seed.code != people.OWNER]


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def eu():
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    return make_channel("eu", is_default=True)


def look_of(*roles: str, scopes: dict | None = None) -> Look:
    user = make_staff(*roles)
    if scopes:
        for role in roles:
            people.assign_role(user_id=user.pk, role_code=role, scopes=scopes, actor=ROOT, at=AT)
    return Look(people.actor_for(user), NOW, roles)


def titles(look: Look, name: str) -> list[str]:
    """Return what a queue shows; fails when the home has no such queue."""
    found = {str(queue.title): queue for queue in registry.queues_for(look)}
    return [str(item.title) for item in found[name].items]


def tile(look: Look, name: str) -> str:
    return {str(one.title): str(one.value) for one in registry.tiles_for(look)}[name]


def waiting_order(variant: Variant, channel_id: int, *, quantity: int = 1):
    """A confirmed order whose units lie on the shelf."""
    order = make_order(line(variant, quantity=quantity), confirmed=True, channel_id=channel_id)
    rows = [(one.id, variant.pk, one.quantity) for one in order.lines]
    inventory.allocate(order.id, rows, channel_id=channel_id, actor=ROOT, at=AT)
    return order


def goods(slug: str, channel, *, units: int = 20, location: str = "main") -> Variant:
    made = make_product(slug)
    variant = Variant.objects.filter(product_id=made.product_id).order_by("pk")[0]
    make_prices(channel, dict.fromkeys(made.variant_ids.values(), 1000))
    if units:
        stock(variant.pk, units, location=location)
    return variant


def test_the_head_of_digital_sees_money_late_orders_and_people_without_a_second_factor(eu):
    make_location(channels=[eu.id])
    order = waiting_order(goods("lamp", eu), eu.id)
    look = look_of("head_of_digital")
    assert titles(look, "Orders that are late") == [order.number]
    assert titles(look, "People without a second factor") == ["head_of_digital"]
    assert tile(look, f"Today: {eu.name}") == "€0.00"
    assert titles(look, "Nobody answers for"), "most roles have nobody in this shop"


def test_customer_service_sees_money_mails_and_failures(eu):
    unpaid = make_order(channel_id=eu.id)
    failed = pay("tok_declined", make_order(channel_id=eu.id))
    with clock.frozen(AT):
        mail.queue(to="a@example.com", subject="Lost", text="t", html="", locale="en", dedupe_key="k", at=AT)
    Mail.objects.update(state="given_up")
    look = look_of("customer_service")
    assert unpaid.number in titles(look, "Waiting for payment")
    assert titles(look, "Mails that did not leave") == ["Lost"]
    assert len(titles(look, "Payments that failed")) == 1
    assert failed.status == "failed"
    assert titles(look, "Orders to ship") == []


def test_orders_to_ship_are_listed_and_logistics_has_six_numbers(eu):
    make_location("berlin", channels=[eu.id], priority=1)
    make_location("porto", channels=[eu.id], priority=2)
    first = waiting_order(goods("lamp", eu, location="berlin"), eu.id, quantity=2)
    second = waiting_order(goods("vase", eu, location="porto"), eu.id)
    everything = look_of("customer_service")
    assert set(titles(everything, "Orders to ship")) == {first.number, second.number}
    assert len(registry.tiles_for(look_of("logistics_manager"))) <= 6


def test_a_warehouse_sees_only_its_own_orders_and_stock(eu):
    make_location("berlin", channels=[eu.id], priority=1)
    make_location("porto", channels=[eu.id], priority=2)
    waiting_order(goods("lamp", eu, units=6, location="berlin"), eu.id, quantity=4)
    second = waiting_order(goods("vase", eu, units=6, location="porto"), eu.id, quantity=4)
    porto = look_of("customer_service", "inventory_manager", scopes={"location": ["porto"]})
    assert titles(porto, "Orders to ship") == [second.number]
    assert titles(porto, "Goes out of stock") == ["VASE-RED"]
    assert tile(porto, "Low or sold out") == "1"


def test_the_inventory_manager_sees_what_goes_out_and_what_was_changed_by_hand(eu):
    make_location(channels=[eu.id])
    variant = goods("lamp", eu, units=3)
    inventory.adjust(
        variant.pk, on_hand=2, expected_on_hand=3, reason="broken", location_code="main", actor=ROOT, at=NOW
    )
    look = look_of("inventory_manager")
    assert titles(look, "Goes out of stock") == ["LAMP-RED"]
    assert titles(look, "Changed by hand today") == ["LAMP-RED"]
    assert tile(look, "Movements today") == "1"


def test_marketing_sees_what_it_must_not_promise_and_what_was_sought(eu):
    make_location(channels=[eu.id])
    gone = goods("lamp", eu, units=0)
    there = goods("vase", eu)
    for variant in (gone, there):
        DailySale.objects.create(product_id=variant.product_id, day=NOW.date(), units=9)
    MissedSearch.objects.create(query="sofa", locale="en", channel_id=eu.id, day=NOW.date(), count=4)
    PriceList.objects.create(
        code="sale", name="Spring", currency="EUR", kind="sale", starts_at=AT, created_at=AT,
        ends_at=NOW + dt.timedelta(days=2),
    )  # fmt: skip
    look = look_of("marketing_manager")
    assert titles(look, "Sold well, now sold out") == ["Lamp"]
    assert titles(look, "Searches without a result") == ["“sofa”"]
    assert titles(look, "Prices that change within a week") == ["Spring"]


def test_mkt_6_marketing_sees_what_runs_was_stopped_or_leaves_next(eu):
    def promotion(name: str, state: str, **more: object) -> None:
        Promotion.objects.create(
            name=name, kind="percent_off", lane="product", state=state,
            created_at=AT, created_by="tests", updated_at=AT, **more,
        )  # fmt: skip

    promotion("Runs", "live", active_until=NOW + dt.timedelta(days=1))
    promotion("Stopped", "stopped")
    promotion("Soon", "scheduled", active_from=NOW + dt.timedelta(days=13))
    promotion("Some day", "scheduled", active_from=NOW + dt.timedelta(days=15))
    promotion("Over", "ended")
    for name, state in (("Spring", "scheduled"), ("Halted", "paused"), ("Gone", "sent")):
        Mailing.objects.create(
            name=name, kind="curated", topic="news", state=state, send_at=NOW,
            created_at=AT, created_by="tests", updated_at=AT,
        )  # fmt: skip
    page = SearchPage.objects.create(path="/en/p/lamp/", kind="product", locale="en")
    for code, severity in (("title_missing", 1), ("title_short", 2)):
        Finding.objects.create(page=page, code=code, severity=severity, first_at=AT, last_at=AT)
    look = look_of("marketing_manager")
    assert titles(look, "Promotions now and next") == ["Stopped", "Runs", "Soon"]
    assert titles(look, "Mails on their way") == ["Spring", "Halted"]
    assert len(titles(look, "What search engines meet")) == 1
    assert tile(look, "Promotions running") == "1"


def test_the_ecommerce_sme_sees_imports_and_prices_of_its_channels(eu):
    asia = make_channel("kr", currency="KRW", host="kr.example")
    for channel, name in ((eu, "eu.csv"), (asia, "kr.csv")):
        ImportRun.objects.create(
            name=name, channel_id=channel.id, state="done", counts={"rejected": 3}, created_at=AT
        )
    ImportRun.objects.create(name="fine.csv", channel_id=eu.id, state="done", counts={}, created_at=AT)
    everything = look_of("ecommerce_sme")
    assert set(titles(everything, "Imports to look at")) == {"eu.csv", "kr.csv"}
    goods("plain", eu, units=0)
    assert titles(everything, "Products to complete") == ["Plain"]


def test_a_channel_narrows_imports_and_orders(eu):
    asia = make_channel("kr", currency="KRW", host="kr.example")
    for channel, name in ((eu, "eu.csv"), (asia, "kr.csv")):
        ImportRun.objects.create(name=name, channel_id=channel.id, state="failed", counts={}, created_at=AT)
        make_order(channel_id=channel.id)
    look = look_of("ecommerce_sme", "customer_service", scopes={"channel": ["kr"]})
    assert titles(look, "Imports to look at") == ["kr.csv"]
    assert len(titles(look, "Waiting for payment")) == 1


def test_the_business_analyst_sees_the_week_and_changes_of_the_set_up(eu):
    make_order(channel_id=eu.id)
    look = look_of("business_analyst")
    make_list("spring")
    assert tile(look, "Orders in seven days") == "1"
    assert tile(look, "Responsibilities covered").endswith("/ 117")
    assert titles(look, "Changes of the set-up")[0] in ("Price list Spring", "Price list spring")
    place = make_location("north")
    audit.record(
        actor=ROOT, action="inventory.zone_saved", record="inventory.location", record_id=place.id, at=NOW
    )
    assert titles(look, "Changes of the set-up")[0] == f"Location {place.name}"


@pytest.mark.parametrize("role", ["developer", "tester"])
def test_flt_05_developers_and_testers_see_work_that_was_given_up(eu, role):
    event = OutboxEvent.objects.create(name="x.Happened", payload={}, published_at=AT, done_at=AT)
    HandlerRun.objects.create(
        event=event, handler="storecrew.contexts.x.handlers.f", attempts=12, given_up=True, error="E: no"
    )
    look = look_of(role)
    assert titles(look, "Background work that was given up") == ["x.handlers.f"]
    assert tile(look, "Given up") == "1"


def test_testers_see_what_nobody_can_buy(eu):
    made = make_product("lamp")
    assert len(titles(look_of("tester"), "On sale without a price")) == len(made.variant_ids)


def test_the_content_team_sees_missing_texts_pictures_and_drafts(eu):
    Channel.objects.update(locales=["en", "ko"])
    make_product("lamp", translations={"ko": {"title": "램프"}})
    make_product("vase")
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    root.add_child(title="Journal", draft_title="Journal", slug="journal", live=False)
    look = look_of("content_team")
    assert titles(look, "Texts to translate") == ["Vase"]
    assert set(titles(look, "Products without a picture")) == {"Lamp", "Vase"}
    assert titles(look, "Pages to publish") == ["Journal"]


def test_everybody_reads_the_same_facts_and_links_only_where_they_may_go(eu):
    make_order(channel_id=eu.id)
    with clock.frozen(NOW):
        facts = {str(f.label): f for f in registry.header_for(look_of("content_team"))}
    assert facts["orders today"].value == "0"
    assert facts["orders today"].url == ""
    assert "failed payments in 24 hours" not in facts
    seen = {str(f.label): f for f in registry.header_for(look_of("head_of_digital"))}
    assert seen["orders today"].url
    assert "failed payments in 24 hours" in seen


@pytest.mark.parametrize("role", ROLES)
def test_a_home_costs_the_same_whatever_there_is_to_do(eu, role, caplog, monkeypatch):
    # Every process keeps the clock of the house, but not within the transaction that a test is.
    monkeypatch.setattr(channels_queries, "house_zone", lambda: eu.timezone)
    make_location(channels=[eu.id])
    look_of(role)

    def price() -> int:
        user = people_of(role)
        look = Look(people.actor_for(user), NOW, (role,))
        look.once("person", lambda: people.user_facts(user))  # as a request knows it
        with CaptureQueriesContext(connection) as asked:
            assert registry.header_for(look)
            assert registry.tiles_for(look)
            assert registry.queues_for(look)
        return len(asked)

    def more(start: int) -> None:
        for n in range(start, start + 8):
            waiting_order(goods(f"thing-{start}-{n}", eu, units=4), eu.id)
            make_order(channel_id=eu.id)
            MissedSearch.objects.create(
                query=f"q{n}-{start}", locale="en", channel_id=eu.id, day=NOW.date(), count=1
            )

    more(0)
    before = price()
    more(100)
    assert price() == before
    assert before <= 26
    assert "failed" not in caplog.text


def people_of(role: str) -> User:
    return User.objects.get(memberships__role__code=role)
