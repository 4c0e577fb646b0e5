"""Purchase orders as a sheet: one draft for each supplier, place, day and reference."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports.models import SheetRun
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT

pytestmark = pytest.mark.django_db
HEAD = "supplier,reference,sku,quantity,cost,currency,expected_on,destination\n"
GOOD = (
    HEAD + "clay,,A-1,24,4.80,EUR,2026-04-01,main\nClay & Co,,B-1,100,,,2026-04-01,\nclay,R-7,C-1,5,,,,main\n"
)


def upload(text: str) -> SheetRun:
    file = ContentFile(text.encode(), "orders.csv")
    return imports.upload_sheet(kind_code="purchase_orders", file=file, name="orders.csv", actor=ACTOR, at=AT)


def taken(text: str) -> SheetRun:
    return imports.take_sheet(upload(text).pk, actor=ACTOR, at=AT)


def lines(order: PurchaseOrder) -> list[tuple[str, int, int]]:
    return list(order.lines.values_list("sku", "quantity", "unit_amount"))


def test_bad_12_rows_become_drafts_and_the_same_sheet_again_nothing(shop):
    seen = upload(GOOD)
    assert seen.report["rows"][0][4] == "24 × 4.80 EUR"
    assert seen.counts["created"] == 3 and not PurchaseOrder.objects.exists()
    taken(GOOD)
    second, first = PurchaseOrder.objects.all()
    assert (first.state, first.expected_on.isoformat(), first.total_amount) == ("draft", "2026-04-01", 56_520)
    assert lines(first) == [("A-1", 24, 480), ("B-1", 100, 450)]
    assert lines(second) == [("C-1", 5, 500)]
    again = taken(GOOD)
    assert (again.counts["unchanged"], PurchaseOrder.objects.count()) == (3, 2)


def test_a_corrected_sheet_changes_the_draft_and_not_what_went_on(shop):
    taken(GOOD)
    run = taken(GOOD.replace("A-1,24,", "A-1,30,"))
    first = PurchaseOrder.objects.get(lines__sku="A-1")
    assert (run.counts["changed"], lines(first)[0]) == (2, ("A-1", 30, 480))
    back = imports.undo_sheet(run.pk, actor=ACTOR, at=AT)
    assert (back.kept, lines(first)[0]) == (0, ("A-1", 24, 480))
    purchasing.submit_order(first.pk, actor=ACTOR, at=AT)
    run = upload(GOOD.replace("A-1,24,", "A-1,36,"))
    assert [each["code"] for each in run.report["rejections"]] == ["order_gone_on"] * 2


def test_taking_back_cancels_drafts_that_nobody_touched(shop):
    run = taken(GOOD)
    purchasing.submit_order(PurchaseOrder.objects.get(lines__sku="C-1").pk, actor=ACTOR, at=AT)
    assert imports.undo_sheet(run.pk, actor=ACTOR, at=AT).kept == 1
    assert PurchaseOrder.objects.get(lines__sku="A-1").state == "canceled"
    assert taken(GOOD).counts["created"] == 2, "what was canceled can come again"


def test_bad_12_an_order_comes_in_whole_or_not_at_all(shop):
    rows = {
        "clay,,A-1,24,4.80,EUR,,main": "order_has_rejections",
        "clay,,X-1,24,4.80,EUR,,main": "sku_unknown",
        "potter,,A-1,24,,,,main": "supplier_unknown",
        ",,A-1,24,,,,main": "supplier_missing",
        "clay,P,A-1,0,,,,main": "quantity_none",
        "clay,P,A-1,9999999,,,,main": "quantity_too_large",
        "clay,Q,A-1,1,5.00,USD,,main": "order_currency",
        "clay,S,A-1,1,5.00,,soon,main": "day_unread",
        "clay,T,A-1,1,5.00,,,moon": "place_unknown",
        "clay,U,B-1,6,5.00,,,main": "order_has_rejections",
        "clay,U,B-1,7,5.00,,,main": "row_repeated",
        "clay,V,C-1,1,5.00,,,main": "",
    }
    run = taken(HEAD + "\n".join(rows) + "\n")
    found = {each["row"]: each["code"] for each in run.report["rejections"]}
    assert found == {number: code for number, code in enumerate(rows.values(), start=2) if code}
    assert [lines(order) for order in PurchaseOrder.objects.all()] == [[("C-1", 1, 500)]]
