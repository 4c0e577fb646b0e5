"""Suppliers' invoices: order, receipt and invoice agree, or somebody has to say why it is paid."""

import datetime as dt

import pytest

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import SupplierInvoice
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, DAY, arrive, sent
from storecrew.contexts.work import public as work
from storecrew.kernel.errors import Denied


def bill(order, number="R-1", total=None, actor=ACTOR, **asked):
    ids = dict(order.lines.values_list("sku", "pk"))
    lines = [purchasing.InvoicedLine(ids[name.replace("_", "-")], *each) for name, each in asked.items()]
    summed = sum(line.quantity * line.unit_amount for line in lines)
    return purchasing.record_invoice(
        order.pk, number=number, invoiced_on=DAY, total=summed if total is None else total, lines=lines,
        actor=actor, at=AT,
    )  # fmt: skip


def test_hod_8_an_invoice_that_agrees_with_order_and_receipt_may_be_paid(shop):
    order = sent(shop, A_1=12)
    arrive(order, A_1=12)
    invoice = bill(order, A_1=(12, 500))
    assert (invoice.state, invoice.differences) == ("matched", [])
    assert invoice.due_on == DAY + dt.timedelta(days=30)


def test_an_invoice_for_more_than_arrived_waits_and_matches_when_the_rest_comes(shop):
    order = sent(shop, A_1=12)
    arrive(order, A_1=6)
    invoice = bill(order, A_1=(12, 500))
    assert (invoice.state, invoice.owner_role) == ("blocked", "inventory_manager")
    assert invoice.differences[0]["expected"] == 6
    assert [each.code for each in work.open_findings(roles=["inventory_manager"])] == ["invoice_differs"]
    arrive(order, "p2", A_1=6)
    invoice.refresh_from_db()
    assert invoice.state == "matched"
    assert work.open_findings(roles=["inventory_manager"]) == []


def test_the_same_goods_are_not_paid_twice(shop):
    order = sent(shop, A_1=12)
    arrive(order, A_1=12)
    bill(order, A_1=(12, 500))
    second = bill(order, "R-2", A_1=(12, 500))
    assert (second.state, second.differences[0]["expected"]) == ("blocked", 0)
    with pytest.raises(purchasing.InvoiceKnown):
        bill(order, A_1=(12, 500))


def test_a_higher_price_is_released_by_a_second_person_with_a_reason(shop):
    order = sent(shop, A_1=12)
    arrive(order, A_1=12)
    invoice = bill(order, actor=shop.buyer, A_1=(12, 520))
    assert (invoice.state, invoice.owner_role) == ("blocked", "head_of_digital")
    with pytest.raises(Denied):
        purchasing.release_invoice(invoice.pk, reason="ok", actor=shop.buyer, at=AT)
    with pytest.raises(purchasing.ReasonNeeded):
        purchasing.release_invoice(invoice.pk, reason="", actor=shop.head, at=AT)
    done = purchasing.release_invoice(invoice.pk, reason="clay got dearer", actor=shop.head, at=AT)
    assert (done.state, done.released_reason) == ("released", "clay got dearer")
    with pytest.raises(purchasing.WrongState):
        purchasing.release_invoice(invoice.pk, reason="again", actor=shop.head, at=AT)


def test_nobody_releases_the_invoice_they_recorded(shop):
    order = sent(shop, A_1=12)
    invoice = bill(order, actor=shop.head, A_1=(12, 500))
    with pytest.raises(purchasing.SecondPersonNeeded):
        purchasing.release_invoice(invoice.pk, reason="ok", actor=shop.head, at=AT)


def test_an_invoice_for_lines_of_another_order_is_refused(shop):
    order, other = sent(shop, A_1=12), sent(shop, B_1=5)
    line = purchasing.InvoicedLine(other.lines.get().pk, 1, 500)
    with pytest.raises(purchasing.InvalidPurchase):
        purchasing.record_invoice(
            order.pk, number="R", invoiced_on=DAY, total=500, lines=[line], actor=ACTOR, at=AT
        )
    assert not SupplierInvoice.objects.exists()
