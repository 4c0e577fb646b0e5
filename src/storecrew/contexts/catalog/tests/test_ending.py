"""A dated end of life: what may be planned, when it comes, where the address leads."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import PathRedirect, PlannedEnd, Product, Variant
from storecrew.contexts.catalog.rules import ending
from storecrew.contexts.catalog.tasks import end_products
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product, make_sellable
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.errors import Denied

DAY = AT.date()
WHO: dict[str, Any] = {"actor": ACTOR, "at": AT}


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


@pytest.fixture
def tee(db: None) -> int:
    """A live shirt in Clothes with five red ones on the shelf."""
    eu = make_channel("eu", is_default=True)
    make_location("main", channels=[eu.id])
    made = make_product("tee", channels=("eu",), categories=(("Clothes",),))
    stock(next(iter(made.variant_ids.values())), 5)
    return made.product_id or 0


def plan(product_id: int, **more: Any) -> None:
    given = {"starts_on": DAY, "last_day": DAY + days(10), "reason": "The maker stops it"}
    catalog.plan_end(product_id=product_id, **{**given, **WHO, **more})


@pytest.mark.parametrize(
    ("last_day", "left", "over"),
    [
        (DAY, 1, False),
        (DAY, 0, True),
        (DAY, None, False),
        (DAY - days(1), 9, True),
        (DAY - days(1), None, True),
    ],
)
def test_hod_7_it_is_over_after_the_last_day_or_with_nothing_left(
    last_day: dt.date, left: int | None, over: bool
) -> None:
    assert ending.is_over(last_day, DAY, left) is over


def test_hod_7_what_makes_no_sense_is_refused_by_field(tee: int) -> None:
    def refused(**more: Any) -> set[str]:
        with pytest.raises(catalog.InvalidEnd) as refusal:
            plan(tee, **more)
        return set(refusal.value.details["fields"])

    assert refused(last_day=DAY - days(1)) == {"last_day"}
    assert refused(starts_on=DAY - days(9), last_day=DAY - days(1)) == {"last_day"}
    assert refused(reason=" ") == {"reason"}
    assert refused(successor_id=tee) == {"successor"}
    assert refused(successor_id=make_product("cap", status="draft").product_id) == {"successor"}
    with pytest.raises(Denied):
        plan(tee, actor=guest_actor("", ip=""))
    catalog.set_status(product_id=tee, status="draft", **WHO)
    with pytest.raises(catalog.StatusNotAllowed):
        plan(tee)


def test_hod_7_after_its_last_day_it_ends_once_and_leads_to_its_category(tee: int) -> None:
    plan(tee)
    assert catalog.end_due(actor=ACTOR, at=AT + days(10)) == []
    end_products(AT + days(11))
    assert Product.objects.get(pk=tee).status == "end_of_life"
    assert catalog.moved_path("p/tee") == "c/clothes"
    entry = audit.entries_for("catalog.product", tee)[0]
    assert (entry.after["leads_to"], entry.reason) == ("c/clothes", "The maker stops it")
    assert catalog.end_due(actor=ACTOR, at=AT + days(11)) == []
    make_sellable(tee)
    catalog.set_status(product_id=tee, status="live", **WHO)
    assert catalog.moved_path("p/tee") is None, "the address is the product's own again"


def test_hod_7_it_ends_early_when_the_last_one_is_sold(tee: int) -> None:
    cap = make_product("cap").product_id
    plan(tee, successor_id=cap)
    variants = list(Variant.objects.filter(product_id=tee).values_list("pk", flat=True))
    from storecrew.contexts.inventory.models import StockLevel

    StockLevel.objects.filter(variant_id__in=variants).update(on_hand=0)
    assert catalog.end_due(actor=ACTOR, at=AT) == [tee]
    assert catalog.moved_path("p/tee") == "p/cap"


def test_hod_7_codes_never_run_out_and_a_gone_successor_is_passed_over(tee: int) -> None:
    cap = make_product("cap").product_id or 0
    plan(tee, successor_id=cap)
    Variant.objects.filter(product_id=tee).update(digital=True)
    catalog.set_status(product_id=cap, status="end_of_life", **WHO)
    assert catalog.end_due(actor=ACTOR, at=AT) == []
    assert catalog.end_due(actor=ACTOR, at=AT + days(11)) == [tee]
    assert catalog.moved_path("p/tee") == "c/clothes"


def test_hod_7_what_is_in_no_category_keeps_its_page(tee: int) -> None:
    cap = make_product("cap").product_id or 0
    plan(cap)
    assert catalog.end_due(actor=ACTOR, at=AT) == [cap]
    assert not PathRedirect.objects.exists()


def test_hod_7_a_plan_is_changed_taken_back_and_dropped(tee: int) -> None:
    plan(tee)
    plan(tee, last_day=DAY + days(3), reason="Sooner")
    planned = catalog.planned_end(tee)
    assert planned is not None
    assert (planned.last_day, planned.reason) == (DAY + days(3), "Sooner")
    catalog.keep_product(product_id=tee, **WHO)
    catalog.keep_product(product_id=tee, **WHO)
    assert catalog.planned_end(tee) is None
    assert audit.entries_for("catalog.product", tee)[0].action == "catalog.product_end_taken_back"
    plan(tee)
    catalog.set_status(product_id=tee, status="draft", **WHO)
    assert catalog.end_due(actor=ACTOR, at=AT) == []
    assert not PlannedEnd.objects.exists()


def test_hod_7_what_sells_off_is_not_bought_again(tee: int) -> None:
    variants = list(Variant.objects.filter(product_id=tee).values_list("pk", flat=True))
    plan(tee, starts_on=DAY + days(2))
    assert catalog.not_bought_again(variants, DAY + days(1)) == set()
    assert catalog.not_bought_again(variants, DAY + days(2)) == set(variants)
    catalog.set_status(product_id=tee, status="end_of_life", **WHO)
    assert catalog.not_bought_again(variants, DAY) == set(variants)
