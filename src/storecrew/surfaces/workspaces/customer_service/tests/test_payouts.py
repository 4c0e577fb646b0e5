"""Payouts and differences through the screens."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Difference, Payout
from storecrew.contexts.payments.tests.factories import captured
from storecrew.surfaces.workspaces.customer_service.tests.test_orders import signed_in
from storecrew.surfaces.workspaces.customer_service.tests.test_returns import text

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = "payout;day;line;kind;payment;amount;fee;currency\n"


def table(payment: payments.PaymentFacts) -> str:
    number, amount = orders.order(payment.order_id).number, payment.amount.decimal
    return (
        f"{HEAD}w1;2026-03-09;1;capture;{number};{amount};0.30;EUR\n"
        "w1;2026-03-09;2;other;SC-NONE;-1.00;;EUR\n"
        f"w1;2026-03-09;;payout;;{amount};;EUR\n"
    )


def form(payment: payments.PaymentFacts, step: str = "preview") -> dict[str, str]:
    return {"gateway": "simulator", "table": table(payment), step: "1"}


def test_a_file_is_shown_taken_in_once_and_its_differences_resolved():
    payment = captured()
    lead = signed_in("head_of_digital")
    assert "No payout is here yet" in text(lead.get(reverse("payouts_list")))
    page = reverse("payouts_upload")
    assert lead.get(page).status_code == 200
    shown = text(lead.post(page, form(payment)))
    assert "Agrees" in shown
    assert "Unknown here" in shown
    assert "Take in 2 lines" in shown
    assert not Payout.objects.exists()
    assert lead.post(page, form(payment, "confirm"))["Location"] == reverse("payouts_list")
    lead.post(page, form(payment, "confirm"))
    assert "Here already" in text(lead.post(page, form(payment)))
    payout = Payout.objects.get()
    assert "w1" in text(lead.get(reverse("payouts_list")))
    record = text(lead.get(reverse("payouts_record", args=[payout.pk])))
    assert "2 differences are open" in record
    assert "Does not add up by" in record

    queue = text(lead.get(reverse("payouts_differences") + "?f.open=1"))
    assert "Lines do not add up" in queue
    for row in Difference.objects.all():
        one = reverse("payouts_difference", args=[row.pk])
        assert "Resolve with a reason" in text(lead.get(one))
        resolve = reverse("payouts_resolve", args=[row.pk])
        assert lead.get(resolve).status_code == 200
        assert lead.post(resolve, {"reason": ""}).status_code == 422
        assert lead.post(resolve, {"reason": "Fee of the month"})["Location"] == one
        assert lead.post(resolve, {"reason": "again"}).status_code == 422
        assert "Fee of the month" in text(lead.get(one))
    assert "Agrees with the ledger" in text(lead.get(reverse("payouts_record", args=[payout.pk])))


def test_rows_that_cannot_be_read_are_named_and_nothing_is_written():
    lead = signed_in("head_of_digital")
    wrong = HEAD + "w1;someday;1;capture;SC-1;1,50;0;EUR\nw1;2026-03-09;2;capture;SC-1;1.505;0;EUR\n"
    answer = text(
        lead.post(reverse("payouts_upload"), {"gateway": "simulator", "table": wrong, "confirm": "1"})
    )
    assert "The day is not a date" in answer
    assert "not an amount" in answer
    assert not Payout.objects.exists()


def test_fetching_asks_gateways_and_says_what_came():
    lead = signed_in("head_of_digital")
    assert "0 payouts are new" in text(lead.post(reverse("payouts_fetch"), follow=True))


def test_agents_read_but_do_not_write():
    agent = signed_in("customer_service")
    assert "Take in a file" not in text(agent.get(reverse("payouts_list")))
    assert agent.get(reverse("payouts_upload")).status_code == 403
    assert agent.post(reverse("payouts_fetch")).status_code == 403
