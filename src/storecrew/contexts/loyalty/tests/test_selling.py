"""Vouchers that the shop sells: owed when paid, mailed with a code that exists nowhere else, ended by a
refund.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import AT, make_cart, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.mails import voucher_pdf
from storecrew.contexts.loyalty.models import Account, Voucher
from storecrew.contexts.loyalty.tests.factories import (
    ACTOR,
    assert_ledgers_balance,
    make_credit,
    make_customer,
    make_program,
)
from storecrew.contexts.payments import public as payments
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money

ACT = {"actor": ACTOR, "at": AT}


@pytest.fixture
def bought(shop):
    """An order of two vouchers of 10 euro and one other article; its money is taken."""
    loyalty.sell_variant(shop.variants["B-1"], **ACT)
    order_id = place(make_cart(shop, {"A-1": 1, "B-1": 2})).order_id
    assert loyalty.issue_sold(order_id, at=AT) == 0, "nobody has paid yet"
    payments.capture_order(order_id, key="cap", **ACT)
    return order_id


def states():
    return [
        loyalty.voucher(pk, at=AT).state for pk in Voucher.objects.order_by("pk").values_list("pk", flat=True)
    ]


def test_mkt_23_a_sold_voucher_is_owed_once_it_is_paid(bought):
    assert loyalty.issue_sold(bought, at=AT) == 2
    assert loyalty.issue_sold(bought, at=AT) == 0
    assert loyalty.liability()[0].worth == Money(2000, "EUR")
    assert loyalty.sold_worth(bought) == Money(2000, "EUR")
    assert_ledgers_balance()


def test_mkt_23_the_code_exists_when_the_mail_leaves_and_nowhere_else(bought):
    loyalty.issue_sold(bought, at=AT)
    assert loyalty.deliver_due(AT - timedelta(days=1)) == 0
    assert loyalty.deliver_due(AT) == 2
    assert loyalty.deliver_due(AT) == 0
    mail = Mail.objects.filter(record="loyalty.voucher").first()
    assert mail.to == "ann@example.com"
    row = Voucher.objects.get(pk=mail.record_id)
    assert (row.digest, row.hint) == (None, "")
    page = voucher_pdf(str(row.pk))
    assert page.content[:4] == b"%PDF"
    row.refresh_from_db()
    assert len(row.digest) == 64
    assert row.hint not in mail.text + mail.html


def test_mon_09_a_refund_ends_the_vouchers_of_its_order(bought):
    loyalty.issue_sold(bought, at=AT)
    assert loyalty.take_back_sold(bought, worth=1000, key="r1", **ACT) == 1000
    assert loyalty.take_back_sold(bought, worth=1000, key="r1", **ACT) == 0
    assert states() == ["active", "blocked"]
    assert_ledgers_balance()


def test_mon_09_what_was_spent_is_not_refunded(bought):
    loyalty.issue_sold(bought, at=AT)
    Account.objects.filter(pk=Voucher.objects.order_by("pk")[0].account_id).update(balance=999)
    with pytest.raises(loyalty.VoucherSpent):
        loyalty.take_back_sold(bought, worth=0, key="r1", **ACT)


def test_mon_09_aftersales_asks_before_it_refunds(bought):
    loyalty.issue_sold(bought, at=AT)
    refund = {"reason": "Changed mind", **ACT}
    aftersales.refund(bought, amount=Money(1490, "EUR"), key="r1", **refund)
    assert states() == ["active", "active"], "the other article and the delivery are worth as much"
    aftersales.refund(bought, amount=Money(1000, "EUR"), key="r2", **refund)
    assert states() == ["active", "blocked"]
    Account.objects.filter(pk=Voucher.objects.order_by("pk")[0].account_id).update(balance=1)
    with pytest.raises(loyalty.VoucherSpent):
        aftersales.refund(bought, amount=Money(1000, "EUR"), key="r3", **refund)


def test_a_person_gets_and_forgets_what_loyalty_knows(db):
    make_program()
    me = make_customer("ann@example.com")
    loyalty.join(me, **ACT)
    make_credit(me, 300)
    loyalty.prefer(me, "phone", note="After five", **ACT)
    assert loyalty.preference(me)[1:3] == ("Phone", "After five")
    assert loyalty.may_call_now(loyalty.preference(me), at=AT) is None
    loyalty.make_batch(
        Money(500, "EUR"), [loyalty.Recipient("ann@example.com", "Ann")], name="Team", message="Hello", **ACT
    )
    known = customers.export_data(me, **ACT)["loyalty"]
    assert known["service"] == {"way": "phone", "note": "After five", "language": "", "hours": ""}
    assert [row["balance"] for row in known["accounts"]] == [0, 300]
    assert known["vouchers"][0]["message"] == "Hello"
    customers.erase(customer_id=me, **ACT)
    assert Voucher.objects.get().recipient_email == ""
    assert not Account.objects.filter(customer_id=me).exists()
    assert loyalty.member(me, at=AT) is None
    assert_ledgers_balance()


@pytest.mark.parametrize("text", ["nonsense,Ann,\n", "ann@example.com,Ann,tomorrow\n"])
def test_a_file_that_cannot_be_read_says_which_rows(text):
    with pytest.raises(loyalty.InvalidVoucher, match="1"):
        loyalty.read_recipients(text)
