"""A cardholder disputes a payment: told by the gateway, answered by an agent, decided by the bank."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import httpx
import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.providers.stripe.tests.fake_aftermath import message
from storecrew.contexts.payments.providers.stripe.tests.fake_stripe import FakeStripe
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROOT = system_actor("journey")
SECRET = "whsec_of_ours"


@pytest.fixture
def stripe(address: str) -> Iterator[FakeStripe]:
    server = FakeStripe()
    with override_settings(
        STORECREW_GATEWAYS=["stripe"],
        STORECREW_STRIPE_SECRET_KEY="sk_test_ours",
        STORECREW_STRIPE_WEBHOOK_SECRET=SECRET,
        STORECREW_STRIPE_API_BASE=server.url,
    ):
        yield server
    server.close()


def tell(address: str, kind: str, thing: dict, event_id: str) -> str:
    """Send a signed message as Stripe would."""
    at = clock.now()
    body, headers = message(kind, thing, event_id=event_id, created=int(at.timestamp()), secret=SECRET, at=at)
    answer = httpx.post(f"{address}/webhooks/payments/stripe/", content=body, headers=headers, timeout=20)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["state"])


def paid_and_sent(shop: TestShop) -> tuple[orders.OrderFacts, payments.PaymentFacts]:
    order = bought(shop, "MUG-RED", gateway="stripe", card="pm_card_visa")
    payments.capture_order(order.id, key="journey", actor=ROOT, at=clock.now())
    fulfillment.ship(order.id, key="s", carrier="DHL", tracking_number="JD0042", actor=ROOT, at=clock.now())
    (payment,) = payments.payments_of_order(order.id)
    return order, payment


def disputed(stripe: FakeStripe, address: str, payment: payments.PaymentFacts) -> str:
    now = clock.now()
    made = stripe.aftermath.dispute(
        payment.reference,
        created=int(now.timestamp()),
        due_by=int((now + dt.timedelta(days=7)).timestamp()),
    )
    taken = stripe.aftermath.move_funds(made["id"])
    # The later message comes first, and one of them twice.
    assert tell(address, "charge.dispute.funds_withdrawn", taken, "evt_1") == "applied"
    assert tell(address, "charge.dispute.created", made, "evt_2") == "applied"
    assert tell(address, "charge.dispute.created", made, "evt_2") == "repeated"
    return str(made["id"])


def agent(visit, path: str) -> Page:
    staff = make_staff("customer_service", email="ann@storecrew.example", name="Ann", password=PASSWORD)
    page: Page = visit(path, phone=False, signed_in=staff)
    return page


def test_it_9_a_disputed_charge_is_answered_with_evidence_and_won(
    shop: TestShop, visit, stripe: FakeStripe, address: str
) -> None:
    order, payment = paid_and_sent(shop)
    dispute = disputed(stripe, address, payment)
    ann = agent(visit, "/admin/disputes/")
    ann.get_by_role("link", name=order.number).click()
    expect(ann.get_by_text("Goods were not received").first).to_be_visible()
    expect(ann.get_by_text("Needs an answer").first).to_be_visible()
    ann.get_by_role("link", name="Answer with evidence").click()
    expect(ann.get_by_label("Tracking number")).to_have_value("JD0042")
    expect(ann.get_by_label("Carrier")).to_have_value("DHL")
    expect(ann.get_by_label("Terms that were agreed to")).to_have_value(re.compile("within 14 days"))
    ann.get_by_label("Why the payment is right").fill("The parcel was signed for by the customer.")
    ann.get_by_role("button", name="Send to the bank").click()
    expect(ann.get_by_text("The evidence is with the bank.")).to_be_visible()
    sent = stripe.aftermath.disputes[dispute]
    assert sent["status"] == "under_review"
    assert "signed for" in sent["evidence"]["uncategorized_text"]

    stripe.aftermath.decide(dispute, won=True)
    back = stripe.aftermath.move_funds(dispute, back=True)
    tell(address, "charge.dispute.closed", back, "evt_4")
    tell(address, "charge.dispute.funds_reinstated", back, "evt_3")
    ann.reload()
    expect(ann.get_by_text("Won", exact=True).first).to_be_visible()
    expect(ann.get_by_text("Charge back returned")).to_be_visible()
    after = payments.payment(payment.id)
    assert (after.status, after.charged_back.amount) == ("captured", 0)
    ann.goto(f"/admin/orders/{order.number}/")
    expect(ann.get_by_text("Goods were not received").first).to_be_visible()


def test_it_9_a_lost_dispute_takes_the_money_of_the_order(
    shop: TestShop, visit, stripe: FakeStripe, address: str
) -> None:
    order, payment = paid_and_sent(shop)
    dispute = disputed(stripe, address, payment)
    ann = agent(visit, "/admin/customer-service/")
    ann.goto("/admin/tasks/")
    ann.get_by_role("link", name=re.compile(f"Answer the dispute of {order.number}")).first.click()
    expect(ann.get_by_text("Send what proves the payment").first).to_be_visible()
    ann.goto(f"/admin/orders/{order.number}/")
    expect(ann.get_by_role("heading", name="Disputes")).to_be_visible()
    tell(address, "charge.dispute.closed", stripe.aftermath.decide(dispute, won=False), "evt_9")
    found = payments.disputes_of_order(order.id)[0]
    assert (found.state, found.is_open) == ("lost", False)
    ann.goto(f"/admin/disputes/{found.id}/")
    expect(ann.get_by_text("Lost", exact=True).first).to_be_visible()
    expect(ann.get_by_role("link", name="Answer with evidence")).to_have_count(0)
    assert orders.order(order.id).payment_status == "refunded"


def test_it_9_the_payout_of_a_disputed_charge_is_compared_with_the_ledger(
    shop: TestShop, visit, stripe: FakeStripe, address: str
) -> None:
    _order, payment = paid_and_sent(shop)
    other, second = paid_and_sent(shop)
    dispute = disputed(stripe, address, payment)
    payout = stripe.aftermath.pay_out(
        stripe.aftermath.charged(payment.reference),
        stripe.aftermath.charged(second.reference, wrong=1),
        stripe.aftermath.disputed(dispute),
        arrival=int(clock.now().timestamp()),
    )
    staff = make_staff("head_of_digital", email="noah@storecrew.example", name="Noah", password=PASSWORD)
    noah: Page = visit("/admin/payouts/", phone=False, signed_in=staff)
    noah.get_by_role("link", name="Take in a file").first.click()
    noah.get_by_role("button", name="Fetch from the gateways now").click()
    expect(noah.get_by_text("1 payout is new: 2 lines agree, 1 difference.")).to_be_visible()
    noah.get_by_role("link", name=payout).click()
    expect(noah.get_by_text("1 difference is open")).to_be_visible()
    expect(noah.get_by_text("Sum of the lines")).to_be_visible()
    expect(noah.get_by_text("Does not add up by")).to_have_count(0)
    noah.goto("/admin/payouts/differences/")
    noah.get_by_role("link", name="Amount differs").first.click()
    expect(noah.get_by_text(other.number).first).to_be_visible()
    noah.get_by_role("link", name="Resolve with a reason").click()
    noah.get_by_label("Reason").fill("Rounded by the gateway")
    noah.get_by_role("button", name="Resolve").click()
    expect(noah.get_by_text("Rounded by the gateway").first).to_be_visible()
    noah.goto("/admin/payouts/")
    noah.get_by_role("link", name=payout).click()
    expect(noah.get_by_text("Agrees with the ledger")).to_be_visible()
    payments.compare_again(at=clock.now() + dt.timedelta(days=30))
    assert list(payments.visible_differences(ROOT).filter(resolved_at=None)) == []
