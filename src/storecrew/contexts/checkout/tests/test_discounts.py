"""Promotions from the cart to the order: what is shown is what is charged, and what is stored adds up."""

from dataclasses import replace

import pytest

from storecrew.contexts.aftersales.rules import paid_lines, share
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, GUEST, make_cart, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.providers.simulator.gateway import Simulator
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import BuyerUse, Claim, Coupon, Promotion
from storecrew.contexts.promotions.operations.activating import renew_active
from storecrew.contexts.promotions.tests.factories import make_coupon, make_promotion
from storecrew.kernel.money import Money


def eur(amount):
    return Money(amount, "EUR")


def test_mkt_6_ten_percent_goes_through_cart_order_and_tax(shop):
    make_promotion(sentence={"en": "10% off everything", "de": "10% auf alles"})
    token = make_cart(shop, {"A-1": 2, "B-1": 1})
    view = checkout.cart(token, at=AT)
    assert (view.goods, view.discount, view.subtotal) == (eur(3000), eur(300), eur(2700))
    assert [(each.label, each.amount) for each in view.discounts] == [("10% off everything", eur(300))]
    assert [(line.total, line.full) for line in view.lines] == [(eur(1800), eur(2000)), (eur(900), eur(1000))]
    order = orders.order(place(token, expected_total=view.total).order_id)
    assert (order.goods, order.saved, order.subtotal) == (eur(3000), eur(300), eur(2700))
    assert order.total == view.total == eur(2700 + 490)
    assert [(line.discount, line.net + line.tax) for line in order.lines] == [
        (eur(200), eur(1800)),
        (eur(100), eur(900)),
    ]
    rows = orders.discounts_of(order.id)
    assert [(row.label, row.amount, row.line_id) for row in rows] == [
        ("10% off everything", eur(200), order.lines[0].id),
        ("10% off everything", eur(100), order.lines[1].id),
    ]


def test_mon_12_a_promotion_that_changes_later_changes_no_order(shop):
    promotion = make_promotion()
    placed = place(make_cart(shop, {"A-1": 2}))
    before, rows = orders.order(placed.order_id), orders.discounts_of(placed.order_id)
    Promotion.objects.filter(pk=promotion.pk).update(state="ended", sentence={"en": "Other words"})
    renew_active()
    assert (orders.order(placed.order_id), orders.discounts_of(placed.order_id)) == (before, rows)


def test_refund_shares_of_a_discounted_line_add_up(shop):
    make_promotion("amount_off", benefit={"amounts": {"EUR": 100}})
    order = orders.order(place(make_cart(shop, {"A-1": 3})).order_id)
    (line,) = paid_lines([(row.id, row.quantity, row.paid.amount, row.tax.amount) for row in order.lines], 0)
    parts = [share(line, already=units, quantity=1).amount for units in range(3)]
    assert sum(parts) == 2900
    assert max(parts) - min(parts) <= 1


def test_a_code_counts_when_it_is_typed_and_is_claimed_once(shop):
    promotion = make_promotion(code="SPRING 10", code_uses=1)
    token = make_cart(shop, {"A-1": 1})
    assert checkout.cart(token, at=AT).discount == eur(0)
    view = checkout.add_code(token, "spring-10", actor=GUEST, at=AT)
    assert [(each.text, each.applied) for each in view.codes] == [("SPRING10", True)]
    assert view.discount == eur(100)
    placed = place(token, expected_total=view.total)
    claim = Claim.objects.get(order_id=placed.order_id)
    assert (claim.promotion_id, claim.amount, claim.coupon.uses) == (promotion.pk, 100, 1)
    with pytest.raises(checkout.CodeRefused, match="used already"):
        checkout.add_code(make_cart(shop, {"A-1": 1}), "SPRING10", actor=GUEST, at=AT)


def test_a_code_that_does_not_count_yet_says_what_is_missing(shop):
    make_promotion(code="BIG", needs={"min_spend": {"EUR": 2500}})
    token = make_cart(shop, {"A-1": 2})
    (answer,) = checkout.add_code(token, "BIG", actor=GUEST, at=AT).codes
    assert not answer.applied
    assert "€25.00" in answer.sentence
    assert "€5.00" in answer.sentence
    checkout.add_line(token, "B-1", 1, actor=GUEST, at=AT)
    view = checkout.cart(token, at=AT)
    assert view.codes[0].applied
    assert checkout.remove_code(token, "big", actor=GUEST, at=AT).codes == ()


def test_an_unknown_code_is_refused(shop):
    token = make_cart(shop, {"A-1": 1})
    with pytest.raises(checkout.CodeRefused) as refusal:
        checkout.add_code(token, "NOBODY", actor=GUEST, at=AT)
    assert refusal.value.next_step
    assert Cart.objects.get(token=token).codes == []


def test_con_19_a_cap_reached_in_between_is_told_and_nothing_is_charged(shop):
    promotion = make_promotion(uses_cap=1)
    first, second = make_cart(shop, {"A-1": 1}), make_cart(shop, {"B-1": 1}, email="bob@example.com")
    shown = checkout.cart(second, at=AT).total
    place(first)
    with pytest.raises(checkout.CartChanged) as refusal:
        place(second, expected_total=shown)
    assert refusal.value.details["total"]["amount"] == 1490
    assert Order.objects.count() == 1
    assert place(second, expected_total=eur(1490)).status == "confirmed"
    promotion.refresh_from_db()
    assert (promotion.uses, promotion.spent) == (1, 100)


def test_a_declined_payment_gives_the_code_back(shop):
    promotion = make_promotion(code="ONCE", code_uses=1, customer_cap=1, uses_cap=5)
    token = make_cart(shop, {"A-1": 1})
    checkout.add_code(token, "ONCE", actor=GUEST, at=AT)
    with pytest.raises(checkout.PaymentDeclined):
        place(token, "tok_declined")
    promotion.refresh_from_db()
    assert (promotion.uses, promotion.spent, Coupon.objects.get().uses) == (0, 0, 0)
    assert set(BuyerUse.objects.values_list("uses", flat=True)) == {0}
    placed = place(token)
    assert orders.order(placed.order_id).saved == eur(100)
    assert Claim.objects.filter(released_at=None).count() == 1


@pytest.mark.parametrize(
    ("email", "shared", "saved"),
    [
        ("bob@example.com", {}, 100),
        ("annb+shop@googlemail.com", {}, 0),
        ("bob@example.com", {"phone": "030 / 123 45 67"}, 0),
        ("bob@example.com", {"street": "unter den linden, 1"}, 0),
    ],
    ids=["nothing", "mailbox", "telephone", "door"],
)
def test_abu_05_who_shares_a_mailbox_a_telephone_or_a_door_has_it_once(shop, email, shared, saved):
    make_promotion(customer_cap=1)
    first = make_cart(shop, {"A-1": 1}, email="ann.b@gmail.com")
    home = ADDRESS | {"phone": "+49 30 1234567"}
    checkout.set_details(first, shipping_address=home, actor=GUEST, at=AT)
    place(first)
    again = make_cart(shop, {"A-1": 1}, email=email)
    other = ADDRESS | {"street": "Elsewhere 9", "phone": "+49 40 7654321"} | shared
    checkout.set_details(again, shipping_address=other, actor=GUEST, at=AT)
    assert checkout.cart(again, at=AT).discount == eur(saved)


@pytest.fixture
def cards(monkeypatch):
    """A bank that says which card paid, and returns the names of the cards it will see next."""
    seen: list[str] = []
    ask = Simulator.authorize

    def authorize(gateway, call):
        return replace(ask(gateway, call), card=seen.pop(0) if seen else "")

    monkeypatch.setattr(Simulator, "authorize", authorize)
    return seen


def elsewhere(shop, email):
    """A cart of somebody whom no address, number or door connects with the others."""
    token = make_cart(shop, {"A-1": 1}, email=email)
    number = email.encode().hex()[:9]
    home = ADDRESS | {"street": f"Street {number}", "phone": f"+49 30 {int(number, 16) % 10**8:08}"}
    checkout.set_details(token, shipping_address=home, actor=GUEST, at=AT)
    return token


def test_abu_05_one_use_per_customer_counts_the_card_too(shop, cards):
    make_promotion(customer_cap=1)
    cards += ["visa-1", "visa-1", "visa-2"]
    place(make_cart(shop, {"A-1": 1}, email="ann@example.com"))
    again = elsewhere(shop, "somebody@example.com")
    total = checkout.cart(again, at=AT).total
    with pytest.raises(checkout.CartChanged) as refused:
        place(again, expected_total=total)
    assert "the same card" in str(refused.value.message)
    told = refused.value.details["total"]["amount"]
    assert told == total.amount + 100, "the new total, without the discount"
    canceled = Order.objects.get(status="canceled")
    assert payments.payments_of_order(canceled.pk)[0].voided == total, "nothing is kept"
    assert checkout.cart(again, at=AT).total == eur(told), "the cart is open and shows what it will cost"
    placed = place(again, expected_total=eur(told))
    assert orders.order(placed.order_id).status == "confirmed"
    assert Claim.objects.filter(released_at=None).count() == 1


def test_abu_05_a_card_says_nothing_where_nothing_is_limited(shop, cards):
    make_promotion()
    cards += ["visa-1", "visa-1"]
    for name in ("ann", "bob"):
        place(elsewhere(shop, f"{name}@example.com"))
    assert Claim.objects.filter(released_at=None).count() == 2
    assert not BuyerUse.objects.exists()


def test_abu_05_an_order_that_is_given_back_frees_its_card(shop, cards):
    make_promotion(customer_cap=1)
    cards += ["visa-1", "visa-1"]
    first = place(make_cart(shop, {"A-1": 1}, email="ann@example.com"))
    promotions.release(first.order_id, at=AT)
    assert set(BuyerUse.objects.values_list("uses", flat=True)) == {0}
    other = elsewhere(shop, "bob@example.com")
    assert orders.order(place(other).order_id).saved == eur(100)


def test_free_delivery_is_counted_once_and_stands_on_the_order(shop):
    make_promotion("shipping", benefit={"percent_bp": 10_000})
    make_promotion("shipping", benefit={"amounts": {"EUR": 100}})
    token = make_cart(shop, {"A-1": 1})
    view = checkout.cart(token, at=AT)
    assert (view.shipping, view.full_shipping, view.total) == (eur(0), eur(490), eur(1000))
    order = orders.order(place(token, expected_total=view.total).order_id)
    assert (order.shipping, order.shipping_tax) == (eur(0), eur(0))
    (row,) = orders.discounts_of(order.id)
    assert (row.line_id, row.amount) == (None, eur(490))


def test_a_gift_is_a_line_that_costs_nothing_and_leaves_the_warehouse(shop):
    make_promotion(
        "bonus_product", benefit={"gifts": [shop.variants["C-1"]]}, needs={"min_spend": {"EUR": 2000}}
    )
    token = make_cart(shop, {"A-1": 2})
    view = checkout.cart(token, at=AT)
    assert [(line.sku, line.total, line.is_gift) for line in view.lines][1] == ("C-1", eur(0), True)
    order = orders.order(place(token, expected_total=view.total).order_id)
    assert [(line.sku, line.total, line.discount) for line in order.lines][1] == ("C-1", eur(0), eur(1000))
    small = make_cart(shop, {"A-1": 1}, email="bob@example.com")
    assert len(checkout.cart(small, at=AT).lines) == 1


def test_a_paused_promotion_stays_with_the_cart_that_had_it(shop):
    promotion = make_promotion()
    held = make_cart(shop, {"A-1": 1})
    Promotion.objects.filter(pk=promotion.pk).update(state="paused", pause_reason="stock")
    renew_active()
    fresh = make_cart(shop, {"A-1": 1}, email="bob@example.com")
    assert checkout.cart(held, at=AT).discount == eur(100)
    assert checkout.cart(fresh, at=AT).discount == eur(0)
    assert orders.order(place(held).order_id).saved == eur(100)


def test_merged_carts_keep_the_codes_of_both(shop):
    promotion = make_promotion(code="ONE")
    make_coupon(promotion, "TWO")
    token = make_cart(shop, {"A-1": 1})
    checkout.add_code(token, "ONE", actor=GUEST, at=AT)
    assert Cart.objects.get(token=token).codes == ["ONE"]
