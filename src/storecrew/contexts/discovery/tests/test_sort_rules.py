"""What a merchandiser decides about the order of a list, and why a product stands where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import TestCase

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.content import public as content
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery.index.columns import Columns
from storecrew.contexts.discovery.index.store import store
from storecrew.contexts.discovery.rules.ranking import cover_days
from storecrew.contexts.discovery.tests.factories import ACTOR, AT, Shop
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_of_march() -> Iterator[None]:
    with clock.frozen(AT):
        yield


@pytest.fixture
def indexed(shop: Shop) -> Shop:
    discovery.count_sale([(shop.variants["SW-1"], 30), (shop.variants["LI-RED-M"], 4)], at=AT)
    discovery.reindex()
    return shop


def rule(**changes: Any) -> int:
    return discovery.save_sort_rule(**({"name": "Rule", "weights": {}} | changes), actor=ACTOR, at=AT)


def clothes() -> int:
    return catalog.category_by_path("clothes").id


def test_without_a_rule_best_sellers_lead_and_sold_out_is_last(indexed: Shop) -> None:
    assert indexed.slugs(category="clothes") == ["linen-shirt", "cotton-shirt", "wool-sweater"]


def test_pins_stand_first_in_their_order(indexed: Shop) -> None:
    rule(pins=[indexed.ids["cotton-shirt"], indexed.ids["linen-shirt"]], category_id=clothes())
    assert indexed.slugs(category="clothes") == ["cotton-shirt", "linen-shirt", "wool-sweater"]


def test_sold_out_goes_last_even_when_pinned_unless_the_rule_says_no(indexed: Shop) -> None:
    saved = rule(pins=[indexed.ids["wool-sweater"]], category_id=clothes())
    assert indexed.slugs(category="clothes")[-1] == "wool-sweater"
    discovery.save_sort_rule(
        rule_id=saved, name="Rule", pins=[indexed.ids["wool-sweater"]], category_id=clothes(),
        sold_out_last=False, actor=ACTOR, at=AT,
    )  # fmt: skip
    assert indexed.slugs(category="clothes")[0] == "wool-sweater"


@pytest.mark.parametrize(
    ("boost", "first"),
    [
        ({"field": "brand", "values": ["Acme"], "by": 100}, "cotton-shirt"),
        ({"field": "brand", "values": ["Acme"], "by": -100}, "linen-shirt"),
        ({"field": "attribute", "code": "color", "values": ["Green"], "by": 50}, "linen-shirt"),
        ({"field": "attribute", "code": "color", "values": ["Blue"], "by": 50}, "cotton-shirt"),
        ({"field": "attribute", "code": "unknown", "values": ["x"], "by": 50}, "cotton-shirt"),
    ],
)
def test_boosts_and_buries(indexed: Shop, boost: dict[str, Any], first: str) -> None:
    rule(boosts=[boost], category_id=clothes())
    assert indexed.slugs(category="clothes")[0] == first


def test_boosting_products_and_collections(indexed: Shop) -> None:
    collection = catalog.save_collection(
        name="Linen",
        rules={"rules": [{"field": "title", "op": "contains", "value": "linen"}]},
        actor=ACTOR,
        at=AT,
    )
    discovery.reindex()
    rule(boosts=[{"field": "collection", "values": [collection], "by": 10}], category_id=clothes())
    assert indexed.slugs(category="clothes")[0] == "linen-shirt"
    rule(
        name="Later", category_id=clothes(), starts_at=AT,
        boosts=[{"field": "product", "values": [indexed.ids["cotton-shirt"]], "by": 10}],
    )  # fmt: skip
    assert indexed.slugs(category="clothes")[0] == "cotton-shirt"


def test_the_margin_decides_when_it_is_the_weight(indexed: Shop) -> None:
    pricing.set_costs(
        costs={indexed.variants["SH-RED-S"]: 100, indexed.variants["LI-RED-M"]: 3_900},
        currency="EUR", actor=ACTOR, at=AT,
    )  # fmt: skip
    discovery.reindex()
    rule(weights={"margin": 100}, category_id=clothes())
    assert indexed.slugs(category="clothes")[0] == "cotton-shirt"


def test_the_nearest_category_with_a_rule_decides(indexed: Shop) -> None:
    rule(pins=[indexed.ids["cotton-shirt"]])
    assert indexed.slugs(category="clothes/shirts")[0] == "cotton-shirt"
    rule(pins=[indexed.ids["linen-shirt"]], category_id=clothes())
    assert indexed.slugs(category="clothes/shirts")[0] == "linen-shirt"
    assert indexed.slugs()[0] == "cotton-shirt", "the rule of a category holds only there"


def test_a_rule_holds_in_its_window_only(indexed: Shop) -> None:
    start, end = AT + dt.timedelta(days=1), AT + dt.timedelta(days=2)
    rule(pins=[indexed.ids["cotton-shirt"]], category_id=clothes(), starts_at=start, ends_at=end)
    firsts = [
        indexed.slugs(category="clothes", at=moment)[0]
        for moment in (AT, start, end - dt.timedelta(seconds=1), end)
    ]
    assert firsts == ["linen-shirt", "cotton-shirt", "cotton-shirt", "linen-shirt"]


def test_why_is_it_here(indexed: Shop) -> None:
    rule(
        name="Spring", category_id=clothes(), pins=[indexed.ids["cotton-shirt"]],
        boosts=[{"field": "brand", "values": ["Bolt"], "by": 20},
                {"field": "brand", "values": ["Acme"], "by": -5}],
        weights={"best_sellers": 50, "newness": 10, "sell_through": 10},
    )  # fmt: skip

    def why(slug: str) -> discovery.PositionExplanation:
        return discovery.explain_position(
            indexed.ids[slug], category="clothes", channel=indexed.channel, at=AT
        )

    cotton, linen, wool = why("cotton-shirt"), why("linen-shirt"), why("wool-sweater")
    assert [(e.position, e.total, e.rule) for e in (cotton, linen, wool)] == [
        (1, 3, "Spring"), (2, 3, "Spring"), (3, 3, "Spring"),
    ]  # fmt: skip
    assert next(r.code for r in cotton.reasons) == "pinned"
    assert {r.code for r in linen.reasons} == {"boost", "best_sellers", "newness", "sell_through"}
    assert next(r.code for r in wool.reasons) == "sold_out"
    assert "bury" in {r.code for r in wool.reasons}
    assert why("running-shoes").position == 0


def test_a_draft_can_be_seen_before_it_is_saved(indexed: Shop) -> None:
    draft = discovery.draft_rule(category_id=clothes(), pins=[indexed.ids["cotton-shirt"]])
    shown = discovery.preview_rule(draft, channel=indexed.channel, at=AT, limit=2)
    assert [e.product_id for e in shown] == [indexed.ids["cotton-shirt"], indexed.ids["linen-shirt"]]
    assert indexed.slugs(category="clothes")[0] == "linen-shirt", "nothing was saved"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"pins": ["1"]}, "pins"),
        ({"pins": list(range(1, 102))}, "pins"),
        ({"weights": "x"}, "weights"),
        ({"weights": {"luck": 5}}, "weights"),
        ({"weights": {"margin": 101}}, "weights"),
        ({"boosts": {}}, "boosts"),
        ({"boosts": [{"field": "moon", "values": ["x"], "by": 5}]}, "boosts"),
        ({"boosts": [{"field": "brand", "values": ["x"], "by": 0}]}, "boosts"),
        ({"boosts": [{"field": "brand", "values": [], "by": 5}]}, "boosts"),
        ({"boosts": [{"field": "product", "values": ["x"], "by": 5}]}, "boosts"),
        ({"boosts": [{"field": "attribute", "values": ["x"], "by": 5}]}, "boosts"),
        ({"starts_at": AT, "ends_at": AT}, "ends_at"),
    ],
)
def test_a_wrong_rule_names_its_field(db: None, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(discovery.InvalidSortRule) as refusal:
        rule(**({"weights": None} | changes))
    assert field in refusal.value.details["fields"]


def test_con_13_the_second_editor_of_a_rule_sees_the_difference(indexed: Shop) -> None:
    saved = rule(pins=[1])
    discovery.save_sort_rule(rule_id=saved, expected_version=1, name="Mina's", actor=ACTOR, at=AT)
    with pytest.raises(discovery.SortRuleChanged) as refusal:
        discovery.save_sort_rule(rule_id=saved, expected_version=1, name="Jun's", actor=ACTOR, at=AT)
    assert refusal.value.status == 409
    assert refusal.value.details["fields"]["name"] == {"yours": "Jun's", "current": "Mina's"}


def test_rules_that_are_not_there(db: None) -> None:
    with pytest.raises(discovery.SortRuleNotFound):
        discovery.save_sort_rule(rule_id=9, name="x", actor=ACTOR, at=AT)
    with pytest.raises(discovery.SortRuleNotFound):
        discovery.delete_sort_rule(rule_id=9, actor=ACTOR, at=AT)
    with pytest.raises(catalog.CategoryNotFound):
        rule(category_id=9)


def test_a_deleted_rule_no_longer_orders(indexed: Shop) -> None:
    saved = rule(pins=[indexed.ids["cotton-shirt"]], category_id=clothes())
    discovery.delete_sort_rule(rule_id=saved, actor=ACTOR, at=AT)
    assert indexed.slugs(category="clothes")[0] == "linen-shirt"


def test_only_who_may_decides(db: None) -> None:
    for call in (
        lambda a: discovery.save_sort_rule(name="x", actor=a, at=AT),
        lambda a: discovery.delete_sort_rule(rule_id=1, actor=a, at=AT),
        lambda a: discovery.save_synonym(words=["a", "b"], actor=a, at=AT),
        lambda a: discovery.delete_synonym(synonym_id=1, actor=a, at=AT),
    ):
        with pytest.raises(Denied):
            call(guest_actor())


def test_it_12_stock_that_lasts_long_can_lead(indexed: Shop) -> None:
    """4 linen shirts sold in 30 days and the rest lasts; the cotton shirt never sold."""
    rule(weights={"stock_cover": 100}, category_id=clothes())
    shown = discovery.preview_rule(
        discovery.draft_rule(category_id=clothes(), weights={"stock_cover": 100}),
        channel=indexed.channel, at=AT,
    )  # fmt: skip
    given = {place.product_id: {r.code: r.points for r in place.reasons} for place in shown}
    assert indexed.slugs(category="clothes")[0] == "cotton-shirt"
    assert given[indexed.ids["cotton-shirt"]] == {"stock_cover": 1.0}
    assert given[indexed.ids["wool-sweater"]] == {"sold_out": 0.0}


@pytest.mark.parametrize(("left", "sold", "days"), [(0, 5, 0), (7, 0, 90), (10, 30, 10), (999, 1, 90)])
def test_it_12_days_of_cover(left: int, sold: int, days: int) -> None:
    assert cover_days(left, sold) == days


def test_it_12_the_rule_of_a_campaign_counts_while_it_runs(
    indexed: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers = {1: content.Offer(holds=False), 2: content.Offer(holds=False, is_over=True)}
    monkeypatch.setattr(content, "offer", lambda campaign_id, _promotion, at: offers[campaign_id])
    rule(name="Standing", pins=[indexed.ids["linen-shirt"]], category_id=clothes(), starts_at=AT)
    rule(name="Sale", pins=[indexed.ids["cotton-shirt"]], category_id=clothes(), campaign_id=1)
    assert indexed.slugs(category="clothes")[0] == "linen-shirt"
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert discovery.follow_campaign(1, runs=True) == 1
        assert discovery.follow_campaign(1, runs=True) == 0
    assert indexed.slugs(category="clothes")[0] == "cotton-shirt", "before a rule that started later"
    with TestCase.captureOnCommitCallbacks(execute=True):
        discovery.follow_campaign(1, runs=False)
    assert indexed.slugs(category="clothes")[0] == "linen-shirt"
    with pytest.raises(discovery.InvalidSortRule) as refusal:
        rule(campaign_id=2)
    assert "campaign" in refusal.value.details["fields"]


def test_it_12_one_product_is_asked_for_wherever_it_stands(indexed: Shop) -> None:
    wool = indexed.ids["wool-sweater"]
    draft = discovery.draft_rule(category_id=clothes())
    (place,) = discovery.preview_rule(draft, channel=indexed.channel, at=AT, only=[wool])
    assert (place.product_id, place.position, place.total) == (wool, 3, 3)


def test_it_12_an_index_made_before_a_column_existed_still_answers(indexed: Shop) -> None:
    view = store().view()
    assert view is not None
    (view.folder / "columns" / "product-cover.npy").unlink()
    columns = Columns.load(view.folder / "columns")
    assert len(columns.product["cover"]) >= columns.products
    assert not columns.product["cover"].any()
