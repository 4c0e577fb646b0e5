"""The invoice of an order that was paid at once: given once, without a gap, printed with its buyer."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import papers
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import PaidInvoice
from storecrew.contexts.receivables.operations import following
from storecrew.contexts.receivables.tests.factories import ACTOR, make_buyer, make_grant, make_item
from storecrew.kernel import clock, outbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(AT):
        yield


@pytest.fixture
def shop():
    return make_shop({"A-1": 50})


def drain() -> None:
    while outbox.drain():
        pass


def bought(shop, **more) -> orders.OrderFacts:
    placed = place(make_cart(shop, {"A-1": 1}), **more)
    drain()
    return orders.order(placed.order_id)


def take_money(order_id: int) -> None:
    (payment,) = payments.payments_of_order(order_id)
    payments.capture(payment.id, key=f"take-{order_id}", actor=ACTOR, at=AT)
    drain()


def paid(shop) -> orders.OrderFacts:
    order = bought(shop)
    take_money(order.id)
    return orders.order(order.id)


def test_a_paid_order_gets_one_invoice_however_often_it_is_told(shop):
    order = paid(shop)
    found = receivables.invoice_of_order(order.id)
    assert (found.number, found.issued_at) == ("INV-2026-00001", AT)
    following.issue_paid(order.id, at=AT)
    assert PaidInvoice.objects.count() == 1
    paper = receivables.paper_of_order(order.id)
    assert paper.filename == "INV-2026-00001.pdf"
    assert paper.content.startswith(b"%PDF")


def test_numbers_have_no_gap_beside_those_on_account(shop):
    first = paid(shop)
    buyer = make_buyer()
    make_grant(buyer)
    on_account = make_item(shop, buyer, {"A-1": 1})
    last = paid(shop)
    assert receivables.invoice_of_order(first.id).number == "INV-2026-00001"
    assert on_account.number == "INV-2026-00002"
    assert receivables.invoice_of_order(last.id).number == "INV-2026-00003"
    assert not PaidInvoice.objects.filter(order_id=on_account.order_id).exists()


def test_con_15_whoever_comes_second_gives_the_number_back(shop, monkeypatch):
    order = paid(shop)
    nothing = PaidInvoice.objects.none()
    with monkeypatch.context() as patched:
        patched.setattr(PaidInvoice.objects, "filter", lambda **_: nothing)
        following.issue_paid(order.id, at=AT)
    assert receivables.invoice_of_order(paid(shop).id).number == "INV-2026-00002"


def test_what_is_only_held_has_none(shop):
    order = bought(shop)
    assert (order.payment_status, receivables.paper_of_order(order.id)) == ("authorized", None)


def test_what_is_paid_at_the_door_has_one_when_the_money_is_there(shop):
    order = bought(shop, payment_token="", gateway="cash_on_delivery")
    assert order.status == "confirmed"
    assert receivables.paper_of_order(order.id) is None
    (payment,) = payments.payments_of_order(order.id)
    payments.confirm_receipt(payment.id, key="door", amount=order.total, actor=ACTOR, at=AT)
    drain()
    assert receivables.invoice_of_order(order.id).number == "INV-2026-00001"


def test_what_is_given_away_has_none(shop):
    order = paid(shop)
    PaidInvoice.objects.all().delete()
    Order.objects.filter(pk=order.id).update(purpose="seeding")
    following.issue_paid(order.id, at=AT)
    assert not PaidInvoice.objects.exists()


def test_it_stays_when_the_money_goes_back(shop):
    order = paid(shop)
    aftersales.cancel_order(order_id=order.id, reason="changed my mind", actor=ACTOR, at=AT)
    drain()
    assert receivables.invoice_of_order(order.id).number == "INV-2026-00001"


def test_the_paper_names_the_company_its_number_and_how_it_was_paid(shop):
    token = make_cart(shop, {"A-1": 1})
    company = ADDRESS | {"company": "Example GmbH"}
    checkout.set_details(token, shipping_address=company, vat_number="136695976", actor=GUEST, at=AT)
    order_id = place(token).order_id
    take_money(order_id)
    order = orders.order(order_id)
    assert order.billing_address["vat_number"] == "DE136695976"
    assert "vat_number" not in order.shipping_address
    told = papers._data(receivables.invoice_of_order(order_id), order)
    assert told["buyer"][:2] == ["Example GmbH", "Ann Example"]
    assert dict(told["facts"])["VAT number of the buyer"] == "DE136695976"
    assert "To be paid by" not in dict(told["facts"])
    assert told["words"]["pay"] == "Paid"
    assert told["words"]["pay_line"].startswith("This invoice is paid: ")
    assert told["pay_to"] == []
    assert [label for label, _amount in told["sums"]][-1] == "Total"


def test_mon_12_the_number_of_a_company_changes_no_tax(shop):
    """A number that is only well formed may be anybody's (decision 0247)."""
    token = make_cart(shop, {"A-1": 1})
    before = checkout.cart(token, at=AT)
    abroad = ADDRESS | {"country": "AT", "postal_code": "1010", "city": "Wien"}
    named = checkout.set_details(token, shipping_address=abroad, actor=GUEST, at=AT)
    after = checkout.set_details(token, vat_number="FR40303265045", actor=GUEST, at=AT)
    assert after.vat_number == "FR40303265045"
    assert (after.total, after.tax) == (named.total, named.tax)
    assert before.tax.amount > 0


def test_a_number_that_cannot_be_right_is_refused_and_an_empty_one_is_none(shop):
    token = make_cart(shop, {"A-1": 1})
    with pytest.raises(checkout.InvalidContact) as caught:
        checkout.set_details(token, vat_number="DE136695975", actor=GUEST, at=AT)
    assert list(caught.value.details) == ["vat_number"]
    assert checkout.set_details(token, vat_number=" ", actor=GUEST, at=AT).vat_number == ""


def test_prv_01_prv_02_invoices_are_told_and_the_number_stays_on_the_invoice(shop):
    person = customers.ensure_customer(email="ann@example.com", name="Ann Example", actor=ACTOR, at=AT)
    token = make_cart(shop, {"A-1": 1})
    checkout.set_details(token, vat_number="DE136695976", actor=GUEST, at=AT)
    open_cart = make_cart(shop, {"A-1": 1})
    checkout.set_details(open_cart, vat_number="DE136695976", actor=GUEST, at=AT)
    order_id = place(token).order_id
    take_money(order_id)
    found = customers.export_data(person.id, actor=ACTOR, at=AT)
    assert [one["number"] for one in found["receivables"]["paid_invoices"]] == ["INV-2026-00001"]
    assert {one["vat_number"] for one in found["carts"]} == {"DE136695976"}
    aftersales.cancel_order(order_id=order_id, reason="changed my mind", actor=ACTOR, at=AT)
    drain()
    customers.erase(customer_id=person.id, actor=ACTOR, at=AT)
    assert orders.order(order_id).billing_address["vat_number"] == "DE136695976"
    assert receivables.paper_of_order(order_id).content.startswith(b"%PDF")
