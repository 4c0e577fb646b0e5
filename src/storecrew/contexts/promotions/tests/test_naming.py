"""What a promotion names and nobody planned: the gate sees it all the same (MKT-18, 5.1)."""

import datetime as dt

import pytest

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import AT, make_cart, make_shop, place
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.operations import planning
from storecrew.contexts.promotions.tests.lives import ACTOR, DAY, make
from storecrew.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(db):
    return make_shop({"A-1": 40, "B-1": 2, "C-1": 0})


def named(shop, *skus, **benefit):
    scope = {"variants": [shop.variants[sku] for sku in skus]}
    return {"benefit": {"percent_bp": 1000} | benefit, "scope": scope}


def plan(row):
    return dict(row.planned.values_list("variant__sku", "units"))


def schedule(row):
    return promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)


def test_mkt_18_an_article_without_stock_is_not_promoted_by_leaving_its_units_out(shop):
    row = make(shop, definition=named(shop, "C-1"), planned={})
    with pytest.raises(promotions.StockTooLowForPromotion) as refused:
        schedule(row)
    (short,) = refused.value.details["shortfalls"]
    assert (short["sku"], short["planned"], short["missing"]) == ("C-1", 1, 1)
    row.refresh_from_db()
    assert (row.state, plan(row)) == ("draft", {"C-1": 1}), "who may override sees what is missing"


def test_mkt_18_what_is_left_out_is_expected_to_sell_as_it_did(shop):
    place(make_cart(shop, {"A-1": 28}), at=AT - 2 * DAY)
    whole = make(shop, definition=named(shop, "A-1", "B-1"), planned={shop.variants["B-1"]: 2})
    schedule(whole)
    assert plan(whole) == {"B-1": 2, "A-1": 6}, "six days at one a day; what was typed stays"
    assert dict(whole.planned.values_list("variant__sku", "source")) == {"B-1": "typed", "A-1": "proposed"}
    (line,) = AuditEntry.objects.filter(action="promotions.plan_completed", record_id=str(whole.pk))
    assert line.after == {"A-1": 6}


def test_mkt_18_gifts_are_needed_too(shop):
    gift = {"gifts": [shop.variants["B-1"]], "get": 1}
    few = make(shop, kind="giveaway", definition={"benefit": gift}, planned={}, uses_cap=2)
    schedule(few)
    assert plan(few) == {"B-1": 2}
    promotions.end_promotion(few.pk, actor=ACTOR, at=AT)
    many = make(shop, kind="giveaway", definition={"benefit": gift}, planned={}, uses_cap=50)
    with pytest.raises(promotions.StockTooLowForPromotion):
        schedule(many)
    bonus = make(shop, kind="bonus_product", definition=named(shop, "A-1", **gift))
    with pytest.raises(promotions.StockTooLowForPromotion) as refused:
        schedule(bonus)
    assert [each["sku"] for each in refused.value.details["shortfalls"]] == ["B-1"]


@pytest.mark.parametrize(
    ("left", "state"), [({"A-1": 0, "B-1": 0}, "draft"), ({"A-1": 0, "B-1": 3}, "scheduled")]
)
def test_mkt_18_of_a_product_there_has_to_be_one(left, state):
    shop = make_shop(left)
    product = Variant.objects.get(sku="A-1").product_id
    scope = {"products": [product]}
    row = make(shop, definition={"benefit": {"percent_bp": 500}, "scope": scope}, planned={})
    try:
        schedule(row)
    except promotions.StockTooLowForPromotion as refused:
        assert refused.details["shortfalls"][0]["missing"] == 1
    row.refresh_from_db()
    assert row.state == state
    assert plan(row) == {"B-1" if state == "scheduled" else "A-1": 1}


def waiting(shop, sku):
    """A promotion as they were scheduled before plans were completed: the article named, and not planned."""
    row = make(shop, definition=named(shop, "A-1"), planned={shop.variants["A-1"]: 1})
    schedule(row)
    row.planned.all().delete()
    row.definition = named(shop, sku)
    row.save(update_fields=["definition"])
    return row


@pytest.mark.parametrize(("sku", "state"), [("B-1", "live"), ("C-1", "stopped")])
def test_mkt_18_what_was_left_out_of_an_older_plan_is_asked_for_at_the_start(shop, sku, state):
    row = waiting(shop, sku)
    promotions.launch_due(row.active_from)
    row.refresh_from_db()
    assert (row.state, plan(row)) == (state, {sku: 1})


def test_mkt_18_what_joins_while_it_runs_is_watched_and_pauses_it(shop):
    row = waiting(shop, "B-1")
    promotions.launch_due(row.active_from)
    row.definition = named(shop, "B-1", "C-1")
    row.save(update_fields=["definition"])
    assert [planning.complete_plans(row.active_from) for _ in range(2)] == [1, 0]
    promotions.watch(row.active_from)
    row.refresh_from_db()
    assert (row.state, row.pause_reason, plan(row)) == ("paused", "stock", {"B-1": 1, "C-1": 1})


def test_what_is_for_everything_names_no_article(shop):
    row = make(shop, definition={"benefit": {"percent_bp": 500}}, planned={}, starts=dt.datetime(2026, 3, 5))
    assert schedule(row).state == "scheduled" and plan(row) == {}
