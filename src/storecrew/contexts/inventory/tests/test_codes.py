"""What a scanned code means here."""

import datetime as dt

import pytest

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Serial
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, make_bins

TODAY = AT.date()


@pytest.fixture
def a(variants):
    Variant.objects.filter(pk=variants["A-1"]).update(barcode="4006381333931")
    return variants["A-1"]


def read(code, **where):
    return inventory.read_code(code, today=TODAY, **where)


def test_an_article_is_known_by_barcode_sku_and_element_string(a, variants):
    for code in ("4006381333931", "04006381333931", "a-1", "]E04006381333931"):
        assert (read(code).kind, read(code).id) == ("article", a)
    found = read("]C101040063813339311727013110LOT7\x1d3724")
    assert (found.id, found.lot, found.until, found.count) == (a, "LOT7", dt.date(2027, 1, 31), 24)
    assert read("(01)09506000134352(10)X").kind == "unknown"
    assert read("(01)09506000134352(10)X").lot == "X"


def test_bins_are_those_of_the_place_and_receipts_and_serials_are_found(a, warehouse):
    bins = make_bins("main", "A-01")
    assert read("a-01", location_id=warehouse.id) == inventory.Code("bin", bins["A-01"].id, "A-01")
    assert read("A-01").kind == "unknown"
    receipt = inventory.open_receipt(
        kind="purchase_order", reference="PO-7", location_id=warehouse.id, lines=[(a, 1)], actor=ACTOR, at=AT
    )
    assert (read("po-7").kind, read("po-7").id) == ("receipt", receipt)
    Serial.objects.create(variant_id=a, code="SN-1", location_id=warehouse.id)
    assert (read("SN-1").kind, read("SN-1").id) == ("serial", a)


def test_a_broken_element_string_says_what_is_wrong(a):
    found = read("(01)09506000134353")
    assert (found.kind, found.problem) == ("unknown", "(01) has a wrong check digit")
