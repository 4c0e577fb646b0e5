"""The bench: packing, the slip, the second look, the label and handing over."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, GUEST, make_cart, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Parcel
from storecrew.contexts.fulfillment.tests.factories import (
    ANN,
    given,
    packed,
    picked,
    states_of,
    walk,
)
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Location
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.shipping.tests.factories import make_simulator, simulate
from storecrew.surfaces.workspaces.logistics_manager.tests.desk import W, send, text

pytestmark = pytest.mark.django_db


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
    assert "tissue" in text(desk.get(bench))
    assert send(desk, f"{bench}scan/", item="C-1", quantity=1, key="k0").json()["code"] == "wrong_item"
    for item, key in (("A-1", "k1"), ("A-1", "k1"), ("A-1", "k2"), ("B-1", "k3")):
        answer = send(desk, f"{bench}scan/", item=item, quantity=1, key=key)
    assert [(line["inside"], line["left"]) for line in answer.json()["lines"]] == [(2, 0), (1, 0)]
    page = text(desk.get(bench))
    assert "tissue" in page
    assert "Fragile" in page
    without = desk.post(f"{bench}close/", {"box": "m", "weight": "700"})
    assert "needs a photo" in text(without)
    light = desk.post(f"{bench}close/", {"box": "m", "weight": "500", "photo": photo()})
    assert (light.status_code, "Why the weight differs" in text(light)) == (409, True)
    no_picture = SimpleUploadedFile("box.jpg", b"<script>", content_type="image/jpeg")
    assert "not a photo" in text(desk.post(f"{bench}close/", {"weight": "700", "photo": no_picture}))
    form = {"box": "m", "weight": "700", "message": "축하해요"}
    pages = [desk.post(f"{bench}close/", form | {"photo": photo()})["Location"] for _ in range(2)]
    assert pages == [f"{W}parcels/{Parcel.objects.get().pk}/"] * 2
    assert states_of(work.order_id) == ["packed"]
    parcel = Parcel.objects.get()
    assert (parcel.weight_g, parcel.box_code, bool(parcel.photo)) == (700, "m", True)
    slip = desk.get(f"{W}parcels/{parcel.pk}/slip/")
    assert (slip["Content-Type"], slip.content[:5]) == ("application/pdf", b"%PDF-")


def test_inv_5_a_gift_shows_its_wrap_and_card_at_the_bench_and_no_price_on_its_slip(desk, shop, monkeypatch):
    from storecrew.surfaces.workspaces.logistics_manager.work import parcel as page

    checkout.save_gift_wrap("eu", amount=450, actor=ACTOR, at=AT)
    fulfillment.save_specification(scope="order_type", key="gift", insert="gift card", actor=ANN, at=AT)
    token = make_cart(shop, {"A-1": 1})
    words = "{{ 7*7 }} #panic()\nAnn"
    checkout.set_details(token, gift_wrap=True, gift_message=words, actor=GUEST, at=AT)
    order_id = place(token).order_id
    fulfillment.give_to_warehouse(order_id, at=AT)
    work = fulfillment.work_of_order(order_id)[0]
    for stop in walk(work).stops:
        fulfillment.confirm_pick(
            stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=ANN, at=AT
        )
    bench = text(desk.get(f"{W}pack/{work.id}/"))
    assert "{{ 7*7 }} #panic()\nAnn" in bench
    assert "gift card" in bench
    assert "Gift wrap" in bench
    given_data = []
    real = page.printing.pdf
    monkeypatch.setattr(page.printing, "pdf", lambda *args: given_data.append(args[1]) or real(*args))
    parcel = fulfillment.open_parcel(work.id, actor=ANN, at=AT)
    fulfillment.scan_into(parcel.id, item="A-1", quantity=1, actor=ANN, at=AT)
    fulfillment.close_parcel(parcel.id, actor=ANN, at=AT)
    assert desk.get(f"{W}parcels/{parcel.id}/slip/").content[:5] == b"%PDF-"
    assert given_data[0]["title"] == "A gift for you"
    assert given_data[0]["gift_message"] == words
    assert not any("14.90" in str(part) or "€" in str(part) for part in given_data[0].values())


def test_a_box_can_be_emptied_and_a_picture_shows_how_things_lie(desk, shop):
    from storecrew.contexts.catalog.models import Variant

    Variant.objects.update(length_mm=100, width_mm=80, height_mm=50)
    fulfillment.save_box(
        code="m", name="Medium", length_mm=300, width_mm=200, height_mm=150, actor=ANN, at=AT
    )
    work = picked(shop)
    bench = f"{W}pack/{work.id}/"
    shown = text(desk.get(bench))
    assert shown.count("<rect") == 3
    # Goods are drawn within the box that is meant, under its name.
    assert 'viewBox="0 0 300 200"' in shown
    assert "<strong>Medium</strong>" in shown
    send(desk, f"{bench}scan/", item="A-1", quantity=1, key="k1")
    page = text(desk.get(bench))
    assert page.count("<rect") == 3
    desk.post(f"{bench}empty/")
    assert fulfillment.parcels_of_work([work.id])[0].lines == {}


def test_con_14_handing_over_twice_is_one_shipment(desk, shop):
    parcel = packed(shop)
    page = desk.get(f"{W}hand-over/")
    assert page.context["page"]["known"][parcel.code]["ready"] is True
    for key in ("k1", "k2"):
        answer = send(
            desk, f"{W}hand-over/scan/", code=parcel.code.lower(), carrier="DHL", tracking="0034", key=key
        )
        assert answer.json() == {"id": parcel.id, "code": parcel.code, "tracking": "0034"}
    [shipment] = fulfillment.shipments_of_order(parcel.order_id)
    assert (shipment.carrier, shipment.tracking_number) == ("DHL", "0034")
    assert send(desk, f"{W}hand-over/scan/", code="x").status_code == 404
    assert "Nothing waits for the carrier" in text(desk.get(f"{W}hand-over/"))


def test_a_precious_parcel_is_checked_by_a_second_person(desk, shop, settings):
    settings.STORECREW_SECOND_CHECK_FROM = {"EUR": 1}
    parcel = packed(shop)
    assert parcel.code in text(desk.get(f"{W}pack/"))
    assert "needs a second check" in text(desk.get(f"{W}hand-over/"))
    assert send(desk, f"{W}hand-over/scan/", code=parcel.code).json()["code"] == "check_needed"
    assert "Check it" in text(desk.get(f"{W}parcels/{parcel.id}/"))
    check = f"{W}parcels/{parcel.id}/check/"
    assert "Packed by Ann" in text(desk.get(check))
    desk.post(check)
    assert send(desk, f"{W}hand-over/scan/", code=parcel.code).status_code == 200


def test_log_5_a_label_is_printed_from_the_bench_and_asked_for_again(desk, shop):
    street = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
    inventory.save_location("main", name="Main", address=street, is_default=True, actor=ANN, at=AT)
    make_simulator(failure="bad_address")
    parcel = packed(shop)
    page = f"{W}parcels/{parcel.id}/"
    refused = text(desk.get(page))
    assert "The carrier refused." in refused
    assert "The street was not found." in refused
    assert parcel.code in text(desk.get(f"{W}pack/"))
    assert desk.get(f"{page}label/pdf/").status_code == 404
    simulate(failure="timeout_bought")
    desk.post(f"{page}label/")
    assert "did not answer" in text(desk.get(page))
    assert "has no label yet" in text(desk.get(f"{W}hand-over/"))
    simulate()
    desk.post(f"{page}label/")
    label = desk.get(f"{page}label/pdf/")
    assert (label["Content-Type"], label.content[:5]) == ("application/pdf", b"%PDF-")
    assert desk.get(f"{page}label/zpl/").content.startswith(b"^XA")
    assert desk.get(f"{page}label/customs/").status_code == 404
    assert desk.post(f"{page}open/", {"reason": ""}).status_code == 422
    assert desk.post(f"{page}open/", {"reason": "a card was forgotten"}).status_code == 302
    assert states_of(parcel.order_id) == ["picked"]


def test_a_part_is_sent_from_another_place_with_a_reason(desk, shop):
    make_location("south", channels=[shop.channel.id], priority=200)
    stock(shop.variants["A-1"], 5, location="south")
    make_location("codes", channels=[shop.channel.id])
    Location.objects.filter(code="codes").update(kind="digital")
    work = given(shop, {"A-1": 2})
    assert "Send from another place" in text(desk.get(f"{W}{work.id}/"))
    offered = desk.get(f"{W}{work.id}/reroute/").content.decode()
    assert 'value="south"' in offered and 'value="codes"' not in offered
    desk.post(f"{W}{work.id}/reroute/", {"location": "south", "reason": "nearer"})
    assert states_of(work.order_id) == ["waiting"]
