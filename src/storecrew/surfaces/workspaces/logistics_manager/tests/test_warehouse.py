"""The pages of the warehouse: queue, pick, pack, check, hand over, slip, boxes and specifications."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Parcel
from storecrew.contexts.fulfillment.tests.factories import ANN, given, packed, picked, states_of
from storecrew.contexts.inventory.tests.factories import make_bins, make_location, shelve, stock
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db
W = "/admin/warehouse/"


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def desk(client):
    client.force_login(make_staff("logistics_manager"))
    return client


def text(answer):
    return answer.content.decode()


def test_the_queue_lists_the_work_and_costs_the_same_however_long(desk, shop, django_assert_max_num_queries):
    works = [given(shop, {"A-1": 1}) for _ in range(5)]
    page = text(desk.get(f"{W}?f.state=waiting"))
    assert all(work.number in page for work in works)
    assert works[0].number not in text(desk.get(f"{W}?f.state=packed"))
    with django_assert_max_num_queries(16):
        desk.get(W)


def test_inv_2_a_walk_is_scanned_place_then_article_and_wrong_scans_are_red(desk, shop):
    shelf = make_bins("main", "A-02")["A-02"]
    shelve(shop.variants["A-1"], shelf, 5)
    work = given(shop, {"A-1": 2})
    address = desk.post(f"{W}pick/", {"location": "main", "kind": "single"})["Location"]
    page = text(desk.get(address))
    assert "A-02" in page
    assert "Scan the place" in page
    [stop] = fulfillment.run(int(address.rstrip("/").rpartition("/")[2])).stops

    def scan(code, **more):
        return desk.post(f"{address}scan/", {"stop": stop.id, "code": code, **more})

    wrong = scan("B-77")
    assert (wrong.status_code, "This is the wrong place" in text(wrong)) == (422, True)
    assert scan("a-02")["Location"].endswith("?place=A-02")
    wrong = scan("B-1", place="A-02")
    assert (wrong.status_code, "This is the wrong article" in text(wrong)) == (422, True)
    scan("A-1", place="A-02")
    assert "1 ×" in text(desk.get(f"{address}?place=A-02"))
    scan("A-1", place="A-02")
    assert states_of(work.order_id) == ["picked"]
    assert "Bring the totes to the bench" in text(desk.get(address))


def test_a_short_stop_and_leaving_a_list_work_from_the_page(desk, shop):
    work = given(shop)
    address = desk.post(f"{W}pick/", {"location": "main", "kind": "batch"})["Location"]
    run = fulfillment.run(int(address.rstrip("/").rpartition("/")[2]))
    desk.post(f"{address}short/", {"stop": run.stops[0].id})
    assert states_of(work.order_id) == ["picking", "short"]
    assert "You have a list under way" in text(desk.get(f"{W}pick/"))
    desk.post(f"{address}leave/")
    assert states_of(work.order_id)[0] == "waiting"


def test_the_walk_of_a_colleague_is_not_mine(desk, shop):
    work = given(shop)
    run = fulfillment.start_run(location_code="main", work_ids=[work.id], actor=ANN, at=AT)
    assert desk.get(f"{W}pick/{run.id}/").status_code == 409
    assert desk.get(f"{W}pick/999/").status_code == 404


def photo():
    data = BytesIO()
    Image.new("RGB", (8, 8)).save(data, "JPEG")
    return SimpleUploadedFile("box.jpg", data.getvalue(), content_type="image/jpeg")


def test_log_1_an_order_is_packed_with_its_instructions_weighed_and_photographed(
    desk, shop, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    fulfillment.save_specification(
        scope="default", inner="tissue", fragile=True, photo=True, actor=ANN, at=AT
    )
    fulfillment.save_box(
        code="m", name="Medium", length_mm=300, width_mm=200, height_mm=150, tare_g=100, actor=ANN, at=AT
    )
    work = picked(shop)
    assert desk.get(f"{W}pack/?code={work.number}")["Location"] == f"{W}pack/{work.id}/"
    assert desk.get(f"{W}pack/?code=nothing").status_code == 404
    bench = f"{W}pack/{work.id}/"
    wrong = desk.post(f"{bench}scan/", {"code": "C-1"})
    assert (wrong.status_code, "This is the wrong article" in text(wrong)) == (422, True)
    for code in ("A-1", "A-1", "B-1"):
        desk.post(f"{bench}scan/", {"code": code})
    page = text(desk.get(bench))
    assert "tissue" in page
    assert "Fragile" in page
    without = desk.post(f"{bench}close/", {"box": "m", "weight": "700"})
    assert "needs a photo" in text(without)
    light = desk.post(f"{bench}close/", {"box": "m", "weight": "500", "photo": photo()})
    assert (light.status_code, "Why the weight differs" in text(light)) == (409, True)
    no_picture = SimpleUploadedFile("box.jpg", b"<script>", content_type="image/jpeg")
    assert "not a photo" in text(desk.post(f"{bench}close/", {"weight": "700", "photo": no_picture}))
    desk.post(f"{bench}close/", {"box": "m", "weight": "700", "photo": photo(), "message": "축하해요"})
    assert states_of(work.order_id) == ["packed"]
    parcel = Parcel.objects.get()
    assert (parcel.weight_g, parcel.box_code, bool(parcel.photo)) == (700, "m", True)
    slip = desk.get(f"{W}parcels/{parcel.pk}/slip/")
    assert (slip["Content-Type"], slip.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_box_can_be_emptied_and_a_picture_shows_how_things_lie(desk, shop):
    from storecrew.contexts.catalog.models import Variant

    Variant.objects.update(length_mm=100, width_mm=80, height_mm=50)
    fulfillment.save_box(
        code="m", name="Medium", length_mm=300, width_mm=200, height_mm=150, actor=ANN, at=AT
    )
    work = picked(shop)
    bench = f"{W}pack/{work.id}/"
    desk.post(f"{bench}scan/", {"code": "A-1"})
    page = text(desk.get(bench))
    assert page.count("<rect") == 3
    desk.post(f"{bench}empty/")
    assert fulfillment.parcels_of_work([work.id])[0].lines == {}


def test_con_14_handing_over_twice_is_one_shipment(desk, shop):
    parcel = packed(shop)
    form = {"code": parcel.code, "carrier": "DHL", "tracking": "00340434"}
    for _ in range(2):
        answer = desk.post(f"{W}hand-over/", form)
        assert answer.status_code == 302
    [shipment] = fulfillment.shipments_of_order(parcel.order_id)
    assert (shipment.carrier, shipment.tracking_number) == ("DHL", "00340434")
    assert desk.post(f"{W}hand-over/", {"code": "x"}).status_code == 404


def test_a_precious_parcel_is_checked_by_a_second_person(desk, shop, settings):
    settings.STORECREW_SECOND_CHECK_FROM = {"EUR": 1}
    parcel = packed(shop)
    assert parcel.code in text(desk.get(f"{W}pack/"))
    assert "second person" in text(desk.post(f"{W}hand-over/", {"code": parcel.code}))
    check = f"{W}parcels/{parcel.id}/check/"
    assert "Packed by Ann" in text(desk.get(check))
    desk.post(check)
    assert desk.post(f"{W}hand-over/", {"code": parcel.code}).status_code == 302


def test_a_part_is_sent_from_another_place_with_a_reason(desk, shop):
    make_location("south", channels=[shop.channel.id], priority=200)
    stock(shop.variants["A-1"], 5, location="south")
    work = given(shop, {"A-1": 2})
    assert "Send from another place" in text(desk.get(f"{W}{work.id}/"))
    desk.post(f"{W}{work.id}/reroute/", {"location": "south", "reason": "nearer"})
    assert states_of(work.order_id) == ["canceled", "waiting"]


def test_boxes_and_specifications_are_kept(desk):
    box = {"name": "S", "code": "s", "length_mm": 200, "width_mm": 100, "height_mm": 80, "max_weight_g": 900,
           "tare_g": 40, "active": "on"}  # fmt: skip
    desk.post(f"{W}boxes/add/", box)
    desk.post(f"{W}boxes/add/?code=s", box | {"name": "Small"})
    assert "Small" in text(desk.get(f"{W}boxes/"))
    assert desk.post(f"{W}boxes/add/", box | {"length_mm": 0}).status_code == 422
    for inner in ("tissue", "wool"):
        desk.post(f"{W}specifications/add/", {"scope": "sku", "key": "A-1", "inner": inner})
    page = text(desk.get(f"{W}specifications/"))
    assert "wool" in page
    assert "tissue" not in page
    assert desk.post(f"{W}specifications/add/", {"scope": "sku", "key": ""}).status_code == 422
