"""U027: lists that are kept, shared and bought from; each promise with its refusal."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders.tests.factories import ACTOR as OWNER
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.contexts.wishes import public as wishes
from storecrew.contexts.wishes import tasks
from storecrew.contexts.wishes.models import GiftMark, Wish, WishList
from storecrew.contexts.wishes.tests.factories import ANN, seen, wish

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
BUYER, OTHER = "the-browser-of-one-buyer", "the-browser-of-another"


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 2, "C-1": 0})


@pytest.fixture
def bob():
    return wishes.Owner(customers.ensure_customer(email="bob@example.com", actor=GUEST, at=AT).id)


def units(owner=ANN) -> dict[str, dict[str, int]]:
    """What is on the lists of an owner: {name: {SKU: units}}."""
    rows = Wish.objects.filter(wish_list__customer_id=owner.customer_id, wish_list__guest=owner.guest)
    found: dict[str, dict[str, int]] = {}
    for row in rows.select_related("variant", "wish_list").order_by("pk"):
        found.setdefault(row.wish_list.name, {})[row.variant.sku] = row.quantity
    return found


def test_pressing_twice_is_one_wish_and_the_first_list_makes_itself(shop):
    first = wish(shop)
    assert wish(shop) == first
    assert units() == {"": {"A-1": 1}}


def test_a_wish_goes_on_the_list_that_was_changed_last(shop):
    wish(shop)
    party = wishes.start(ANN, "Party", actor=GUEST, at=AT + DAY)
    assert wish(shop, sku="B-1", at=AT + 2 * DAY) == party
    assert [row.name for row in wishes.lists(ANN)] == ["Party", ""]


def test_prices_and_stock_are_those_of_the_page(shop, django_assert_max_num_queries):
    for sku in ("A-1", "B-1", "C-1"):
        list_id = wish(shop, sku=sku)
    make_prices(shop.channel, {shop.variants["A-1"]: 800}, at=AT + DAY)
    with django_assert_max_num_queries(14):
        view = seen(shop, ANN, list_id, at=AT + 2 * DAY)
    states = {each.sku: (each.state, each.available, each.cheaper) for each in view.wishes}
    assert states["A-1"] == ("in_stock", 10, True)
    assert states["C-1"] == ("out", 0, False)
    assert {each.sku: each.price.amount for each in view.wishes if each.price}["A-1"] == 800


def test_how_many_a_note_and_another_list(shop):
    first = wish(shop)
    party = wishes.start(ANN, "Party", actor=GUEST, at=AT)
    row = Wish.objects.get()
    wishes.change(ANN, first, row.pk, quantity="3", note=" in\nred ", to_list=party, actor=GUEST, at=AT)
    row.refresh_from_db()
    assert (row.quantity, row.note, row.wish_list_id) == (3, "in red", party)
    wish(shop, list_id=first, quantity=5)
    again = Wish.objects.get(wish_list_id=first)
    wishes.change(ANN, first, again.pk, quantity=5, note="", to_list=party, actor=GUEST, at=AT)
    assert units() == {"Party": {"A-1": 5}}
    assert Wish.objects.get().note == "in red"


@pytest.mark.parametrize("quantity", ["0", "x", "1000", "-1"])
def test_a_wrong_number_or_note_is_told_at_its_field(shop, quantity):
    list_id = wish(shop)
    with pytest.raises(wishes.InvalidWish) as refused:
        wishes.change(
            ANN, list_id, Wish.objects.get().pk, quantity=quantity, note="x" * 201, actor=GUEST, at=AT
        )
    assert set(refused.value.details) == {"quantity", "note"}


@pytest.mark.parametrize("name", ["", "  \n", "x" * 61])
def test_a_list_has_a_name_that_fits(shop, name):
    with pytest.raises(wishes.InvalidWish):
        wishes.start(ANN, name, actor=GUEST, at=AT)


def test_two_lists_never_have_one_name(shop):
    wishes.start(ANN, "Party", actor=GUEST, at=AT)
    with pytest.raises(wishes.ListNameTaken):
        wishes.start(ANN, "Party", actor=GUEST, at=AT)
    other = wishes.start(ANN, "Trip", actor=GUEST, at=AT)
    with pytest.raises(wishes.ListNameTaken):
        wishes.rename(ANN, other, "Party", actor=GUEST, at=AT)
    wishes.rename(ANN, other, "Travel", actor=GUEST, at=AT)
    wishes.delete(ANN, other, actor=GUEST)
    assert [row.name for row in wishes.lists(ANN)] == ["Party"]


def test_there_is_room_for_so_many(shop, monkeypatch):
    monkeypatch.setattr("storecrew.contexts.wishes.operations.owning.MOST_WISHES", 1)
    monkeypatch.setattr("storecrew.contexts.wishes.operations.owning.MOST_LISTS", 1)
    wish(shop)
    with pytest.raises(wishes.TooManyWishes):
        wish(shop, sku="B-1")
    with pytest.raises(wishes.TooManyWishes):
        wishes.start(ANN, "Party", actor=GUEST, at=AT)


def test_aut_03_lists_of_others_do_not_exist(shop, bob):
    list_id = wish(shop)
    row = Wish.objects.get()
    for stranger in (bob, wishes.Owner(guest="another-guest"), wishes.Owner()):
        with pytest.raises(wishes.WishListNotFound):
            seen(shop, stranger, list_id)
        with pytest.raises(wishes.WishListNotFound):
            wishes.remove(stranger, list_id, row.pk, actor=GUEST, at=AT)
        with pytest.raises(wishes.WishListNotFound):
            wishes.share(stranger, list_id, actor=GUEST, at=AT)
        wishes.delete(stranger, list_id, actor=GUEST)
        wishes.take_off(stranger, list(shop.variants.values()), actor=GUEST)
        assert not wishes.wished_among(stranger, set(shop.variants.values()), set())
    assert units() == {"": {"A-1": 1}}
    with pytest.raises(wishes.WishNotFound):
        wishes.remove(ANN, list_id, row.pk + 1, actor=GUEST, at=AT)


def test_what_is_not_sold_here_cannot_be_wished(shop):
    with pytest.raises(wishes.CannotBeWished):
        wishes.first_of([], channel=shop.channel)
    out, there = shop.variants["C-1"], shop.variants["A-1"]
    assert wishes.first_of([out, there], channel=shop.channel) == there
    assert wishes.first_of([out], channel=shop.channel) == out


def test_all_that_can_be_bought_moves_and_the_rest_says_why(shop):
    for sku, wanted in (("A-1", 3), ("B-1", 5), ("C-1", 1)):
        list_id = wish(shop, sku=sku, quantity=wanted)
    cart = make_cart(shop, {}, ready=False)
    moved = wishes.to_cart(ANN, list_id, cart=cart, actor=GUEST, at=AT)
    assert moved.units == 3
    assert {each.sku: each.error.details["items"][0]["available"] for each in moved.left} == {
        "B-1": 2, "C-1": 0,
    }  # fmt: skip
    assert units() == {"": {"B-1": 5, "C-1": 1}}
    assert checkout.item_count(cart) == 3


def test_one_wish_moves_alone(shop):
    wish(shop)
    list_id = wish(shop, sku="B-1", quantity=2)
    cart = make_cart(shop, {}, ready=False)
    row = Wish.objects.get(variant_id=shop.variants["B-1"])
    assert wishes.to_cart(ANN, list_id, cart=cart, wish_id=row.pk, actor=GUEST, at=AT).units == 2
    assert units() == {"": {"A-1": 1}}
    assert wishes.to_cart(ANN, wish(shop), cart=cart, actor=GUEST, at=AT).units == 1


def test_of_two_buyers_of_one_present_the_second_is_told(shop):
    list_id = wish(shop, quantity=2)
    link = wishes.share(ANN, list_id, actor=GUEST, at=AT)
    assert wishes.share(ANN, list_id, actor=GUEST, at=AT) == link
    row = Wish.objects.get()
    wishes.mark_bought(link, row.pk, buyer=BUYER, quantity=1, actor=GUEST, at=AT)
    wishes.mark_bought(link, row.pk, buyer=BUYER, quantity="1", actor=GUEST, at=AT)
    with pytest.raises(wishes.BoughtAlready) as refused:
        wishes.mark_bought(link, row.pk, buyer=OTHER, quantity=1, actor=GUEST, at=AT)
    assert refused.value.details["open"] == 0
    wishes.unmark(link, row.pk, buyer=OTHER, actor=GUEST)
    row.refresh_from_db()
    assert row.bought == 2, "nobody takes back what somebody else marked"
    shown = wishes.shared_list(link, buyer=BUYER, channel=shop.channel, locale="en", at=AT)
    assert [(each.bought, each.mine, each.open_units) for each in shown.wishes] == [(2, 2, 0)]
    wishes.unmark(link, row.pk, buyer=BUYER, actor=GUEST)
    wishes.unmark(link, row.pk, buyer=BUYER, actor=GUEST)
    row.refresh_from_db()
    assert row.bought == 0


def test_a_link_that_was_taken_back_leads_nowhere(shop):
    list_id = wish(shop)
    link = wishes.share(ANN, list_id, actor=GUEST, at=AT)
    row = Wish.objects.get()
    wishes.mark_bought(link, row.pk, buyer=BUYER, actor=GUEST, at=AT)
    wishes.unshare(ANN, list_id, actor=GUEST, at=AT)
    with pytest.raises(wishes.WishListNotFound):
        wishes.shared_list(link, channel=shop.channel, locale="en", at=AT)
    with pytest.raises(wishes.WishListNotFound):
        wishes.mark_bought(link, row.pk, buyer=OTHER, actor=GUEST, at=AT)
    assert not GiftMark.objects.exists()
    again = wishes.share(ANN, list_id, actor=GUEST, at=AT)
    assert again != link
    with pytest.raises(wishes.WishNotFound):
        wishes.mark_bought(again, row.pk + 1, buyer=OTHER, actor=GUEST, at=AT)
    wishes.mark_bought(again, row.pk, buyer=OTHER, actor=GUEST, at=AT)


def test_at_sign_in_nothing_is_lost_and_nothing_doubled(shop, bob):
    wish(shop, bob, "A-1", quantity=2)
    wish(shop, ANN, "A-1", quantity=3, note="in red")
    wish(shop, ANN, "B-1")
    party = wishes.start(ANN, "Party", actor=GUEST, at=AT)
    wish(shop, ANN, "C-1", list_id=party)
    for _again in range(2):
        wishes.join_lists(ANN.guest, bob.customer_id, actor=GUEST, at=AT)
    assert units(bob) == {"": {"A-1": 3, "B-1": 1}, "Party": {"C-1": 1}}
    assert units(ANN) == {}
    assert Wish.objects.get(variant_id=shop.variants["A-1"]).note == "in red"
    wishes.join_lists("", bob.customer_id, actor=GUEST, at=AT)


def test_at_sign_in_links_go_on_leading_to_their_lists(shop, bob):
    guests = wish(shop, ANN, "A-1")
    link = wishes.share(ANN, guests, actor=GUEST, at=AT)
    wishes.mark_bought(link, Wish.objects.get().pk, buyer=BUYER, actor=GUEST, at=AT)
    wish(shop, bob, "A-1")
    wishes.join_lists(ANN.guest, bob.customer_id, actor=GUEST, at=AT)
    shown = wishes.shared_list(link, buyer=BUYER, channel=shop.channel, locale="en", at=AT)
    assert [(each.sku, each.bought, each.mine) for each in shown.wishes] == [("A-1", 1, 1)]
    second = wishes.share(ANN, wish(shop, ANN, "B-1"), actor=GUEST, at=AT)
    wishes.join_lists(ANN.guest, bob.customer_id, actor=GUEST, at=AT)
    assert sorted(row.name for row in wishes.lists(bob)) == ["", "2"]
    assert wishes.shared_list(second, channel=shop.channel, locale="en", at=AT).name == "2"


def test_lists_of_guests_have_an_end_and_those_of_customers_stay(shop, bob):
    wish(shop, ANN)
    wish(shop, bob)
    tasks.forget_lists(AT + wishes.LISTS_ARE_KEPT)
    assert WishList.objects.count() == 2
    tasks.forget_lists(AT + wishes.LISTS_ARE_KEPT + DAY)
    assert [row.customer_id for row in WishList.objects.all()] == [bob.customer_id]


def test_prv_01_prv_02_lists_are_in_the_export_and_go_with_the_person(shop, bob):
    wish(shop, bob, note="in red")
    told = customers.export_data(bob.customer_id, actor=OWNER, at=AT)["wish_lists"]
    assert told[0]["wishes"][0] | {"added_at": ""} == {
        "sku": "A-1", "quantity": 1, "note": "in red", "added_at": "",
    }  # fmt: skip
    customers.erase(customer_id=bob.customer_id, actor=OWNER, at=AT)
    assert not WishList.objects.exists()


def test_who_wishes_for_what(shop, bob):
    wish(shop, ANN, "A-1", quantity=2)
    wish(shop, bob, "A-1")
    wish(shop, bob, "B-1")
    ids = [shop.variants[sku] for sku in ("B-1", "A-1")]
    assert [each.variant_id for each in wishes.wishes_of([bob.customer_id])] == ids
    assert wishes.customers_with_wishes(after=0, limit=5) == [bob.customer_id]
    assert wishes.customers_with_wishes(after=bob.customer_id, limit=5) == []
    assert [row["wish_list__customer_id"] for row in wishes.customers_wishing(ids[:1])] == [bob.customer_id]
