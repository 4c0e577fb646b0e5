"""Print on screen, and the short address in the shop (MKT-9)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Activity, PrintPiece
from storecrew.contexts.marketing.tests.factories import ACTOR, AT, make_campaign
from storecrew.kernel import clock
from storecrew.surfaces.workspaces.marketing_manager.tests.test_mailings import signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    make_shop({"A-1": 10, "B-1": 10})
    with clock.frozen(AT):
        yield


def fields(**changes) -> dict[str, object]:
    campaign = make_campaign()
    activity = Activity.objects.get(campaign=campaign)
    return {
        "name": "Spring flyer", "kind": "flyer", "campaign": campaign.pk, "shop_channel": "eu",
        "locale": "en", "headline": "Spring", "text": "It is here.", "skus": "A-1, B-1", "word": "spring",
        "path": "/c/mugs/",
        "copies": 3000, "activity": activity.pk, "due_at": "2026-03-05T12:00",
    } | changes  # fmt: skip


def test_mkt_9_a_piece_is_written_seen_with_its_cost_and_given_to_the_printer():
    manager = signed_in("marketing_manager")
    assert "Nothing is printed yet" in text(manager, "prints")
    assert 'name="skus"' in text(manager, "print_add")
    manager.post(reverse("print_add"), fields())
    row = PrintPiece.objects.get()
    page = text(manager, "print", row.pk)
    assert "/go/spring/" in page
    assert "€400.00" in page
    assert "€0.13" in page
    assert "Spring flyer" in text(manager, "prints")
    assert "It is here." in text(manager, "print_edit", row.pk)
    answer = manager.get(reverse("print_file", args=[row.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="spring.pdf"'
    assert answer.content.startswith(b"%PDF-")


def test_mkt_18_what_cannot_be_promised_is_said_instead_of_a_file():
    manager = signed_in("marketing_manager")
    manager.post(reverse("print_add"), fields())
    Variant.objects.filter(sku="A-1").update(active=False)
    answer = manager.get(reverse("print_file", args=[PrintPiece.objects.get().pk]), follow=True)
    assert "A-1 cannot be promised now" in answer.content.decode()
    assert "A-1 cannot be promised now" in text(manager, "print", PrintPiece.objects.get().pk)


def test_a_wrong_field_is_marked_and_what_was_typed_stays():
    manager = signed_in("marketing_manager")
    answer = manager.post(reverse("print_add"), fields(path="https://evil.example/"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Begin with / and name a page of the shop." in page
    assert "Spring flyer" in page
    assert not PrintPiece.objects.exists()


def test_mkt_9_the_short_address_leads_to_the_shop_and_names_the_campaign(client: Client):
    campaign = make_campaign()
    piece = marketing.PrintContent(
        campaign_id=campaign.pk, kind="flyer", name="F", shop_channel="eu", locale="en", skus=("A-1",),
        word="spring", path="/search/?q=mug",
    )  # fmt: skip
    marketing.save_print(piece, actor=ACTOR, at=AT)
    answer = client.get("/go/spring/")
    target = f"/en/search/?q=mug&utm_source=print&utm_medium=print&utm_campaign={campaign.utm_campaign}"
    assert (answer.status_code, answer["Location"]) == (302, target)
    assert client.get("/go/nothing/", follow=True).status_code == 404
