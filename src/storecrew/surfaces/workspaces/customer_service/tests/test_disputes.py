"""Disputes through the screens."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.tests.factories import ACTOR, AT, captured
from storecrew.surfaces.workspaces.customer_service.tests.test_orders import signed_in
from storecrew.surfaces.workspaces.customer_service.tests.test_returns import text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispute() -> payments.DisputeFacts:
    payment = captured()
    return payments.simulate_dispute(payment.id, reason="not_received", actor=ACTOR, at=AT)


def at(name: str, dispute: payments.DisputeFacts) -> str:
    return reverse(f"disputes_{name}", args=[dispute.id])


def test_an_agent_finds_accepts_and_reads_it(dispute):
    desk = signed_in("customer_service")
    listed = text(desk.get(reverse("disputes_list")))
    assert "Goods were not received" in listed
    shown = text(desk.get(at("record", dispute)))
    assert "Fee of the dispute" in shown
    assert "Charge back" in shown
    assert desk.get(at("accept", dispute)).status_code == 200
    assert desk.post(at("accept", dispute), {"reason": ""}).status_code == 422
    assert desk.post(at("accept", dispute), {"reason": "lost parcel"})["Location"] == at("record", dispute)
    assert payments.dispute(dispute.id).state == "accepted"
    refused = desk.post(at("accept", dispute), {"reason": "again"})
    assert "waits for no answer any more" in text(refused)


def test_an_answer_after_the_day_is_refused_on_the_form(dispute):
    desk = signed_in("customer_service")
    refused = desk.post(at("answer", dispute), {"remarks": "It arrived"})
    assert refused.status_code == 422
    assert "is over" in text(refused)
    assert "The day for an answer is over" in text(desk.get(at("record", dispute)))


def test_the_test_bank_disputes_and_decides():
    payment = captured()
    desk = signed_in("customer_service")
    order = payments.payment(payment.id).order_id
    page = reverse("disputes_try", args=[orders.order(order).number])
    assert "Test bank" in text(desk.get(page))
    answer = desk.post(page, {"reason": "fraudulent"})
    made = payments.disputes_of_order(order)[0]
    assert answer["Location"] == at("record", made)
    assert desk.post(page, {"reason": "fraudulent"}).status_code == 422
    assert "it was put together" in text(desk.get(at("answer", made))).lower()
    sent = desk.post(at("answer", made), {"remarks": "It arrived"})
    assert sent["Location"] == at("record", made)
    assert "Evidence that was sent" in text(desk.get(at("record", made)))
    desk.post(at("verdict", made), {"won": "1"})
    assert payments.dispute(made.id).state == "won"
    again = desk.post(at("verdict", made), {"won": "1"}, follow=True)
    assert "waits for no answer any more" in text(again)


def test_who_may_only_read_sees_no_way_to_answer(dispute):
    reader = signed_in("business_analyst")
    assert "Answer with evidence" not in text(reader.get(at("record", dispute)))
    assert reader.get(at("answer", dispute)).status_code == 403


def test_what_is_unknown_is_not_there():
    assert signed_in("customer_service").get(reverse("disputes_record", args=[77])).status_code == 404


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "WEBP")
    return out.getvalue()


def test_it_9_a_photo_goes_with_the_answer(dispute):
    desk = signed_in("customer_service")
    assert desk.post(at("file_add", dispute), {"kind": "delivery"}).status_code == 422
    bad = SimpleUploadedFile("proof.jpg", b"no picture")
    assert desk.post(at("file_add", dispute), {"kind": "delivery", "file": bad}).status_code == 422
    photo = SimpleUploadedFile("proof.webp", picture())
    assert desk.post(at("file_add", dispute), {"kind": "delivery", "file": photo})["Location"] == at(
        "record", dispute
    )
    assert "delivery.jpg" in text(desk.get(at("record", dispute)))
    [found] = payments.evidence_files(dispute.id)
    answer = desk.get(reverse("disputes_file", args=[dispute.id, found.id]))
    assert answer.content.startswith(b"\xff\xd8") and answer["Content-Disposition"].startswith("attachment")
    desk.post(at("file_remove", dispute), {"kind": "delivery"})
    assert payments.evidence_files(dispute.id) == ()
