"""Vouchers, credit and points as payments of an order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, place
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.facts import Tender
from storecrew.contexts.loyalty.models import Account, Entry
from storecrew.contexts.loyalty.operations.issuing import set_blocked
from storecrew.contexts.loyalty.operations.paying import GATEWAYS, give_back
from storecrew.contexts.loyalty.tests.factories import (
    ACTOR,
    assert_ledgers_balance,
    left,
    make_credit,
    make_customer,
    make_points,
    make_program,
    make_voucher,
)
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel.money import Money


def eur(amount):
    return Money(amount, "EUR")


def account_of(voucher):
    return loyalty.voucher(voucher.id, at=AT).account_id


def own_cart(shop, customer_id, lines=None):
    token = make_cart(shop, lines or {"A-1": 1})
    Cart.objects.filter(token=token).update(customer_id=customer_id)
    return token


def use(token, voucher):
    return checkout.use_voucher(token, voucher.code, actor=GUEST, at=AT)


def paid(order_id):
    return [(one.gateway, one.amount.amount, one.status) for one in payments.payments_of_order(order_id)]


def test_mkt_23_a_voucher_pays_a_part_and_the_gateway_the_rest(shop):
    voucher = make_voucher(500)
    token = make_cart(shop, {"A-1": 1})
    view = use(token, voucher)
    assert (view.total, view.due, view.discount) == (eur(1490), eur(990), eur(0))
    assert [(each.kind, each.amount, each.left) for each in view.tenders] == [("voucher", eur(500), 0)]
    placed = place(token, expected_total=view.total, expected_due=view.due)
    assert placed.status == "confirmed"
    assert paid(placed.order_id) == [("voucher", 500, "captured"), ("simulator", 990, "authorized")]
    order = orders.order(placed.order_id)
    assert (order.total, order.status, order.payment_status) == (eur(1490), "confirmed", "partially_paid")
    assert left(account_of(voucher)) == 0
    assert_ledgers_balance()
    assert list(payments.ledger_differences()) == []


def test_mkt_23_an_order_paid_by_voucher_needs_no_gateway(shop):
    voucher = make_voucher(5000)
    token = make_cart(shop, {"A-1": 1})
    assert use(token, voucher).due == eur(0)
    placed = place(token, gateway="", payment_token="")
    assert placed.status == "confirmed"
    assert paid(placed.order_id) == [("voucher", 1490, "captured")]
    assert orders.order(placed.order_id).payment_status == "paid"
    assert loyalty.voucher(voucher.id, at=AT).left == eur(3510)
    assert place(token, gateway="").again


def test_mkt_22_credit_and_points_of_the_customer_pay(shop):
    make_program()
    me = make_customer("ann@example.com")
    credit, held = make_credit(me, 400), make_points(me, 100)
    token = own_cart(shop, me)
    checkout.use_own(token, "points", customer_id=me, units=40, actor=GUEST, at=AT)
    view = checkout.use_own(token, "credit", customer_id=me, actor=GUEST, at=AT)
    assert [(each.kind, each.amount.amount) for each in view.tenders] == [("credit", 400), ("points", 200)]
    placed = place(token)
    assert paid(placed.order_id)[-1] == ("simulator", 890, "authorized")
    assert (left(credit), left(held)) == (0, 60)
    assert loyalty.purse(me, currency="EUR", at=AT) == (eur(0), 60, eur(300), 1)
    assert loyalty.purse(me, currency="USD", at=AT).points_worth == Money(0, "USD")


def test_nobody_pays_with_what_is_somebody_elses(shop):
    make_program()
    me, other = make_customer(), make_customer()
    make_credit(me, 400)
    for token, who in (
        (make_cart(shop, {"A-1": 1}), me),
        (own_cart(shop, other), me),
        (own_cart(shop, me), None),
    ):
        with pytest.raises(loyalty.TenderNotUsable):
            checkout.use_own(token, "credit", customer_id=who, actor=GUEST, at=AT)
    with pytest.raises(loyalty.TenderNotUsable):
        checkout.use_own(own_cart(shop, other), "points", customer_id=other, actor=GUEST, at=AT)


def test_a_tender_can_be_left_out_again(shop):
    voucher = make_voucher(500)
    token = make_cart(shop, {"A-1": 1})
    (tender,) = use(token, voucher).tenders
    assert len(use(token, voucher).tenders) == 1
    view = checkout.drop_tender(token, "voucher", account_id=tender.account_id, actor=GUEST, at=AT)
    assert (view.tenders, view.due) == ((), view.total)


def test_abu_02_whatever_is_wrong_with_a_code_the_answer_is_the_same(shop):
    used, blocked, old, foreign = (
        make_voucher(100),
        make_voucher(100),
        make_voucher(100),
        make_voucher(100, "USD"),
    )
    Account.objects.filter(pk=account_of(used)).update(balance=0)
    set_blocked(blocked.id, blocked=True, reason="Lost", actor=ACTOR, at=AT)
    Account.objects.filter(pk=account_of(old)).update(expires_at=AT)
    token = make_cart(shop, {"A-1": 1})
    answers = set()
    for code in ("", "NONSENSE", "AAAA-AAAA-AAAA-AAAA", used.code, blocked.code, old.code, foreign.code):
        with pytest.raises(loyalty.VoucherRefused) as refusal:
            checkout.use_voucher(token, code, actor=GUEST, at=AT)
        answers.add((str(refusal.value), refusal.value.code, str(refusal.value.details)))
    assert len(answers) == 1


def test_mon_07_a_declined_payment_gives_everything_back_once(shop):
    make_program()
    me = make_customer()
    voucher, held = make_voucher(500), make_points(me, 100)
    token = own_cart(shop, me)
    use(token, voucher)
    checkout.use_own(token, "points", customer_id=me, actor=GUEST, at=AT)
    with pytest.raises(checkout.PaymentDeclined):
        place(token, "tok_declined")
    assert (left(account_of(voucher)), left(held)) == (500, 100)
    payments.carry_out_returns(at=AT + timedelta(days=1))
    assert (left(account_of(voucher)), left(held)) == (500, 100)
    view = checkout.cart(token, at=AT)
    assert view.due == eur(1490 - 500 - 500)
    assert place(token).status == "confirmed"
    assert_ledgers_balance()


def test_mon_07_an_order_whose_payment_never_came_gives_back_once(shop):
    voucher = make_voucher(500)
    token = make_cart(shop, {"A-1": 1})
    use(token, voucher)
    assert place(token, gateway="bank_transfer").status == "pending_payment"
    assert left(account_of(voucher)) == 0
    later = AT + timedelta(days=8)
    order_id = orders.order_of_cart(token).id
    checkout.finish_payment(payments.payments_of_order(order_id)[-1].id, at=later)
    for hours in (0, 1, 2):
        payments.carry_out_returns(at=later + timedelta(hours=hours))
    assert left(account_of(voucher)) == 500
    assert orders.order(order_id).status == "canceled"


def test_con_20_a_voucher_used_in_between_is_told_and_nothing_is_charged(shop):
    voucher = make_voucher(500)
    first, second = make_cart(shop, {"A-1": 1}), make_cart(shop, {"B-1": 1}, email="bob@example.com")
    due = use(first, voucher).due
    use(second, voucher)
    place(first)
    with pytest.raises(checkout.CartChanged) as refusal:
        place(second, expected_total=eur(1490), expected_due=due)
    assert refusal.value.details["due"]["amount"] == 1490
    assert checkout.cart(second, at=AT).tenders == ()
    assert left(account_of(voucher)) == 0


@pytest.mark.parametrize("ended", [{"blocked": True}, {"expires_at": AT}], ids=["blocked", "expired"])
def test_con_20_a_voucher_that_ends_between_the_price_and_the_claim_pays_nothing(shop, ended):
    order_id = place(make_cart(shop, {"A-1": 1})).order_id
    account = account_of(make_voucher(500))
    agreed = Tender("voucher", account, eur(500), 500, 0)
    Account.objects.filter(pk=account).update(**ended)
    with pytest.raises(loyalty.NotEnoughLeft):
        loyalty.pay(order_id, [agreed], key="k", actor=GUEST, at=AT)
    assert left(account) == 500


def test_mon_09_a_voucher_takes_back_no_more_than_it_gave_whoever_asks(shop):
    voucher = make_voucher(1000)
    token = make_cart(shop, {"A-1": 2})
    use(token, voucher)
    place(token)
    key = Entry.objects.get(kind=Entry.Kind.REDEEM).source_id
    for number in range(3):
        give_back(key, f"{key}/{number}", eur(700), reason="x", at=AT)
    assert left(account_of(voucher)) == 1000


def test_mon_09_refunds_return_to_the_voucher_at_most_what_it_gave(shop):
    voucher = make_voucher(1000)
    token = make_cart(shop, {"A-1": 2})
    use(token, voucher)
    placed = place(token)
    payments.capture_order(placed.order_id, key="cap", actor=ACTOR, at=AT)
    for place_of, (amount, expected) in enumerate([(300, 300), (900, 1000), (1000, 1000)]):
        aftersales.refund(
            placed.order_id, amount=eur(amount), reason="Broken", key=f"r{place_of}", actor=ACTOR, at=AT
        )
        assert left(account_of(voucher)) == expected
    assert [one.refunded.amount for one in payments.payments_of_order(placed.order_id)] == [1000, 1200]
    assert_ledgers_balance()


def test_mon_09_points_come_back_in_proportion_and_good_for_a_while(shop):
    make_program()
    me = make_customer()
    held = make_points(me, 100, expires_at=AT + timedelta(days=3))
    token = own_cart(shop, me)
    checkout.use_own(token, "points", customer_id=me, units=90, actor=GUEST, at=AT)
    order_id = place(token).order_id
    (payment, _main) = payments.payments_of_order(order_id)
    for place_of, (amount, units) in enumerate([(1, 0), (100, 20), (349, 90)]):
        payments.refund(payment.id, amount=eur(amount), key=f"p{place_of}", reason="x", actor=ACTOR, at=AT)
        assert left(held) == 10 + units
    assert Entry.objects.filter(kind="refund").last().expires_at >= AT + timedelta(days=30)
    assert_ledgers_balance()


def test_points_that_ran_out_do_not_pay(shop):
    make_program()
    me = make_customer()
    held = make_points(me, 100, expires_at=AT - timedelta(days=1))
    make_points(me, 7)
    assert loyalty.purse(me, currency="EUR", at=AT).points == 7
    token = own_cart(shop, me)
    (tender,) = checkout.use_own(token, "points", customer_id=me, actor=GUEST, at=AT).tenders
    assert tender.units == 7
    place(token)
    assert left(held) == 0
    assert loyalty.expire_due(AT) == 0


def test_a_voucher_whose_time_is_over_expires_once(db):
    voucher = make_voucher(500)
    assert loyalty.expire_due(AT) == 0
    later = AT.replace(year=2031)
    assert loyalty.expire_due(later) == 1
    assert loyalty.expire_due(later) == 0
    assert left(account_of(voucher)) == 0
    assert_ledgers_balance()


def test_the_gateway_says_what_the_ledger_says(shop):
    voucher = make_voucher(500)
    token = make_cart(shop, {"A-1": 1})
    use(token, voucher)
    (payment, _main) = payments.payments_of_order(place(token).order_id)
    (gateway,) = [each for each in GATEWAYS if each.code == "voucher"]
    asked = {"reference": payment.reference, "amount": payment.amount}
    assert gateway.query(key=payment.key, **asked).captured_amount == 500
    assert gateway.query(key="unknown", **asked).status == "not_found"
    assert (
        gateway.authorize(None).result
        == gateway.capture(None).result
        == gateway.void(None).result
        == "failure"
    )
    with pytest.raises(payments.BadSignature):
        gateway.parse_webhook(headers={}, body=b"", at=AT)
    assert gateway.read_state({}) is None
    assert not give_back("unknown", "unknown/1", eur(1), reason="", at=AT)


def test_mkt_23_liability_is_what_is_left(shop):
    make_program()
    me = make_customer()
    make_voucher(500), make_voucher(300), make_credit(me, 250), make_points(me, 100)
    rows = {(row.kind, row.currency): (row.accounts, row.worth) for row in loyalty.liability()}
    assert rows == {
        ("voucher", "EUR"): (2, eur(800)),
        ("credit", "EUR"): (1, eur(250)),
        ("points", "EUR"): (1, eur(500)),
    }
