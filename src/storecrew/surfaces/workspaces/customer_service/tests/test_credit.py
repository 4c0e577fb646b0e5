"""Customers on account and open items through the screens."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.customers import public as customers
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables import tasks
from storecrew.contexts.receivables.models import OpenItem
from storecrew.contexts.receivables.tests.factories import ACTOR, make_buyer, make_grant, make_item
from storecrew.contexts.work.models import Finding
from storecrew.kernel import clock, outbox
from storecrew.kernel.money import Money
from storecrew.surfaces.workspaces.customer_service.tests.test_orders import signed_in
from storecrew.surfaces.workspaces.customer_service.tests.test_returns import text

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


@pytest.fixture
def shop():
    return make_shop({"A-1": 50})


@pytest.fixture
def item(shop) -> OpenItem:
    buyer = make_buyer()
    make_grant(buyer)
    return make_item(shop, buyer, {"A-1": 1})


def at(name: str, item: OpenItem, *more: int) -> str:
    return reverse(f"open_items_{name}", args=[item.pk, *more])


def test_a_manager_grants_changes_holds_and_ends(shop):
    desk = signed_in("head_of_digital")
    email = customers.customer(make_buyer()).email
    page = reverse("credit_new")
    typed = {
        "name": "Muster GmbH",
        "customers": email,
        "terms_days": "30",
        "limit_EUR": "500",
        "reason": "Known",
    }
    assert desk.post(page, {**typed, "key": "k", "customers": "nobody@nowhere.example"}).status_code == 422
    assert desk.post(page, {**typed, "key": "k", "limit_EUR": ""}).status_code == 422
    made = desk.post(page, {**typed, "key": "k"})["Location"]
    assert "Muster GmbH" in text(desk.get(made)) and "500.00" in text(desk.get(made))
    grant = receivables.grant(int(made.rstrip("/").split("/")[-1]))
    assert grant.limits["EUR"] == 50_000
    edit = reverse("credit_edit", args=[grant.id])
    assert email in text(desk.get(edit))
    changed = {**typed, "key": "e", "limit_EUR": "700", "version": str(grant.version)}
    assert desk.post(edit, changed)["Location"] == made
    assert "A colleague changed this" in text(desk.post(edit, changed))
    desk.post(reverse("credit_hold", args=[grant.id]), {"because": "Two are late."})
    assert "Two are late." in text(desk.get(made))
    desk.post(reverse("credit_release", args=[grant.id]))
    desk.post(reverse("credit_end", args=[grant.id]), {"reason": "Closed"})
    assert "Ended" in text(desk.get(made))
    assert "Muster GmbH" in text(desk.get(reverse("credit_list")))


def test_a_high_limit_waits_for_a_second_person(shop):
    approvals.set_limit(
        name="receivables.limit", role="", channel="", currency="EUR", value=10_000, actor=ACTOR, at=AT
    )
    desk = signed_in("head_of_digital")
    email = customers.customer(make_buyer()).email
    typed = {
        "name": "Big",
        "customers": email,
        "terms_days": "30",
        "limit_EUR": "500",
        "reason": "Known",
        "key": "k",
    }
    refused = desk.post(reverse("credit_new"), typed)
    assert refused.status_code == 422 and "second person" in text(refused)
    assert desk.post(reverse("credit_new"), {**typed, "ask": "on"})["Location"] == reverse("credit_list")
    waiting = approvals.waiting_for(ACTOR).get()
    approvals.approve(approval_id=waiting.pk, note="", actor=ACTOR, at=clock.now())
    assert receivables.visible_grants().get().name == "Big"


def test_an_agent_finds_an_invoice_and_records_what_came(item):
    desk = signed_in("customer_service")
    with clock.frozen(AT + 60 * DAY):
        listed = text(desk.get(reverse("open_items_list"), follow=True))
        assert item.number in listed and "31 to 60 days late" in listed and "Owed by age" in listed
        late = text(desk.get(reverse("open_items_list") + "?f.age=31-60"))
        assert item.number in late
        assert item.number not in text(desk.get(reverse("open_items_list") + "?f.age=not_due"))
        assert signed_in("owner").get(reverse("open_items_list") + "?export=csv").status_code == 200
    assert "14.90" in text(desk.get(at("record", item)))
    assert desk.get(at("pdf", item)).content.startswith(b"%PDF")
    typed = {"amount": "20.00", "received_on": "2026-03-10", "reference": "RF18", "note": "", "key": "once"}
    for _ in range(2):
        assert desk.post(at("payment", item), typed)["Location"] == at("record", item)
    shown = text(desk.get(at("record", item)))
    assert "RF18" in shown and "Use or return" in shown and "Paid" in shown
    receipt = receivables.receipts_of(item.pk)[0]
    assert receipt.left_over == Money(510, "EUR")
    assert desk.post(at("surplus", item, receipt.id), {"note": ""}).status_code == 422
    desk.post(at("surplus", item, receipt.id), {"note": "Transfer of 12 March"})
    assert not receivables.receipts_of(item.pk)[0].left_over


def test_late_invoices_stand_on_the_homes_of_those_who_own_them(item):
    with clock.frozen(AT + 70 * DAY):
        shown = text(signed_in("customer_service").get("/admin/", follow=True))
        assert re.search(r"Late invoices\s+1\s+€14\.90", shown)
        tasks.alert_late(clock.now())
        tasks.alert_late(clock.now())
        assert "1 invoice is more than 30 days late" in text(
            signed_in("head_of_digital").get("/admin/", follow=True)
        )
    with clock.frozen(AT):
        assert "nobody is late" in text(
            signed_in("owner", "customer_service").get("/admin/customer-service/")
        )
        tasks.alert_late(clock.now())
    assert not Finding.objects.filter(code="receivables.late", state="open").exists()


def test_an_agent_holds_a_disputed_invoice(item):
    desk = signed_in("customer_service")
    assert desk.post(at("hold", item), {"kind": "disputed", "reason": ""}).status_code == 422
    desk.post(at("hold", item), {"kind": "disputed", "reason": "Came broken"})
    assert "Disputed" in text(desk.get(at("record", item)))
    desk.post(at("release", item))
    assert not OpenItem.objects.get().hold


def test_an_agent_says_that_a_refund_was_sent(item):
    receivables.record_payment(
        item.pk, amount=Money(1400, "EUR"), received_on=AT.date(), key="k", actor=ACTOR, at=AT
    )
    now = clock.now()
    aftersales.refund(item.order_id, amount=Money(500, "EUR"), reason="Broken", key="r", actor=ACTOR, at=now)
    outbox.drain()
    desk = signed_in("customer_service")
    shown = text(desk.get(at("record", item)))
    # 0.90 was still owed; 4.10 has to be sent.
    (refund,) = payments.hand_refunds_of_order(item.order_id)
    assert "Send back €4.10" in shown
    desk.post(reverse("refunds_sent", args=[refund.id]), {"sent_on": clock.now().date().isoformat()})
    outbox.drain()
    assert aftersales.refunds_of_order(item.order_id)[0].status == "done"


def test_reminders_and_the_bank_account_are_set(shop):
    desk = signed_in("head_of_digital")
    page = reverse("credit_reminders")
    assert desk.get(page).status_code == 200
    assert desk.post(page, {"days_1": "9", "days_2": "5", "days_3": "20"}).status_code == 422
    desk.post(page, {"days_1": "2", "days_2": "5", "days_3": "20", "active_1": "on"})
    assert receivables.all_levels() == [(1, 2, True), (2, 5, False), (3, 20, False)]
    channel = str(shop.channel.id)
    desk.post(
        reverse("credit_pay_to"),
        {"channel": channel, "holder": "We", "account": "DE02 1203", "bic": "", "bank": ""},
    )
    assert receivables.pay_to(shop.channel.id).account == "DE02 1203"
    assert b"DE02 1203" in desk.get(reverse("credit_pay_to")).content
