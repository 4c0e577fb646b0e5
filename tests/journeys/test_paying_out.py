"""Money that no gateway sends back: a customer paid by transfer, and an agent sends a part of it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_accessibility import violations
from tests.journeys.test_promotions import work_as
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROOT = system_actor("journey")


def drain() -> None:
    while outbox.drain():
        pass


def test_it_9_a_transfer_is_sent_back_at_the_second_try_and_the_customer_knows(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED", gateway="bank_transfer", card="")
    (payment,) = payments.payments_of_order(order.id)
    payments.confirm_receipt(
        payment.id, amount=payment.amount, key="j", note="Ann Example DE02 1203", actor=ROOT, at=clock.now()
    )
    checkout.finish_payment(payment.id, at=clock.now())
    drain()

    desk = work_as(visit, "head_of_digital", f"/admin/orders/{order.number}/refund/")
    desk.locator("[name=amount]").fill("3.00")
    desk.get_by_label("Reason").fill("A chip in the glaze")
    desk.get_by_role("button", name=re.compile("Refund")).first.click()
    desk.get_by_role("link", name="Send back €3.00").click()
    expect(desk.get_by_text("Ann Example DE02 1203")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("link", name="It could not be sent").click()
    expect(desk.get_by_label("What went wrong")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_label("What went wrong").fill("The account is closed")
    desk.get_by_text("Ask the customer by mail where to send it").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("The customer is asked by mail")).to_be_visible()
    drain()
    assert "IBAN" in Mail.objects.get(dedupe_key__startswith="aftersales.refund_not_sent").text
    shopper = visit(f"/en/order/{order.token}/")
    expect(shopper.get_by_text("please answer our mail with your bank account")).to_be_visible()

    desk.goto("/admin/refunds/")
    assert violations(desk) == []
    desk.get_by_role("link", name=order.number).first.click()
    desk.get_by_role("link", name="I sent it").click()
    desk.get_by_label("Bank reference").fill("RF18 0042")
    desk.get_by_role("button", name="I sent it").click()
    expect(desk.get_by_text("€3.00 is booked as sent.")).to_be_visible()
    expect(desk.get_by_text("RF18 0042").first).to_be_visible()
    drain()
    shopper.reload()
    expect(shopper.get_by_text("We sent you €3.00 on")).to_be_visible()
    assert "We sent €3.00" in Mail.objects.get(dedupe_key__startswith="aftersales.refund_sent").text
    assert payments.payment(payment.id).refunded.amount == 300
