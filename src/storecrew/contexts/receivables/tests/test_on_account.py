"""IT-9: an order on account, from the grant to the money."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import AT, GUEST, make_cart, make_shop
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import papers
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import GrantLimit, OpenItem
from storecrew.contexts.receivables.tests.factories import (
    ACTOR,
    buy,
    cart_of,
    make_buyer,
    make_grant,
    make_item,
)
from storecrew.kernel import outbox, printing
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


@pytest.fixture
def shop():
    return make_shop({"A-1": 50})


@pytest.fixture
def buyer():
    return make_buyer()


def used() -> int:
    assert list(receivables.differences()) == []
    return GrantLimit.objects.get().used


def euros(amount: int) -> Money:
    return Money(amount, "EUR")


def receive(item: OpenItem, amount: int, key: str = "k", **more):
    return receivables.record_payment(
        item.pk,
        amount=euros(amount),
        received_on=AT.date(),
        key=key,
        reference="RF18",
        actor=ACTOR,
        at=AT,
        **more,
    )


def test_it_9_a_grant_an_order_an_invoice_and_its_money(shop, buyer):
    make_grant(buyer, limit=5000)
    item = make_item(shop, buyer, {"A-1": 2})
    order = orders.order(item.order_id)
    assert (order.status, order.payment_status) == ("confirmed", "pending")
    assert item.amount == order.total.amount == 2490
    assert item.number == "INV-2026-00001"
    # 2 March and 14 days is a Monday; the 21st, a Saturday, would become Monday the 23rd.
    assert item.due_on == dt.date(2026, 3, 16)
    assert used() == 2490
    receive(item, 1000)
    item.refresh_from_db()
    assert (item.state, item.paid, item.owed, used()) == ("open", 1000, 1490, 1490)
    assert receive(item, 1000).amount == euros(1000)
    receive(item, 1490, "rest")
    item.refresh_from_db()
    assert (item.state, item.owed, used()) == ("paid", 0, 0)
    assert orders.order(item.order_id).payment_status == "paid"
    assert list(payments.ledger_differences()) == []


def test_days_to_pay_end_on_a_working_day(shop, buyer):
    make_grant(buyer, terms_days=5)
    assert make_item(shop, buyer, {"A-1": 1}).due_on == dt.date(2026, 3, 9)


def test_the_mail_brings_the_invoice(shop, buyer):
    make_grant(buyer)
    item = make_item(shop, buyer, {"A-1": 1})
    sent = Mail.objects.get(dedupe_key__startswith="checkout.confirmation")
    assert item.number in sent.text and sent.attach == f"receivables.invoice:{item.pk}"
    assert receivables.invoice_pdf(item.pk).content.startswith(b"%PDF")


def test_what_is_not_granted_is_not_offered(shop, buyer):
    for token in (make_cart(shop, {"A-1": 1}), cart_of(shop, buyer, {"A-1": 1})):
        assert "invoice" not in [
            one.code for one in checkout.payment_methods(checkout.cart(token, at=AT), at=AT)
        ]
        with pytest.raises(receivables.InvoiceNotOffered):
            buy(token)
    assert not OpenItem.objects.exists()


def test_a_grant_of_another_currency_or_that_has_ended_does_not_count(shop, buyer):
    found = make_grant(buyer, limits={"USD": 10_000})
    with pytest.raises(receivables.CreditLimitExceeded):
        buy(cart_of(shop, buyer, {"A-1": 1}))
    receivables.end_grant(found.id, reason="Closed", actor=ACTOR, at=AT)
    make_grant(buyer, ends_on=AT.date() - DAY)
    with pytest.raises(receivables.InvoiceNotOffered):
        buy(cart_of(shop, buyer, {"A-1": 1}))


def test_a_held_customer_reads_why(shop, buyer):
    found = make_grant(buyer)
    receivables.hold_grant(found.id, because="Two invoices are late.", actor=ACTOR, at=AT)
    token = cart_of(shop, buyer, {"A-1": 1})
    told = next(
        one for one in checkout.payment_methods(checkout.cart(token, at=AT), at=AT) if one.code == "invoice"
    )
    assert told.refusal == "credit_on_hold" and "Two invoices are late." in told.why
    with pytest.raises(receivables.CreditOnHold):
        buy(token)
    receivables.release_grant(found.id, actor=ACTOR, at=AT)
    assert buy(token).status == "confirmed"


def test_the_limit_is_for_everybody_on_the_account(shop, buyer):
    other = make_buyer()
    make_grant(buyer, other, limit=2600)
    make_item(shop, buyer, {"A-1": 1})
    token = cart_of(shop, other, {"A-1": 1})
    told = next(
        one for one in checkout.payment_methods(checkout.cart(token, at=AT), at=AT) if one.code == "invoice"
    )
    assert told.refusal == "credit_limit_exceeded" and "€11.10" in told.why
    with pytest.raises(receivables.CreditLimitExceeded) as refused:
        buy(token)
    assert refused.value.details["left"] == 1110
    assert used() == 1490


def test_money_above_what_is_owed_is_kept_for_another_invoice(shop, buyer):
    make_grant(buyer)
    first, second = (make_item(shop, buyer, {"A-1": 1}) for _ in range(2))
    made = receive(first, 2000)
    assert made.surplus == made.left_over == euros(510)
    with pytest.raises(receivables.ReceiptKeyReused):
        receive(first, 2100)
    receivables.use_surplus(made.id, second.pk, actor=ACTOR, at=AT)
    second.refresh_from_db()
    assert (second.paid, used()) == (510, 980)
    with pytest.raises(receivables.NothingLeftOver):
        receivables.use_surplus(made.id, second.pk, actor=ACTOR, at=AT)
    late = receive(first, 300, "again")
    assert receivables.return_surplus(late.id, note="Sent back", actor=ACTOR, at=AT).left_over == euros(0)


def test_canceling_frees_the_limit_once(shop, buyer):
    make_grant(buyer)
    item = make_item(shop, buyer, {"A-1": 1})
    receive(item, 500)
    for _ in range(2):
        aftersales.cancel_order(item.order_id, reason="Changed mind", actor=ACTOR, at=AT)
        outbox.drain()
    item.refresh_from_db()
    assert (item.state, item.owed, used()) == ("canceled", 0, 0)
    payment = payments.payment(item.payment_id)
    # What was paid waits until staff have sent it back.
    assert (payment.status, payment.refunding) == ("failed", euros(500))
    assert list(payments.ledger_differences()) == []


def test_a_refund_lowers_what_is_owed_before_money_goes_back(shop, buyer):
    make_grant(buyer)
    item = make_item(shop, buyer, {"A-1": 2})
    receive(item, 2000)
    made = aftersales.refund(
        item.order_id, amount=euros(400), reason="Scratched", key="r1", actor=ACTOR, at=AT
    )
    outbox.drain()
    item.refresh_from_db()
    assert made.status == "done" and orders.order(item.order_id).refunded == euros(400)
    assert (item.credited, item.owed, item.state, used()) == (400, 90, "open", 90)
    again = aftersales.refund(
        item.order_id, amount=euros(400), reason="Scratched", key="r1", actor=ACTOR, at=AT
    )
    assert again.replayed
    made = aftersales.refund(item.order_id, amount=euros(1000), reason="Broken", key="r2", actor=ACTOR, at=AT)
    outbox.drain()
    item.refresh_from_db()
    # 0.90 were owed; the rest has to be sent.
    assert made.status == "pending"
    assert (item.credited, item.owed, item.state, used()) == (490, 0, "paid", 0)
    payments.confirm_refund(item.payment_id, key=f"refund/{made.id}", actor=ACTOR, at=AT)
    outbox.drain()
    assert orders.order(item.order_id).refunded == euros(1400)
    assert list(payments.ledger_differences()) == []


def test_mon_05_an_unsent_refund_is_owed_without_what_it_lowered(shop, buyer):
    make_grant(buyer)
    item = make_item(shop, buyer, {"A-1": 1})
    receive(item, 1400)
    made = aftersales.refund(item.order_id, amount=euros(500), reason="Broken", key="r", actor=ACTOR, at=AT)
    (waiting,) = payments.hand_refunds_of_order(item.order_id)
    assert waiting.amount == euros(410)
    payments.fail_refund(
        item.payment_id, key=waiting.key, reason="No account", then="end", actor=ACTOR, at=AT
    )
    while outbox.drain():
        pass
    (after,) = aftersales.refunds_of_order(item.order_id)
    assert (after.status, after.owed) == ("partly", euros(410))
    assert orders.order(item.order_id).refunded == euros(90)
    assert payments.payment(item.payment_id).refundable == euros(1400)
    aftersales.retry_refund(made.id, actor=ACTOR, at=AT)
    assert [one.amount for one in payments.hand_refunds_of_order(item.order_id) if one.is_open] == [
        euros(410)
    ]
    assert list(payments.ledger_differences()) == []


def test_a_refund_of_everything_leaves_nothing_owed(shop, buyer):
    make_grant(buyer)
    item = make_item(shop, buyer, {"A-1": 1})
    aftersales.refund(item.order_id, reason="All of it", key="all", actor=ACTOR, at=AT)
    outbox.drain()
    item.refresh_from_db()
    assert (item.state, item.credited, used()) == ("canceled", 1490, 0)
    assert payments.payment(item.payment_id).status == "refunded"


def test_an_order_whose_answer_was_lost_is_confirmed_later(shop, buyer, monkeypatch):
    make_grant(buyer)
    token = cart_of(shop, buyer, {"A-1": 1})
    with monkeypatch.context() as patch:
        patch.setattr(payments, "authorize", lambda *_a, **_k: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            buy(token)
    checkout.settle_pending(AT + dt.timedelta(minutes=5))
    outbox.drain()
    item = OpenItem.objects.get()
    assert item.number and orders.order(item.order_id).status == "confirmed"


def test_the_invoice_names_what_was_paid_at_once_and_no_tax_on_nothing(shop, buyer):
    make_grant(buyer)
    made = loyalty.make_voucher(euros(500), reason="Sold", key="invoice", actor=ACTOR, at=AT)
    cart = cart_of(shop, buyer, {"A-1": 1})
    checkout.use_voucher(cart, made.code, actor=GUEST, at=AT)
    order_id = buy(cart).order_id
    outbox.drain()
    item = receivables.item_of_order(order_id)
    order = orders.order(item.order_id)
    nothing = dataclasses.replace(order.tax_lines[0], net=euros(0), tax=euros(0), rate_ppm=70_000)
    told = papers._data(item, dataclasses.replace(order, tax_lines=(*order.tax_lines, nothing)))
    sums = dict(told["sums"])
    assert sums["Gift voucher"] == "−€5.00"
    assert not any(label.startswith("Tax 7") for label in sums)
    assert told["buyer"][-1] == "Germany"
    address = order.shipping_address | {"company": "Example Ltd"}
    told = papers._data(item, dataclasses.replace(order, billing_address=address))
    assert told["buyer"][:2] == ["Example Ltd", "Ann Example"]
    assert printing.pdf(papers.TEMPLATE, told | {"rows": told["rows"] * 90}).startswith(b"%PDF")
