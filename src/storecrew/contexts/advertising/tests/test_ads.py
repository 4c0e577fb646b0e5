"""Ad groups whose page is looked at and whose product may run out; cost that is imported once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.advertising.models import AdGroup, Spend
from storecrew.contexts.advertising.tests.test_feeds import ACTOR, count
from storecrew.contexts.advertising.tests.test_rules import GOOGLE
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.storefront.tests.factories import TestShop, make_shop, settle

pytestmark = pytest.mark.django_db
MUGS = advertising.GroupContent(
    name="Mugs",
    platform="google",
    campaign="Spring-26",
    channel_code="eu",
    locale="en",
    landing="/en/p/oak-stool/",
    keywords=("[oak stool]", '"stool"', "wooden seat"),
    negatives=("free", "oak tree"),
    daily_budget=2500,
)


@pytest.fixture
def shop() -> TestShop:
    return make_shop()


def save(content: advertising.GroupContent = MUGS, **more) -> AdGroup:
    return advertising.save_ad_group(content, actor=ACTOR, at=clock.now(), **more)


def test_mkt_15_a_group_keeps_its_keywords_with_their_match(shop: TestShop):
    group = save()
    assert list(group.keywords.values_list("text", "match", "negative")) == [
        ("oak stool", "exact", False),
        ("stool", "phrase", False),
        ("wooden seat", "broad", False),
        ("free", "broad", True),
        ("oak tree", "broad", True),
    ]
    assert (group.campaign, group.currency) == ("spring-26", "EUR")
    changed = save(replace(MUGS, keywords=("stool",)), group_id=group.pk, version=1)
    assert (changed.version, changed.keywords.count()) == (2, 3)
    with pytest.raises(advertising.FeedChanged):
        save(group_id=group.pk, version=1)
    with pytest.raises(advertising.InvalidAdGroup):
        save()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"platform": "nowhere"}, "platform"),
        ({"campaign": "!"}, "campaign"),
        ({"landing": "https://elsewhere.example/"}, "landing"),
        ({"keywords": ()}, "keywords"),
        ({"negatives": ("Oak stool",)}, "negatives"),
        ({"daily_budget": -1}, "daily_budget"),
    ],
)
def test_mkt_15_a_group_that_cannot_run_is_refused_by_its_field(shop: TestShop, change, field: str):
    with pytest.raises(advertising.InvalidAdGroup) as refused:
        save(replace(MUGS, **change))
    assert list(refused.value.details) == [field]


def test_mkt_15_a_group_runs_only_to_a_page_that_keeps_the_promise(shop: TestShop):
    group = advertising.check_landing(save().pk, actor=ACTOR, at=clock.now())
    assert (group.check_result["matched"], group.check_result["missing"]) == (2, ["wooden seat"])
    assert group.check_result["problems"] == []
    advertising.set_state(group.pk, active=True, actor=ACTOR, at=clock.now())
    gone = save(replace(MUGS, name="Gone", landing="/en/p/nothing/", keywords=("teapot",)))
    with pytest.raises(advertising.InvalidAdGroup):
        advertising.set_state(gone.pk, active=True, actor=ACTOR, at=clock.now())
    gone.refresh_from_db()
    assert [each["code"] for each in gone.check_result["problems"]] == ["status", "words"]


def test_mkt_15_a_group_pauses_with_its_product_and_goes_on_but_not_what_a_person_paused(shop: TestShop):
    group, other = save(), save(replace(MUGS, name="By hand"))
    for each in (group, other):
        advertising.set_state(each.pk, active=True, actor=ACTOR, at=clock.now())
    count(shop, "STOOL", 0, 20)
    settle()
    states = AdGroup.objects.order_by("pk").values_list("state", "pause_reason")
    assert list(states) == [("paused", "stock"), ("paused", "stock")]
    advertising.set_state(other.pk, active=False, actor=ACTOR, at=clock.now())
    count(shop, "STOOL", 9, 0)
    settle()
    assert list(states.all()) == [("active", ""), ("paused", "hand")]
    assert advertising.watch_stock(at=clock.now()) == 0


TODAY = dt.date(2026, 3, 2)
WHO = {"currency": "EUR", "today": TODAY, "actor": ACTOR}


def test_mkt_15_cost_is_shown_before_it_is_written_and_the_same_file_twice_changes_nothing(shop: TestShop):
    plan = advertising.preview_spend(GOOGLE, **WHO)
    assert (len(plan.new), len(plan.changed), plan.same, len(plan.problems)) == (2, 0, 0, 4)
    assert not Spend.objects.exists()
    advertising.import_spend(GOOGLE, at=clock.now(), **WHO)
    again = advertising.import_spend(GOOGLE, at=clock.now(), **WHO)
    assert (len(again.new), len(again.changed), again.same, Spend.objects.count()) == (0, 0, 2, 2)


def test_mkt_15_a_corrected_day_replaces_the_old_one_and_cost_is_by_campaign_code(shop: TestShop):
    advertising.import_spend(GOOGLE, at=clock.now(), **WHO)
    plan = advertising.import_spend(GOOGLE.replace("1,234.56", "1,200.00"), at=clock.now(), **WHO)
    assert [(line.amount, before) for line, before in plan.changed] == [(120_000, 123_456)]
    costs = advertising.campaign_costs(since=dt.date(2026, 2, 1), until=dt.date(2026, 3, 1))
    assert [(each.campaign, each.day.day, each.cost, each.clicks) for each in costs] == [
        ("spring-26", 27, Money(120_000, "EUR"), 120),
        ("spring-26", 28, Money(1250, "EUR"), 3),
    ]
    assert not advertising.campaign_costs(since=TODAY, until=TODAY, campaigns=["spring-26"])
    with pytest.raises(advertising.UnreadableSpend):
        advertising.import_spend("a;b\n1;2", at=clock.now(), **WHO)
