"""Agencies and their work on screen (MKT-16)."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Agency, AgencyAccess, Deliverable, WorkItem
from storecrew.contexts.marketing.tests.factories import (
    ACTOR,
    AT,
    DAY,
    grant,
    make_agency,
    make_campaign,
    make_item,
)
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.surfaces.workspaces.marketing_manager.tests.test_mailings import signed_in, text

pytestmark = pytest.mark.django_db
FORMAT = "%Y-%m-%dT%H:%M"


@pytest.fixture(autouse=True)
def _now():
    make_channel("eu", is_default=True)
    people.seed_organization(actor=ACTOR, at=AT)
    with clock.frozen(AT):
        yield


def nora() -> Client:
    client = Client()
    client.force_login(User.objects.get(email="nora@studio.example"))
    return client


def picture() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "PNG")
    return SimpleUploadedFile("banner.png", made.getvalue(), "image/png")


def test_mkt_16_from_the_agency_to_the_accepted_work():
    campaign = make_campaign(name="Spring")
    boss = signed_in("marketing_manager")
    assert "No agencies yet" in text(boss, "agencies")
    assert "No work is written down yet" in text(boss, "items")
    agency = {"name": "Studio North", "what": "Search", "currency": "EUR", "hourly_rate": "80",
              "answer_hours": 24, "contract_until": "2026-12-31", "active": "on"}  # fmt: skip
    boss.post(reverse("agency_add"), agency)
    row = Agency.objects.get()
    assert row.hourly_rate == 8_000
    wrong = boss.post(reverse("agency_add"), agency)
    assert wrong.status_code == 422
    assert "This exists already." in wrong.content.decode()
    assert "80.00" in text(boss, "agency_edit", row.pk)
    assert 'name="campaigns"' in text(boss, "agency_access", row.pk)
    access = {"name": "Nora", "email": "nora@studio.example", "campaigns": [campaign.pk],
              "starts_at": AT.strftime(FORMAT), "ends_at": (AT + 30 * DAY).strftime(FORMAT)}  # fmt: skip
    boss.post(reverse("agency_access", args=[row.pk]), access)
    work = {"title": "Better titles", "campaign": campaign.pk, "channel": "search",
            "brief": "Sixty characters.",
            "due_at": (AT + 5 * DAY).strftime(FORMAT), "estimate": "4", "cost": "300"}  # fmt: skip
    boss.post(reverse("item_add"), work)
    item = WorkItem.objects.get()
    assert "4" in text(boss, "item_edit", item.pk)
    assert "Studio North" in text(boss, "item_give", item.pk)
    boss.post(reverse("item_give", args=[item.pk]), {"holder": f"agency-{row.pk}"})

    out = nora()
    assert "Better titles" in text(out, "assignments")
    page = text(out, "assignment", item.pk)
    assert "Sixty characters." in page
    assert "€1,000.00" not in page, "the campaign's budget is not theirs"
    out.post(reverse("assignment_start", args=[item.pk]))
    assert 'name="hours"' in text(out, "assignment_book", item.pk)
    booking = {"day": "2026-03-02", "hours": "1.5", "expenses": "10", "note": "Research"}
    out.post(reverse("assignment_book", args=[item.pk]), booking)
    refused = out.post(reverse("assignment_deliver", args=[item.pk]), {"links": ""})
    assert "Deliver a link or a picture." in refused.content.decode()
    files = {"links": "https://studio.example/titles", "pictures": [picture()]}
    out.post(reverse("assignment_deliver", args=[item.pk]), files)
    shown = Deliverable.objects.exclude(content=b"").get()
    answer = out.get(reverse("deliverable", args=[shown.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")

    page = text(boss, "item", item.pk)
    assert "https://studio.example/titles" in page
    assert "€130.00" in page
    assert boss.get(reverse("deliverable", args=[shown.pk])).status_code == 200
    boss.post(reverse("item_send_back", args=[item.pk]), {"reason": "The mug is missing."})
    assert "The mug is missing." in text(out, "assignment", item.pk)
    out.post(reverse("assignment_deliver", args=[item.pk]), {"links": "https://studio.example/2"})
    boss.post(reverse("item_accept", args=[item.pk]))
    assert "Accepted" in text(boss, "items")
    assert "What is missing" not in text(boss, "item", item.pk)
    card = text(boss, "agency", row.pk)
    assert "100%" in card
    assert "€130.00 / €300.00" in card
    assert "nora@studio.example" in card


def test_mkt_16_the_access_ends_with_its_sessions_and_the_work_can_go_to_the_house():
    item, agency = make_item(), make_agency()
    grant(agency, item.campaign_id)
    marketing.give_item(item.pk, agency_id=agency, actor=ACTOR, at=AT)
    out, boss = nora(), signed_in("marketing_manager")
    assert out.get(reverse("assignments")).status_code == 200
    access = AgencyAccess.objects.get()
    boss.post(reverse("agency_access_end", args=[agency, access.pk]))
    assert out.get(reverse("assignments"))["Location"].startswith("/accounts/login/")
    assert "Nobody has it" in text(boss, "item", item.pk)
    writer = make_staff("content_team", name="Mina")
    boss.post(reverse("item_give", args=[item.pk]), {"holder": f"person-{writer.pk}"})
    mina = Client()
    mina.force_login(writer)
    assert "Better titles" in text(mina, "assignment", item.pk)
    assert "Mina" in text(boss, "items")
    boss.post(reverse("item_take_back", args=[item.pk]))
    boss.post(reverse("item_drop", args=[item.pk]))
    assert "Not needed" in text(boss, "item", item.pk)
    answer = boss.post(reverse("item_take_back", args=[item.pk]), follow=True)
    assert "This cannot be done with the work as it is." in answer.content.decode()


def test_mkt_16_an_agency_sees_neither_others_work_nor_others_files():
    item, agency = make_item(), make_agency()
    grant(agency, item.campaign_id)
    rival = make_agency(name="Rival")
    grant(rival, item.campaign_id, email="rob@rival.example")
    marketing.give_item(item.pk, agency_id=rival, actor=ACTOR, at=AT)
    file = Deliverable.objects.create(item=item, round=1, name="a.png", content=b"\x89PNG", by="Rob", at=AT)
    out = nora()
    for name, key in (("assignment", item.pk), ("assignment_book", item.pk), ("deliverable", file.pk)):
        assert out.get(reverse(name, args=[key])).status_code == 404, name
        assert out.post(reverse(name, args=[key])).status_code == 404, name
    assert "Nothing is yours to do" in text(out, "assignments")
    with clock.frozen(AT + dt.timedelta(days=31)):
        assert "Better titles" not in text(out, "assignments")


def test_prv_02_somebody_whose_access_ended_is_erased_on_request():
    campaign = make_campaign(name="Spring")
    agency = make_agency()
    grant(agency, campaign.pk)
    boss, access = signed_in("marketing_manager"), AgencyAccess.objects.get()
    path = reverse("agency_person_erase", args=[agency, access.pk])
    assert path not in text(boss, "agency", agency), "an access that holds is ended first"
    marketing.end_access(agency, access.pk, actor=ACTOR, at=AT)
    assert path in text(boss, "agency", agency)
    asked = boss.get(path).content.decode()
    assert "They asked for it." in asked and "go for good" in asked
    assert boss.post(path, {"reason": ""}).status_code == 422
    assert "Erased." in boss.post(path, {"reason": "asked for"}, follow=True).content.decode()
    page = text(boss, "agency", agency)
    assert "nora@studio.example" not in page and path not in page
