"""Printed inserts: whose parcels they are for, put in by a scan, counted, never waited for."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, GUEST, Shop, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentOrder, Insert, InsertCopies, ParcelInsert
from storecrew.contexts.fulfillment.rules.inserts import Bought, Rule, fits, is_scan
from storecrew.contexts.fulfillment.tests.factories import ANN, picked
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work.models import Task

KEY = "marketing.print:1"
DAY = dt.timedelta(days=1)
ORDER = Bought(AT, "eu", "DE", {"A-1"}, {3})


@pytest.mark.parametrize(
    ("rule", "is_for"),
    [
        (Rule(), True),
        (Rule(starts_at=AT, ends_at=AT + DAY), True),
        (Rule(starts_at=AT + DAY), False),
        (Rule(ends_at=AT), False),
        (Rule(channels=["eu"], countries=["DE", "AT"]), True),
        (Rule(channels=["kr"]), False),
        (Rule(countries=["AT"]), False),
        (Rule(skus=["A-1", "C-1"]), True),
        (Rule(skus=["B-1"]), False),
        (Rule(skus=["B-1"], categories=[3]), True),
        (Rule(categories=[4]), False),
    ],
)
def test_whose_parcels_an_insert_is_for(rule: Rule, is_for: bool):
    assert fits(rule, ORDER) is is_for


def test_an_insert_is_read_by_its_code_and_by_the_address_behind_it():
    codes = ["THANKS", "https://shop.example/go/thanks/"]
    assert all(is_scan(read, codes) for read in ("thanks", "THANKS", "https://shop.example/go/thanks"))
    assert not any(is_scan(read, codes) for read in ("", "/", "A-1", "thank"))


@pytest.fixture
def shop(db) -> Shop:
    return make_shop({"A-1": 20, "B-1": 20})


def offer(copies: int = 10, **changes) -> Insert:
    values = {"key": KEY, "name": "Thank you", "codes": ("THANKS",), "owner_role": "marketing_manager"}
    fulfillment.offer_insert(fulfillment.InsertOffer(**(values | changes)), at=AT)
    fulfillment.lay_out(KEY, {"main": copies}, actor=ANN, at=AT)
    return Insert.objects.get(key=KEY)


def opened(shop: Shop, lines=None) -> fulfillment.ParcelFacts:
    return fulfillment.open_parcel(picked(shop, lines).id, actor=ANN, at=AT)


def left(place: str = "main") -> int:
    return InsertCopies.objects.get(location__code=place).left


def states(parcel: fulfillment.ParcelFacts) -> list[str]:
    return [each.state for each in fulfillment.inserts_of([parcel.id]).get(parcel.id, ())]


def fill(parcel: fulfillment.ParcelFacts) -> None:
    for line in fulfillment.work_of(parcel.work_id, ANN).lines:
        fulfillment.scan_into(parcel.id, item=line.sku, quantity=line.quantity, actor=ANN, at=AT)


def scan(parcel: fulfillment.ParcelFacts, key: str = "") -> None:
    fulfillment.scan_into(parcel.id, item="thanks", key=key, actor=ANN, at=AT)


def test_mkt_9_an_insert_is_asked_for_scanned_once_and_counted_when_it_leaves(shop: Shop):
    offer()
    parcel = opened(shop)
    assert parcel.specification["inserts"][0]["name"] == "Thank you"
    scan(parcel, "k1")
    scan(parcel, "k1")
    scan(parcel, "k2")
    fill(parcel)
    fulfillment.close_parcel(parcel.id, actor=ANN, at=AT)
    counts = fulfillment.insert_counts([KEY])[KEY]
    assert (counts.copies, counts.put, counts.left) == (9, 1, 0)
    fulfillment.hand_over(parcel.code, carrier="DHL", tracking_number="1", actor=ANN, at=AT)
    assert fulfillment.insert_counts([KEY])[KEY].left == 1


def test_mkt_9_a_box_closes_without_its_insert_and_that_is_counted(shop: Shop):
    offer()
    parcel = opened(shop)
    fill(parcel)
    fulfillment.close_parcel(parcel.id, actor=ANN, at=AT)
    assert states(parcel) == ["left_out"]
    fulfillment.reopen_parcel(parcel.id, reason="forgot the insert", actor=ANN, at=AT)
    assert states(parcel) == ["asked"]
    scan(parcel)
    assert states(parcel) == ["put"]


def test_mkt_9_the_last_copy_tells_marketing_once_and_later_boxes_ask_for_none(shop: Shop):
    offer(copies=1)
    parcel = opened(shop)
    scan(parcel)
    task = Task.objects.get(code="fulfillment.inserts_out")
    assert task.owner_role == "marketing_manager" and "Thank you" in str(task.title)
    assert "inserts" not in opened(shop).specification or not opened(shop).specification["inserts"]
    assert Task.objects.filter(code="fulfillment.inserts_out").count() == 1


def test_mkt_9_the_task_is_closed_where_copies_are_laid_out_again(shop: Shop):
    east = inventory.save_location(code="east", name="East", actor=ANN, at=AT)
    offer(copies=1)
    scan(opened(shop))
    fulfillment.lay_out(KEY, {"east": 7}, actor=ANN, at=AT)
    assert [row.state for row in out_of_copies()] == ["open"], "paper elsewhere helps nobody here"
    fulfillment.lay_out(KEY, {"main": 0}, actor=ANN, at=AT)
    assert [row.state for row in out_of_copies()] == ["open"]
    fulfillment.lay_out(KEY, {"main": 20, east.code: 7}, actor=ANN, at=AT)
    (task,) = out_of_copies()
    assert (task.state, task.answer) == ("withdrawn", "Copies were laid out again.")
    parcel = opened(shop)
    fulfillment.none_there(parcel.id, "THANKS", actor=ANN, at=AT)
    assert sorted(row.state for row in out_of_copies()) == ["open", "withdrawn"], "the next time is told anew"


def test_mkt_9_the_task_is_closed_when_the_insert_ends(shop: Shop):
    offer(copies=1)
    scan(opened(shop))
    offer(copies=0, active=False)
    (task,) = out_of_copies()
    assert (task.state, task.answer) == ("withdrawn", "It goes into no parcels any more.")


def out_of_copies() -> list[Task]:
    return list(Task.objects.filter(code="fulfillment.inserts_out"))


def test_mkt_9_a_packer_who_finds_none_goes_on_and_marketing_is_told(shop: Shop):
    offer(copies=500)
    parcel = opened(shop)
    fulfillment.none_there(parcel.id, "THANKS", actor=ANN, at=AT)
    fulfillment.none_there(parcel.id, "THANKS", actor=ANN, at=AT)
    fill(parcel)
    assert fulfillment.close_parcel(parcel.id, actor=ANN, at=AT).state == "closed"
    assert states(parcel) == ["missing"] and left() == 0
    assert Task.objects.filter(code="fulfillment.inserts_out").count() == 1
    with pytest.raises(fulfillment.UnknownWork):
        fulfillment.none_there(parcel.id, "OTHER", actor=ANN, at=AT)


def test_mkt_9_each_location_counts_down_its_own_copies(shop: Shop):
    east = inventory.save_location(code="east", name="East", actor=ANN, at=AT)
    offer(copies=1)
    fulfillment.lay_out(KEY, {"east": 7}, actor=ANN, at=AT)
    parcel = opened(shop)
    scan(parcel)
    assert (left(), left("east")) == (0, 7)
    task = Task.objects.get(code="fulfillment.inserts_out")
    assert inventory.location("main").name in str(task.title)
    assert states(opened(shop)) == [], "what lies elsewhere does not go into a box here"
    counts = fulfillment.insert_counts([KEY])[KEY]
    assert (counts.copies, counts.put) == (7, 1)
    assert {place.code: place.left for place in counts.places} == {"main": 0, "east": 7}
    work = picked(shop)
    FulfillmentOrder.objects.filter(pk=work.id).update(location_id=east.id)
    there = fulfillment.open_parcel(work.id, actor=ANN, at=AT)
    fulfillment.none_there(there.id, "THANKS", actor=ANN, at=AT)
    assert left("east") == 0 and Task.objects.filter(code="fulfillment.inserts_out").count() == 2
    with pytest.raises(inventory.UnknownLocation):
        fulfillment.lay_out(KEY, {"nowhere": 1}, actor=ANN, at=AT)


def test_mkt_9_an_emptied_box_gives_its_copy_back(shop: Shop):
    offer()
    parcel = opened(shop)
    scan(parcel)
    fulfillment.empty_parcel(parcel.id, actor=ANN, at=AT)
    assert states(parcel) == ["asked"] and left() == 10


def test_mkt_9_an_order_gets_one_copy_however_many_boxes_it_has(shop: Shop):
    offer()
    work = picked(shop)
    first = fulfillment.open_parcel(work.id, actor=ANN, at=AT)
    scan(first)
    fulfillment.scan_into(first.id, item="A-1", actor=ANN, at=AT)
    fulfillment.close_parcel(first.id, actor=ANN, at=AT)
    second = fulfillment.open_parcel(work.id, actor=ANN, at=AT)
    assert states(second) == [] and second.specification["inserts"] == []


def test_mkt_9_only_first_orders_where_it_says_so(shop: Shop):
    offer(first_order=True)
    assert states(opened(shop)) == ["asked"]
    assert states(opened(shop)) == [], "the same buyer again"


def test_mkt_9_a_gift_and_what_is_not_asked_for_stay_without(shop: Shop):
    offer(countries=("AT",))
    assert states(opened(shop)) == []
    offer()
    token = make_cart(shop, {"A-1": 1})
    checkout.set_details(token, gift_message="For you", actor=GUEST, at=AT)
    order_id = place(token).order_id
    fulfillment.give_to_warehouse(order_id, at=AT)
    instruction, _boxes = fulfillment.packing_plan(fulfillment.work_of_order(order_id)[0].id)
    assert instruction["inserts"] == []


def test_mkt_9_categories_count_with_what_is_below_them(shop: Shop):
    top = catalog.save_category(name="Kitchen", slug="kitchen", actor=ANN, at=AT)
    below = catalog.save_category(name="Mugs", slug="mugs", parent_id=top, actor=ANN, at=AT)
    other = catalog.save_category(name="Garden", slug="garden", actor=ANN, at=AT)
    product = catalog.variants([shop.variants["A-1"]])[shop.variants["A-1"]].product_id
    catalog.add_to_category(product_ids=[product], category_id=below, actor=ANN, at=AT)
    offer(categories=(other,))
    assert states(opened(shop)) == []
    offer(categories=(top, other))
    assert states(opened(shop)) == ["asked"]


def test_mkt_18_a_paused_promotion_keeps_its_insert_out_of_parcels(shop: Shop):
    promotion = make_promotion(code="THANKS10")
    offer(promotion_id=promotion.pk)
    assert states(opened(shop)) == ["asked"]
    Promotion.objects.filter(pk=promotion.pk).update(state=Promotion.State.PAUSED)
    assert states(opened(shop)) == []
    assert ParcelInsert.objects.count() == 1
