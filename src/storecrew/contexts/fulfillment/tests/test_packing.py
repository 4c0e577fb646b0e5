"""The bench: only what was ordered goes into the box, and the box is closed only when it is right."""

from __future__ import annotations

import pytest

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import PackingSpec, Parcel
from storecrew.contexts.fulfillment.rules import boxing, specification, weighing
from storecrew.contexts.fulfillment.tests.factories import ANN, BOB, packed, picked, states_of
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.shipping import public as shipping

BOXES = [boxing.Box("small", 200, 150, 100, 2_000), boxing.Box("large", 400, 300, 200, 10_000)]


def item(key, length, width, height, weight=100, **more):
    return boxing.Item(key, length, width, height, weight, **more)


def overlaps(a, b):
    return all(
        getattr(a, lo) < getattr(b, lo) + getattr(b, size)
        and getattr(b, lo) < getattr(a, lo) + getattr(a, size)
        for lo, size in (("x", "length"), ("y", "width"), ("z", "height"))
    )


def inside(placement, box):
    return (
        placement.x + placement.length <= box.length
        and placement.y + placement.width <= box.width
        and placement.z + placement.height <= box.height
    )


@pytest.mark.parametrize(
    ("items", "boxes"),
    [
        ([item("a", 100, 100, 50)], ["small"]),
        ([item(str(n), 100, 70, 50) for n in range(8)], ["small"]),
        ([item("long", 380, 50, 50)], ["large"]),
        ([item(str(n), 200, 150, 200) for n in range(9)], ["large", "large", "large"]),
        ([item("heavy", 100, 100, 50, 3_000)], ["large"]),
    ],
)
def test_everything_lies_in_a_box_without_two_things_in_one_place(items, boxes):
    found = boxing.propose(items, BOXES)
    assert sum(len(p.placements) for p in found) == len(items)
    for proposal in found:
        box = next(box for box in BOXES if box.code == proposal.box)
        assert all(inside(placement, box) for placement in proposal.placements)
        assert 0 < proposal.fill <= 100
        for n, one in enumerate(proposal.placements):
            assert not any(overlaps(one, other) for other in proposal.placements[n + 1 :])
    assert [proposal.box for proposal in found][: len(boxes)] == boxes[: len(found)]


def test_what_must_stand_stands_and_what_has_no_measures_is_not_guessed():
    upright = boxing.propose([item("bottle", 80, 80, 180, upright=True)], BOXES)
    assert upright[0].box == "large"
    assert upright[0].placements[0].height == 180
    assert boxing.propose([item("?", 0, 10, 10)], BOXES) == ()
    assert boxing.propose([item("huge", 900, 900, 900)], BOXES) == ()
    assert boxing.propose([], BOXES) == boxing.propose([item("a", 1, 1, 1)], []) == ()
    fragile = boxing.propose([item("egg", 100, 100, 50, fragile=True), item("brick", 100, 100, 50)], BOXES)
    assert [p.key for p in fragile[0].placements] == ["brick", "egg"]


def test_a_unit_too_many_or_too_few_is_always_seen_on_the_scale():
    should = weighing.expected([(10, 200), (1, 30)], tare=150)
    assert should == 2_180
    assert weighing.fits(2_180, should, lightest=30)
    assert not weighing.fits(2_180 - 30, should, lightest=30)
    assert not weighing.fits(2_180 + 200, should, lightest=30)
    assert weighing.fits(999, None)
    assert weighing.expected([(1, 0)], tare=100) is None
    assert weighing.fits(1_020, 1_000)


def test_the_narrower_specification_decides_and_every_warning_holds():
    def row(scope, key="", **values):
        return {"scope": scope, "key": key, "version": 3, **values}

    found = specification.merged(
        [
            row("sku", "CUP", inner="bubble wrap", note="handle up"),
            row("default", inner="tissue", insert="thank-you card", outer="plain box"),
            row("product_type", "ceramic", fragile=True, note="two layers"),
        ]
    )
    assert (found["inner"], found["outer"], found["fragile"]) == ("bubble wrap", "plain box", True)
    assert found["note"] == "two layers; handle up"
    assert found["versions"] == {"default:": 3, "product_type:ceramic": 3, "sku:CUP": 3}


@pytest.fixture
def shop():
    return make_shop()


def open_one(shop, **lines):
    work = picked(shop, {name.replace("_", "-"): units for name, units in lines.items()} or None)
    return fulfillment.open_parcel(work.id, actor=ANN, at=AT)


def close(parcel, **changes):
    return fulfillment.close_parcel(parcel.id, **({"actor": ANN, "at": AT} | changes))


def put(parcel, item, quantity=1, actor=ANN):
    return fulfillment.scan_into(parcel.id, item=item, quantity=quantity, actor=actor, at=AT)


@pytest.mark.django_db
class TestBench:
    def test_inv_2_what_is_scanned_wrong_cannot_be_closed(self, shop):
        parcel = open_one(shop)
        with pytest.raises(fulfillment.EmptyParcel):
            close(parcel)
        with pytest.raises(fulfillment.WrongItem):
            put(parcel, "C-1")
        put(parcel, "A-1", 2)
        with pytest.raises(fulfillment.TooManyUnits):
            put(parcel, "A-1")
        close(parcel)
        # B is still outside: the order is not packed, and the next box begins with the rest
        assert states_of(parcel.order_id) == ["picked"]
        with pytest.raises(fulfillment.StateChanged):
            put(parcel, "B-1")
        second = fulfillment.open_parcel(parcel.work_id, actor=BOB, at=AT)
        assert second.code != parcel.code
        put(second, "B-1", actor=BOB)
        close(second, actor=BOB)
        assert states_of(parcel.order_id) == ["packed"]

    def test_each_parcel_is_a_shipment_of_what_is_in_it(self, shop):
        parcel = open_one(shop)
        put(parcel, "A-1", 2)
        close(parcel)
        with pytest.raises(fulfillment.UnknownWork):
            fulfillment.hand_over("nothing", actor=ANN, at=AT)
        second = fulfillment.open_parcel(parcel.work_id, actor=ANN, at=AT)
        with pytest.raises(fulfillment.StateChanged):
            fulfillment.hand_over(second.code, actor=ANN, at=AT)
        put(second, "B-1")
        close(second)
        for one in (parcel, second):
            fulfillment.hand_over(one.code, actor=ANN, at=AT)
        shipments = fulfillment.shipments_of_order(parcel.order_id)
        assert [sum(s.lines.values()) for s in shipments] == [2, 1]
        assert states_of(parcel.order_id) == ["handed_over"]
        assert_proved()

    def test_opening_twice_is_one_box_and_it_can_be_emptied(self, shop):
        parcel = open_one(shop)
        assert fulfillment.open_parcel(parcel.work_id, actor=BOB, at=AT).id == parcel.id
        put(parcel, "A-1", 2)
        assert fulfillment.empty_parcel(parcel.id, actor=ANN, at=AT).lines == {}
        assert sum(put(parcel, "A-1", 2).lines.values()) == 2

    def test_the_scale_is_believed_until_a_person_says_why(self, shop):
        fulfillment.save_box(
            code="M", name="Medium", length_mm=300, width_mm=200, height_mm=150, tare_g=120, actor=ANN, at=AT
        )
        parcel = open_one(shop, A_1=2)
        put(parcel, "A-1", 2)
        with pytest.raises(fulfillment.WeightDiffers) as caught:
            close(parcel, box_code="m", weight_g=320)
        assert caught.value.details == {"expected": 520, "weighed": 320}
        with pytest.raises(fulfillment.UnknownWork):
            close(parcel, box_code="none")
        done = close(parcel, box_code="m", weight_g=320, weight_reason="thin paper")
        assert (done.expected_g, done.weight_g, done.weight_reason) == (520, 320, "thin paper")

    def test_high_value_needs_a_second_person(self, shop, settings):
        settings.STORECREW_SECOND_CHECK_FROM = {"EUR": 1}
        parcel = packed(shop)
        assert parcel.needs_check
        with pytest.raises(fulfillment.CheckNeeded):
            fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        with pytest.raises(fulfillment.SamePerson):
            fulfillment.check_parcel(parcel.id, actor=ANN, at=AT)
        assert fulfillment.check_parcel(parcel.id, actor=BOB, at=AT).checked_by == "Bob"
        fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        assert states_of(parcel.order_id) == ["handed_over"]

    def test_a_closed_parcel_can_be_opened_again_until_it_has_a_label(self, shop):
        parcel = packed(shop)
        fulfillment.reopen_parcel(parcel.id, reason="forgot the card", actor=ANN, at=AT)
        assert states_of(parcel.order_id) == ["picked"]
        close(parcel)
        Parcel.objects.update(tracking_number="123")
        with pytest.raises(fulfillment.TooLate):
            fulfillment.reopen_parcel(parcel.id, reason="x", actor=ANN, at=AT)
        assert fulfillment.hand_over("123", actor=ANN, at=AT).tracking_number == "123"

    def test_inv_3_a_parcel_keeps_the_version_of_the_specification_it_followed(self, shop):
        def save(**values):
            return fulfillment.save_specification(scope="sku", key="A-1", actor=ANN, at=AT, **values)

        assert save(inner="tissue") == 1
        assert save(inner="tissue") == 1
        parcel = open_one(shop)
        assert save(inner="wool", photo=True) == 2
        again = fulfillment.open_parcel(parcel.work_id, actor=ANN, at=AT)
        assert again.specification["inner"] == "tissue"
        assert again.specification["versions"] == {"sku:A-1": 1}
        assert PackingSpec.objects.filter(scope="sku").count() == 2
        [current] = fulfillment.specifications()
        assert current.version == 2
        follows = open_one(shop)
        put(follows, "A-1")
        with pytest.raises(fulfillment.PhotoNeeded):
            close(follows)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"scope": "planet"},
            {"scope": "sku"},
            {"scope": "default", "key": "x"},
            {"scope": "sku", "key": "A", "x": 1},
        ],
    )
    def test_a_specification_is_for_something_known(self, wrong):
        with pytest.raises(fulfillment.InvalidSpecification):
            fulfillment.save_specification(**wrong, actor=ANN, at=AT)

    def test_a_box_has_room(self):
        with pytest.raises(fulfillment.InvalidBox):
            fulfillment.save_box(code="x", name="X", length_mm=0, width_mm=1, height_mm=1, actor=ANN, at=AT)

    def test_a_box_is_proposed_with_what_lies_where(self, shop):
        Variant.objects.update(length_mm=100, width_mm=80, height_mm=50)
        fulfillment.save_box(
            code="s", name="Small", length_mm=250, width_mm=150, height_mm=100, actor=ANN, at=AT
        )
        [proposal] = open_one(shop).proposal
        assert proposal["box"] == "s"
        assert sorted(p["key"] for p in proposal["placements"]) == ["A-1", "A-1", "B-1"]


def test_log_2_what_is_known_of_the_goods_decides_how_they_are_packed(db):
    shop = make_shop()
    goods = shipping.GoodsFacts(sku="A-1", fragile=True, temperature="chilled")
    shipping.save_goods([goods], actor=ANN, at=AT)
    fulfillment.save_specification(scope="goods", key="chilled", outer="cool box", actor=ANN, at=AT)
    fulfillment.save_specification(scope="goods", key="frozen", outer="dry ice", actor=ANN, at=AT)
    spec, _proposal = fulfillment.packing_plan(picked(shop).id)
    assert (spec["outer"], spec["fragile"], spec["goods"]) == ("cool box", True, ["chilled", "fragile"])
    plain, _proposal = fulfillment.packing_plan(picked(shop, {"B-1": 1}).id)
    assert (plain["outer"], plain["fragile"], plain["goods"]) == ("", False, [])
    with pytest.raises(fulfillment.InvalidSpecification):
        fulfillment.save_specification(scope="goods", key="wobbly", actor=ANN, at=AT)
