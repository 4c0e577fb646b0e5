"""Carts: what is in them, what they cost, what is missing."""

import datetime as dt

import pytest

from storecrew.contexts.catalog.models import Listing, Product, Variant
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.customers.models import Customer
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved, stock
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.tests.factories import ACTOR, make_prices
from storecrew.kernel.money import Money
from storecrew.kernel.quantity import InvalidQuantity

EUR = "EUR"


def codes(token):
    return [found.code for found in checkout.cart(token, at=AT).requirements]


def view(token):
    return checkout.cart(token, at=AT)


def test_an_empty_cart_says_what_is_missing(shop):
    token = checkout.open_cart(channel_code="eu", locale="ko", actor=GUEST, at=AT).token
    assert len(token) >= 32
    cart = view(token)
    assert (cart.locale, cart.currency, cart.item_count, cart.version) == ("ko", EUR, 0, 1)
    assert cart.subtotal == cart.total == Money(0, EUR)
    assert cart.shipping is None
    assert codes(token) == ["cart_empty", "email_missing", "address_missing"]


def test_an_unknown_language_becomes_the_channels(shop):
    assert checkout.open_cart(channel_code="eu", locale="xx", actor=GUEST, at=AT).locale == "en"


def test_totals_are_shown_early_with_the_cheapest_shipping(shop):
    token = make_cart(shop, {"A-1": 2, "B-1": 1}, ready=False)
    cart = view(token)
    assert [line.total for line in cart.lines] == [Money(2000, EUR), Money(1000, EUR)]
    assert (cart.subtotal, cart.shipping, cart.total) == (Money(3000, EUR), Money(490, EUR), Money(3490, EUR))
    assert cart.shipping_is_estimate
    line = cart.lines[0]
    assert (line.sku, line.title, dict(line.options), line.url) == (
        "A-1",
        "Tee",
        {"Size": "A-1"},
        "/en/p/tee/",
    )
    assert (line.availability, line.notice) == ("in_stock", "")


def test_a_ready_cart_has_no_requirements(shop):
    token = make_cart(shop, {"A-1": 1})
    cart = view(token)
    assert cart.requirements == ()
    assert not cart.shipping_is_estimate
    assert cart.email == "ann@example.com"
    assert cart.address["city"] == "Berlin"
    assert cart.tax > Money(0, EUR)


def test_adding_the_same_article_makes_one_line_of_it(shop):
    token = make_cart(shop, {"A-1": 2}, ready=False)
    cart = checkout.add_line(token, "A-1", "3", actor=GUEST, at=AT)
    assert [line.quantity for line in cart.lines] == [5]
    assert checkout.item_count(token) == 5
    assert checkout.item_count("nobody") == 0


def test_a_list_of_articles_is_added_whole_or_not_at_all(shop, django_assert_max_num_queries):
    token = make_cart(shop, {"A-1": 2}, ready=False)
    version = view(token).version
    for wanted, refusal in (
        ([("B-1", 1), ("NOPE", 1)], checkout.NotForSale),
        ([("B-1", 1), ("A-1", 9)], checkout.InsufficientStock),
        ([("B-1", 1), ("A-1", 0)], InvalidQuantity),
    ):
        with pytest.raises(refusal):
            checkout.add_lines(token, wanted, actor=GUEST, at=AT)
        assert (view(token).version, view(token).item_count) == (version, 2)
    with django_assert_max_num_queries(26):
        cart = checkout.add_lines(token, [("B-1", 1), ("A-1", 3), (" B-1 ", 2)], actor=GUEST, at=AT)
    assert {line.sku: line.quantity for line in cart.lines} == {"A-1": 5, "B-1": 3}


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "1", "１", 10**9, 2**63, None, True, "x"])
def test_bad_03_impossible_quantities_never_get_into_a_cart(shop, quantity):
    token = make_cart(shop, {"B-1": 1}, ready=False)
    line = view(token).lines[0].id
    if quantity == "1":
        return
    with pytest.raises(InvalidQuantity):
        checkout.add_line(token, "A-1", quantity, actor=GUEST, at=AT)
    with pytest.raises(InvalidQuantity):
        checkout.change_line(token, line, quantity, actor=GUEST, at=AT)
    assert [row.quantity for row in CartLine.objects.all()] == [1]


def test_the_sum_of_a_line_has_the_same_limit(db):
    shop = make_shop({"A-1": 100_000})
    stock(shop.variants["A-1"], 5)
    token = make_cart(shop, {"A-1": 99_999}, ready=False)
    with pytest.raises(InvalidQuantity):
        checkout.add_line(token, "A-1", 2, actor=GUEST, at=AT)


def test_what_is_not_sold_here_cannot_be_added(shop):
    token = make_cart(shop, {}, ready=False)
    for sku in ("", "NOPE", "x" * 500, None, 7):
        with pytest.raises(checkout.NotForSale):
            checkout.add_line(token, sku, 1, actor=GUEST, at=AT)
    Listing.objects.update(published=False)
    with pytest.raises(checkout.NotForSale):
        checkout.add_line(token, "A-1", 1, actor=GUEST, at=AT)


def test_more_than_there_is_cannot_be_added(shop):
    token = make_cart(shop, {"A-1": 9}, ready=False)
    with pytest.raises(checkout.InsufficientStock) as refusal:
        checkout.add_line(token, "A-1", 2, actor=GUEST, at=AT)
    assert refusal.value.details["items"][0] == {
        "variant_id": shop.variants["A-1"], "sku": "A-1", "requested": 11, "available": 10
    }  # fmt: skip
    line = view(token).lines[0].id
    with pytest.raises(checkout.InsufficientStock):
        checkout.change_line(token, line, 11, actor=GUEST, at=AT)
    assert checkout.change_line(token, line, 10, actor=GUEST, at=AT).item_count == 10
    assert view(token).version == 3


def test_lines_are_changed_and_removed_only_in_their_own_cart(shop):
    mine = make_cart(shop, {"A-1": 1}, ready=False)
    other = make_cart(shop, {"B-1": 1}, ready=False)
    line = view(other).lines[0].id
    with pytest.raises(checkout.LineNotFound):
        checkout.change_line(mine, line, 2, actor=GUEST, at=AT)
    with pytest.raises(checkout.LineNotFound):
        checkout.remove_line(mine, line, actor=GUEST, at=AT)
    assert view(other).item_count == 1
    assert view(mine).version == 2, "a refused change leaves no trace"
    assert checkout.remove_line(other, line, actor=GUEST, at=AT).lines == ()
    with pytest.raises(checkout.CartNotFound):
        checkout.cart("nobody", at=AT)
    with pytest.raises(checkout.CartNotFound):
        checkout.add_line("nobody", "A-1", 1, actor=GUEST, at=AT)


def test_con_02_a_cart_shows_what_was_bought_by_others_meanwhile(shop):
    mine, other = make_cart(shop, {"A-1": 8}), make_cart(shop, {"A-1": 4})
    place(other)
    line = view(mine).lines[0]
    assert (line.notice, line.available) == ("only_left", 6)
    assert codes(mine) == ["insufficient_stock"]
    place(make_cart(shop, {"A-1": 6}))
    assert view(mine).lines[0].notice == "sold_out"


def test_an_article_that_left_the_shop_keeps_its_name_and_blocks(shop):
    token = make_cart(shop, {"A-1": 1, "B-1": 1})
    Variant.objects.filter(sku="A-1").update(active=False)
    cart = view(token)
    assert [(line.sku, line.notice, line.total) for line in cart.lines] == [
        ("A-1", "not_for_sale", None),
        ("B-1", "", Money(1000, EUR)),
    ]
    assert cart.subtotal == Money(1000, EUR)
    assert codes(token) == ["line_not_for_sale"]
    Product.objects.update(status="draft")
    assert codes(token) == ["line_not_for_sale"] * 2 + ["shipping_not_possible"]


def test_a_price_change_is_seen_at_once(shop):
    token = make_cart(shop, {"A-1": 1})
    make_prices(shop.channel, {shop.variants["A-1"]: 1500}, at=AT)
    assert view(token).total == Money(1990, EUR)


def test_it_16_an_article_whose_price_went_on_request_cannot_be_placed(shop):
    token = make_cart(shop, {"A-1": 1, "B-1": 1})
    asked = [pricing.PriceRow(shop.variants["A-1"], None, on_request=True)]
    pricing.set_prices(rows=asked, channel=shop.channel, actor=ACTOR, at=AT)
    assert codes(token) == ["price_on_request"]
    with pytest.raises(checkout.RequirementsUnmet):
        place(token)


def test_details_are_checked_and_each_can_be_set_alone(shop):
    token = make_cart(shop, {"A-1": 1}, ready=False)
    for email in ("", "ann", "ann@", "a" * 250 + "@example.com", "ann@example.com\nBcc: x@example.com"):
        with pytest.raises(checkout.InvalidContact) as refusal:
            checkout.set_details(token, email=email, actor=GUEST, at=AT)
        assert "email" in refusal.value.details
    cart = checkout.set_details(token, email=" Ann@Example.com ", phone="+49 30 1", actor=GUEST, at=AT)
    assert (cart.email, cart.phone) == ("ann@example.com", "+49 30 1")
    with pytest.raises(checkout.ShippingMethodUnavailable) as offered:
        checkout.set_details(token, shipping_method="drone", actor=GUEST, at=AT)
    assert offered.value.details["offered"] == ["express", "standard"]
    cart = checkout.set_details(token, shipping_address=ADDRESS, actor=GUEST, at=AT)
    assert [found.code for found in cart.requirements] == ["shipping_method_missing"]
    cart = checkout.set_details(token, shipping_method="express", actor=GUEST, at=AT)
    assert cart.shipping == Money(990, EUR)
    assert cart.email == "ann@example.com"
    assert [option.code for option in checkout.shipping_options(token, at=AT)] == ["standard", "express"]


def test_a_country_that_is_not_served_is_a_requirement(shop):
    token = make_cart(shop, {"A-1": 1})
    Cart.objects.update(shipping_address=ADDRESS | {"country": "BR"})
    assert codes(token) == ["country_not_served", "shipping_not_possible"]
    Cart.objects.update(shipping_address=ADDRESS, shipping_method="gone")
    assert codes(token) == ["shipping_method_unavailable"]


def test_a_cart_holds_a_limited_number_of_articles(db, monkeypatch):
    shop = make_shop({f"S-{number}": 5 for number in range(4)})
    monkeypatch.setattr("storecrew.contexts.checkout.operations.adding.MOST_LINES", 3)
    token = make_cart(shop, {f"S-{number}": 1 for number in range(3)}, ready=False)
    with pytest.raises(checkout.TooManyLines):
        checkout.add_line(token, "S-3", 1, actor=GUEST, at=AT)


class TestMerging:
    """AUT-06: signing in adds the guest's cart once, and nothing crosses between customers."""

    @pytest.fixture
    def ann(self, db):
        return Customer.objects.create(email="ann@example.com", created_at=AT, updated_at=AT).pk

    def own(self, customer, lines, shop):
        token = make_cart(shop, lines, ready=False)
        Cart.objects.filter(token=token).update(customer_id=customer)
        return token

    def merge(self, token, customer):
        return checkout.merge_carts(token, customer, actor=GUEST, at=AT)

    def test_aut_06_quantities_are_added_once(self, shop, ann):
        own = self.own(ann, {"A-1": 1, "B-1": 1}, shop)
        guest = make_cart(shop, {"A-1": 2, "C-1": 1})
        for _ in range(3):
            merged = self.merge(guest, ann)
        assert merged.token == own
        assert {line.sku: line.quantity for line in merged.lines} == {"A-1": 3, "B-1": 1, "C-1": 1}
        assert merged.address["city"] == "Berlin"
        assert checkout.cart(guest, at=AT).state == "merged"
        with pytest.raises(checkout.CartClosed):
            checkout.add_line(guest, "A-1", 1, actor=GUEST, at=AT)
        with pytest.raises(checkout.CartClosed):
            place(guest)

    def test_aut_06_without_an_own_cart_the_guests_becomes_it(self, shop, ann):
        guest = make_cart(shop, {"A-1": 2}, ready=False)
        assert self.merge(guest, ann).token == guest
        assert self.merge(guest, ann).item_count == 2
        assert checkout.cart_of_customer(ann) == guest

    def test_aut_06_the_cart_of_another_customer_is_never_taken(self, shop, ann):
        bob = Customer.objects.create(email="bob@example.com", created_at=AT, updated_at=AT).pk
        bobs = self.own(bob, {"A-1": 2}, shop)
        with pytest.raises(checkout.CartNotFound):
            self.merge(bobs, ann)
        own = self.own(ann, {"B-1": 1}, shop)
        merged = self.merge(bobs, ann)
        assert merged.token == own
        assert [line.sku for line in merged.lines] == ["B-1"]
        assert checkout.cart(bobs, at=AT).item_count == 2


class TestHolding:
    """ABU-06: stock is held from the payment step only, for a short time."""

    def hold(self, token, at=AT):
        return checkout.hold_stock(token, actor=GUEST, at=at)

    def available(self, shop):
        a = shop.variants["A-1"]
        return inventory.available_to_promise([a], channel_id=shop.channel.id)[a].available

    def test_abu_06_a_cart_holds_nothing_before_the_payment_step(self, shop):
        for _ in range(20):
            make_cart(shop, {"A-1": 10})
        assert self.available(shop) == 10

    def test_a_hold_protects_until_it_ends(self, shop):
        mine, other = make_cart(shop, {"A-1": 8}), make_cart(shop, {"A-1": 8})
        assert self.hold(mine) == AT + dt.timedelta(minutes=10)
        assert self.available(shop) == 2
        with pytest.raises(checkout.InsufficientStock):
            self.hold(other)
        assert place(mine).status == "confirmed"
        assert self.available(shop) == 2
        assert_proved()

    def test_con_01_whoever_holds_the_last_pieces_is_not_told_that_they_are_sold_out(self, shop):
        mine, other = make_cart(shop, {"A-1": 10}), make_cart(shop, {"A-1": 1})
        self.hold(mine)
        assert self.available(shop) == 0
        assert view(mine).requirements == () and view(mine).lines[0].notice == ""
        assert [each.code for each in view(other).requirements] == ["insufficient_stock"]
        assert place(mine).status == "confirmed"
        assert_proved()

    def test_whoever_holds_the_last_pieces_may_still_change_how_many(self, shop):
        mine = make_cart(shop, {"A-1": 10})
        self.hold(mine)
        with pytest.raises(checkout.InsufficientStock):
            checkout.change_line(mine, view(mine).lines[0].id, 11, actor=GUEST, at=AT)
        assert checkout.change_line(mine, view(mine).lines[0].id, 9, actor=GUEST, at=AT).item_count == 9

    def test_a_hold_is_prolonged_and_given_back_when_the_cart_changes(self, shop):
        mine = make_cart(shop, {"A-1": 8})
        self.hold(mine)
        later = AT + dt.timedelta(minutes=5)
        assert self.hold(mine, at=later) == later + dt.timedelta(minutes=10)
        checkout.change_line(mine, view(mine).lines[0].id, 3, actor=GUEST, at=later)
        assert self.available(shop) == 10
        assert view(mine).held_until is None
        assert_proved()

    def test_abu_06_a_shopper_above_the_limit_has_no_hold_but_can_buy(self, shop):
        carts = [make_cart(shop, {"A-1": 1}) for _ in range(7)]
        ends = [self.hold(token) for token in carts]
        assert [end is not None for end in ends] == [True] * 5 + [False] * 2
        assert place(carts[-1]).status == "confirmed"

    def test_an_empty_cart_holds_nothing(self, shop):
        assert self.hold(make_cart(shop, {}, ready=False)) is None


def test_the_cart_costs_a_fixed_number_of_queries(db, django_assert_max_num_queries):
    shop = make_shop({f"S-{number}": 5 for number in range(12)})
    token = make_cart(shop, {f"S-{number}": 1 for number in range(12)})
    with django_assert_max_num_queries(16):
        checkout.cart(token, at=AT)
