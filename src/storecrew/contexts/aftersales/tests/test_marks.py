"""CS-7: a unit that comes back is the one that left: its serial number, its lot, and the place it goes to."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import BinContent, Serial, StockMovement
from storecrew.contexts.inventory.tests.factories import assert_proved, make_bins, shelve
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT

pytestmark = pytest.mark.django_db
ACT = {"actor": ACTOR, "at": AT}
Found = aftersales.Found


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 10})


def picked(shop, sku: str, units: int, bin_code: str, shelf, **more) -> orders.OrderFacts:
    """An order whose units were taken from a bin and left."""
    order = orders.order(place(make_cart(shop, {sku: units})).order_id)
    inventory.take_from_bin(
        location_id=inventory.location("main").id, variant_id=shop.variants[sku], bin_id=shelf[bin_code].id,
        quantity=units, document=order.number, **more, **ACT,
    )  # fmt: skip
    fulfillment.ship(order.id, lines=None, key=f"s{order.id}", **ACT)
    return orders.order(order.id)


@pytest.fixture
def serials(shop):
    """Two orders of numbered units: S1 and S2 left with the first, S3 with the second."""
    variant = shop.variants["A-1"]
    inventory.save_profile(variant, tracking="serial", **ACT)
    shelf = make_bins("main", "A-01")
    shelve(variant, shelf["A-01"], 5)
    place_id = inventory.location("main").id
    Serial.objects.bulk_create(
        Serial(variant_id=variant, code=f"S{n}", location_id=place_id) for n in range(1, 6)
    )
    first = picked(shop, "A-1", 2, "A-01", shelf, serials=("S1", "S2"))
    picked(shop, "A-1", 1, "A-01", shelf, serials=("S3",))
    return first


def announced(order, units):
    line = order.lines[0].id
    return aftersales.announce_return(order.id, lines={line: units}, reason="damaged", **ACT)


def receive(made, *found):
    rows = [Found(made.lines[0].id, *each) for each in found]
    return aftersales.receive_return(made.id, found=rows, location_code="main", **ACT)


def states() -> dict[str, str]:
    return dict(Serial.objects.values_list("code", "state"))


def test_cs_7_a_serial_number_comes_back_as_the_unit_that_left(shop, serials):
    made = announced(serials, 2)
    done = receive(made, ("shelf", 1, "", "", "S1"), ("inspect", 1, "", "", "S2"))
    assert {(unit.decision, unit.serial) for unit in done.lines[0].units} == {
        ("shelf", "S1"),
        ("inspect", "S2"),
    }
    assert states() == {"S1": "in_stock", "S2": "aside", "S3": "gone", "S4": "in_stock", "S5": "in_stock"}
    assert Serial.objects.get(code="S1").document == made.number
    assert_proved()


@pytest.mark.parametrize("wrong", ["S3", "S4", "NEVER"])
def test_cs_7_a_serial_number_of_another_order_is_refused_and_nothing_is_written(shop, serials, wrong):
    made = announced(serials, 1)
    with pytest.raises(inventory.NotSentWithOrder) as refusal:
        receive(made, ("shelf", 1, "", "", wrong))
    assert refusal.value.details["serial"] == wrong
    assert aftersales.a_return(made.id).state == "announced"
    assert not StockMovement.objects.filter(document=made.number).exists()


def test_cs_7_a_numbered_unit_without_its_number_is_refused_unless_it_is_missing(shop, serials):
    made = announced(serials, 2)
    with pytest.raises(inventory.MarkNeeded):
        receive(made, ("shelf", 2))
    with pytest.raises(aftersales.FoundDoesNotFit):
        receive(made, ("shelf", 2, "", "", "S1"))
    receive(made, ("shelf", 1, "", "", "S1"), ("missing", 1))
    again = announced(serials, 1)
    with pytest.raises(inventory.NotSentWithOrder):
        receive(again, ("shelf", 1, "", "", "S1"))
    assert states()["S2"] == "gone"


def test_inv_4_only_an_inspection_makes_a_unit_sellable(shop, serials):
    variant = shop.variants["A-1"]
    before = inventory.level(variant, "main").available
    made = receive(announced(serials, 2), ("refurbish", 1, "", "", "S1"), ("inspect", 1, "", "", "S2"))
    assert inventory.level(variant, "main").available == before
    units = {unit.serial: unit.id for unit in made.lines[0].units}
    aftersales.decide_units(units["S1"], to="shelf", quantity=1, **ACT)
    with pytest.raises(aftersales.FoundDoesNotFit):
        aftersales.decide_units(units["S2"], to="damaged", quantity=1, **ACT)
    done = aftersales.decide_units(units["S2"], to="damaged", quantity=1, cause="supplier", **ACT)
    assert {(u.decision, u.quantity, u.serial, u.cause) for u in done.lines[0].units} == {
        ("shelf", 1, "S1", ""), ("damaged", 1, "S2", "supplier"),
    }  # fmt: skip
    level = inventory.level(variant, "main")
    assert (level.available, level.quality_hold, level.damaged) == (before + 1, 0, 1)
    assert (states()["S1"], states()["S2"]) == ("in_stock", "aside")
    with pytest.raises(aftersales.UnknownReturn):
        aftersales.decide_units(units["S1"], to="shelf", quantity=1, **ACT)
    assert_proved()


def test_cs_7_units_of_a_lot_go_back_into_that_lot(shop):
    variant = shop.variants["B-1"]
    inventory.save_profile(variant, tracking="lot", **ACT)
    lots = {code: inventory.save_lot(variant, code, **ACT) for code in ("L1", "L2")}
    shelf = make_bins("main", "A-01")
    for lot_id in lots.values():
        shelve(variant, shelf["A-01"], 5, lot_id=lot_id)
    order = picked(shop, "B-1", 3, "A-01", shelf, lot_id=lots["L1"])
    assert inventory.sent_marks(order.id, [variant])[variant].lots == ("L1",)
    made = announced(order, 3)
    with pytest.raises(inventory.MarkNeeded):
        receive(made, ("shelf", 3))
    with pytest.raises(inventory.NotSentWithOrder):
        receive(made, ("shelf", 3, "", "L2"))
    receive(made, ("shelf", 1, "", "L1"), ("quarantine", 2, "", "L1"))

    def content(kind):
        rows = BinContent.objects.filter(bin__kind=kind, quantity__gt=0)
        return list(rows.values_list("lot__code", "quantity"))

    assert (content("receiving"), content("quarantine")) == ([("L1", 1)], [("L1", 2)])
    unit = next(u for u in aftersales.a_return(made.id).lines[0].units if u.decision == "quarantine")
    aftersales.decide_units(unit.id, to="shelf", quantity=1, **ACT)
    assert (content("receiving"), content("quarantine")) == ([("L1", 2)], [("L1", 1)])
    found = {(u.decision, u.quantity) for u in aftersales.a_return(made.id).lines[0].units}
    assert found == {("shelf", 2), ("quarantine", 1)}
    with pytest.raises(aftersales.ReturnClosed):
        aftersales.decide_units(unit.id, to="shelf", quantity=2, **ACT)
    assert_proved()
