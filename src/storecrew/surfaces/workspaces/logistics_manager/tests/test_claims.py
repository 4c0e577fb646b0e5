"""LOG-2: a claim against a carrier from the label to the money, with photos for those who may see them."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping.models import ClaimPhoto, DamageClaim
from storecrew.contexts.shipping.tests.factories import AT
from storecrew.contexts.shipping.tests.test_claims import broken
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
FORM = {"kind": "damage", "description": "The box is crushed.", "amount": "25.00"}


@pytest.fixture
def desk(client):
    client.force_login(make_staff("logistics_manager"), backend="django.contrib.auth.backends.ModelBackend")
    with clock.frozen(AT + dt.timedelta(days=3)):
        yield client


def photo(name: str = "a.jpg", shade: int = 9) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("L", (40, 30), shade).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def test_log_2_a_claim_is_opened_filed_and_paid(desk):
    label = broken()
    page = desk.get(reverse("labels_record", args=[label.id])).content.decode()
    url = reverse("labels_claim", args=[label.id])
    assert url in page
    fake = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    assert desk.post(url, FORM | {"photos": [fake]}).status_code == 422
    assert desk.post(url, FORM | {"amount": "much"}).status_code == 422
    answer = desk.post(url, FORM)
    row = DamageClaim.objects.get()
    assert answer.url == reverse("claims_record", args=[row.pk])
    early = desk.post(reverse("claims_file", args=[row.pk]), {"carrier_ref": "C-1"})
    assert early.status_code == 422
    assert "Damage needs a photo" in early.content.decode()
    more = FORM | {"photos": [photo(), photo("b.jpg", 200)]}
    assert desk.post(reverse("claims_amend", args=[row.pk]), more).status_code == 302
    first = ClaimPhoto.objects.first()
    shown = desk.get(reverse("claims_photo", args=[row.pk, first.pk]))
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert desk.get(reverse("claims_photo", args=[row.pk + 1, first.pk])).status_code == 404
    assert desk.post(reverse("claims_file", args=[row.pk]), {"carrier_ref": "C-1"}).status_code == 302
    close = reverse("claims_close", args=[row.pk])
    assert desk.post(close, {"result": "accepted", "paid": ""}).status_code == 422
    assert desk.post(close, {"result": "accepted", "paid": "20", "note": "usual"}).status_code == 302
    page = desk.get(reverse("claims_record", args=[row.pk])).content.decode()
    for words in ("€20.00", "C-1", "The box is crushed.", "carrier pays", "usual"):
        assert words in page, words
    assert page.count('class="sc-photos"') == 1
    for number, kept in enumerate(ClaimPhoto.objects.order_by("pk"), start=1):
        assert reverse("claims_photo", args=[row.pk, kept.pk]) in page
        assert f'alt="Photo {number} of the damage"' in page
    listed = desk.get(reverse("claims_list")).content.decode()
    assert "€25.00" in listed
    assert desk.post(close, {"result": "refused"}).status_code == 422


def test_log_2_a_claim_to_file_stands_on_the_home(desk):
    desk.post(reverse("labels_claim", args=[broken().id]), FORM)
    page = desk.get("/admin/logistics-manager/").content.decode()
    assert "claims to file: 1" in page


def test_aut_01_who_may_only_read_files_no_claim(client):
    label = broken()
    client.force_login(make_staff("customer_service"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("labels_claim", args=[label.id]), FORM).status_code == 403
    assert client.get(reverse("claims_list")).status_code == 200
