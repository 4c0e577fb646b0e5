"""The pages of quality: the damage log, audits of the sample, packaging changes, and their figures."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import DamageReport, PackagingAudit, PackagingChange, Shipment
from storecrew.contexts.fulfillment.rules import quality
from storecrew.contexts.fulfillment.tests.factories import ANN, packed
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
W = "/admin/warehouse/"


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def desk(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_staff("logistics_manager"))
    return client


def text(answer):
    return answer.content.decode()


def photo():
    data = BytesIO()
    Image.new("RGB", (8, 8)).save(data, "JPEG")
    return SimpleUploadedFile("corner.jpg", data.getvalue(), content_type="image/jpeg")


def test_inv_4_a_damage_is_written_down_once_with_its_photo(desk, shop):
    parcel = packed(shop)
    assert "Nothing arrived damaged" in text(desk.get(f"{W}damages/"))
    page = f"{W}damages/add/?parcel={parcel.code}"
    assert parcel.code in text(desk.get(page))
    form = {"parcel_code": parcel.code.lower(), "kind": "damaged", "cause": "carrier", "source": "customer",
            "units": 1, "key": "k1", "note": "crushed"}  # fmt: skip
    for _ in range(2):
        assert desk.post(page, form | {"photo": photo()}).status_code == 302
    row = DamageReport.objects.get()
    assert (row.parcel_id, row.location.code, bool(row.photo)) == (parcel.id, "main", True)
    assert "crushed" in text(desk.get(f"{W}damages/?f.cause=carrier"))
    broken = SimpleUploadedFile("x.jpg", b"<script>", content_type="image/jpeg")
    assert "not a photo" in text(desk.post(page, form | {"key": "k2", "photo": broken}))
    assert desk.post(page, form | {"key": "k3", "parcel_code": "NO-SUCH"}).status_code == 422
    assert desk.post(page, form | {"key": "k4", "parcel_code": ""}).status_code == 422


def test_inv_3_the_next_parcel_of_the_sample_is_audited(desk, shop, monkeypatch):
    parcel = packed(shop)
    monkeypatch.setattr(quality, "in_sample", lambda code, percent: True)
    assert "Audit the next one (1 wait)" in text(desk.get(f"{W}audits/"))
    page = f"{W}parcels/{parcel.id}/audit/"
    assert "Nothing moves when it is shaken" in text(desk.get(page))
    good = dict.fromkeys(quality.CHECKS, "yes")
    assert desk.post(page, {"content": "yes"}).status_code == 422
    assert desk.post(page, good | {"fill": "no"}).status_code == 422
    assert desk.post(page, good | {"fill": "no", "note": "rattles"})["Location"] == f"{W}parcels/{parcel.id}/"
    assert PackagingAudit.objects.get().passed is False
    listed = text(desk.get(f"{W}audits/"))
    assert "Nothing moves when it is shaken" in listed
    assert "failed" in listed


def test_inv_5_a_packaging_change_has_an_owner_and_shows_its_effect(desk, shop):
    for key in ("r1", "r2"):
        fulfillment.report_damage(
            key=key, kind="damaged", cause="packing", sku="A-1", actor=ANN, at=clock.now()
        )
    change = PackagingChange.objects.get()
    page = f"{W}packaging-changes/{change.pk}/"
    assert "A-1" in text(desk.get(f"{W}packaging-changes/"))
    shown = text(desk.get(page))
    assert "nothing was sent" in shown
    assert "not done yet" in shown
    assert desk.post(f"{page}accepted/", {"decision": ""}).status_code == 422
    assert desk.post(f"{page}accepted/", {"decision": "double wall"})["Location"] == page
    assert desk.post(f"{page}accepted/", {"decision": "again"}).status_code == 422
    desk.post(f"{page}done/", {"decision": "double wall"})
    assert "double wall" in text(desk.get(page))
    assert desk.get(f"{W}packaging-changes/99/").status_code == 404


def test_inv_5_who_keeps_the_stock_decides_packaging_and_its_thresholds(client, shop):
    client.force_login(make_staff("inventory_manager"))
    page = f"{W}packaging-changes/thresholds/"
    assert page in text(client.get(f"{W}packaging-changes/"))
    form = {
        "days": 30,
        "damages": 1,
        "bad_stars": 2,
        "bad_ratings": 3,
        "bad_percent": 20,
        "sample_percent": 5,
    }
    assert client.post(page, form | {"bad_stars": 9}).status_code == 422
    assert client.post(page, form).status_code == 302
    assert fulfillment.packaging_thresholds().damages == 1
    fulfillment.report_damage(key="r", kind="damaged", cause="packing", sku="A-1", actor=ANN, at=clock.now())
    change = PackagingChange.objects.get()
    decide = f"{W}packaging-changes/{change.pk}/accepted/"
    assert client.post(decide, {"decision": "double wall"}).status_code == 302
    assert "nobody rated it" in text(client.get(f"{W}packaging-changes/{change.pk}/"))
    hands = make_staff("warehouse_worker", email="hands@storecrew.example")
    client.force_login(hands)
    assert client.get(page).status_code == 403


def test_inv_5_a_customer_is_asked_once_when_it_has_arrived(client, shop):
    from storecrew.contexts.orders import public as orders

    parcel = packed(shop)
    token = orders.order(parcel.order_id).token
    page = f"/en/order/{token}/"
    assert "How was it packed?" not in text(client.get(page))
    assert client.post(f"{page}packaging/", {"stars": "5"}).status_code == 409
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    Shipment.objects.update(delivered_at=AT, tracking_status="delivered")
    shown = text(client.get(page))
    assert "How was it packed?" in shown
    assert "Delivered" in shown
    assert "Your order has arrived" in shown
    assert client.post(f"{page}packaging/", {"stars": "9"}).status_code == 422
    assert client.post(f"{page}packaging/", {"stars": "4", "comment": "much paper"}).status_code == 302
    assert "How was it packed?" not in text(client.get(page))
    assert client.post("/en/order/nothing/packaging/", {"stars": "5"}).status_code == 404


def test_hod_1_damages_and_mistakes_stand_on_the_live_page_and_the_home(client, shop):
    parcel = packed(shop)
    fulfillment.hand_over(parcel.code, actor=ANN, at=clock.now())
    client.force_login(make_staff("head_of_digital"))
    live = text(client.get("/admin/live/"))
    assert "Queue against capacity" in live
    assert "Wrong or missing" in live
    client.force_login(make_staff("inventory_manager", email="stock@storecrew.example"))
    assert "and 0 wrong or missing, 30 days" in text(client.get("/admin/"))
