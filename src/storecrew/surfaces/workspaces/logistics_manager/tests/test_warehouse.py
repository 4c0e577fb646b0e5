"""The pages of the warehouse: queue, pick, pack, check, hand over, slip, boxes and specifications."""

from __future__ import annotations

import datetime as dt
import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.tests.factories import row
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentLine, Parcel
from storecrew.contexts.fulfillment.tests.collecting import collecting_shop, ready
from storecrew.contexts.fulfillment.tests.factories import (
    ANN,
    give_address,
    given,
    make_replacement,
    packed,
    picked,
    states_of,
    walk,
)
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Location
from storecrew.contexts.inventory.tests.factories import make_bins, make_location, shelve, stock
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.factories import make_simulator, simulate
from storecrew.kernel import clock

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


def send(client, url, **entry):
    """Post an entry as a device does."""
    return client.post(url, json.dumps(entry), content_type="application/json")


def begin(client, kind="single"):
    """Begin a walk; return its address and its stops."""
    address = client.post(f"{W}pick/", {"location": "main", "kind": kind})["Location"]
    return address, fulfillment.run(int(address.rstrip("/").rpartition("/")[2])).stops


def test_the_queue_lists_the_work_and_costs_the_same_however_long(desk, shop, django_assert_max_num_queries):
    works = [given(shop, {"A-1": 1}) for _ in range(5)]
    page = text(desk.get(f"{W}?f.state=waiting"))
    assert all(work.number in page for work in works)
    assert works[0].number not in text(desk.get(f"{W}?f.state=packed"))
    with django_assert_max_num_queries(17):
        desk.get(W)


def test_log_1_a_box_that_is_collected_needs_no_label_and_no_carrier(desk, db):
    waits = ready(collecting_shop())
    parcel = Parcel.objects.get()
    page = text(desk.get(reverse("warehouse_parcel", args=[parcel.pk])))
    assert "the customer collects it here" in page
    assert reverse("warehouse_collection", args=[waits.id]) in page
    assert "No carrier is set up" not in page
    assert f'href="{reverse("warehouse_hand_over")}"' not in page
    order = Order.objects.get(pk=parcel.fulfillment_order.order_id)
    assert "its customer collects it with the code" in text(desk.get(f"/admin/orders/{order.number}/"))


def test_log_3_the_home_of_who_has_a_scanner_leads_to_the_next_task(
    client, shop, django_assert_max_num_queries
):
    work = given(shop)
    client.force_login(make_staff("warehouse_worker"))
    with clock.frozen(AT + dt.timedelta(hours=6)):
        client.get("/admin/")  # notes once an hour by which browser somebody is signed in
        with django_assert_max_num_queries(26):
            page = client.get("/admin/")
    shown = text(page)
    for word in ("1 to pick, 0 to pack", "To receive today", "To put away", "Counts due", work.number):
        assert word in shown, word
    html = page.content.decode()
    assert reverse("warehouse_next") in html
    assert reverse("stock_phone") in html


def test_log_7_what_waits_for_its_customer_is_not_late(desk, db):
    waits = ready(collecting_shop())
    with clock.frozen(AT + dt.timedelta(days=3)):
        page = text(desk.get(f"{W}?f.state=packed"))
    assert waits.number in page
    assert "waits for its customer" in page
    assert "sc-status sc-bad" not in page


def test_log_1_articles_are_named_in_the_language_of_who_works_not_of_the_customer(desk, shop):
    work = picked(shop)
    FulfillmentLine.objects.update(title="T-Shirt (wie bestellt)")
    catalog.upsert_products(
        [row("tee", variants=(), translations={"ko": {"title": "티셔츠"}})], actor=ACTOR, at=AT
    )
    for name, language in (("Tee", "en"), ("티셔츠", "ko")):
        desk.cookies["django_language"] = language
        on_the_bench = desk.get(f"{W}pack/{work.id}/").context["page"]["lines"]
        assert {line["title"].partition(" · ")[0] for line in on_the_bench} == {name}
        assert name in text(desk.get(f"{W}{work.id}/"))


@pytest.mark.parametrize(
    ("role", "team", "sees"),
    [("head_of_digital", "digital", True), ("inventory_manager", "warehouse", False)],
)
def test_log_3_who_plans_rosters_from_another_team_sees_those_who_scan(client, shop, role, team, sees):
    packed(shop)
    client.force_login(make_staff(role, team=team))
    with clock.frozen(AT + dt.timedelta(days=1)):
        page = text(client.get("/admin/team/figures/"))
    assert (ANN.label in page) is sees
    assert ("Everybody, from their scans" in page) is sees


def test_inv_2_a_walk_is_scanned_place_then_article_and_what_is_wrong_is_refused(desk, shop):
    shelf = make_bins("main", "A-02")["A-02"]
    shelve(shop.variants["A-1"], shelf, 5)
    work = given(shop, {"A-1": 2})
    address, [stop] = begin(desk)
    page = desk.get(address)
    assert page.context["page"]["stops"][0] | {"image": ""} == {
        "id": stop.id, "state": "open", "place": "A-02", "sku": "A-1", "codes": ["A-1"], "lot": "",
        "title": stop.title, "image": "", "left": 2, "into": work.number,
    }  # fmt: skip

    def scan(item, place, key):
        entry = {"stop": stop.id, "item": item, "place": place, "quantity": 1, "key": key}
        return send(desk, f"{address}scan/", **entry)

    wrong = scan("A-1", "B-77", "k1")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_bin")
    assert scan("B-1", "A-02", "k2").json()["code"] == "wrong_item"
    for key in ("k3", "k3"):
        assert scan("A-1", "A-02", key).json()["stops"][0]["left"] == 1
    assert scan("A-1", "A-02", "k4").json()["stops"][0]["state"] == "done"
    assert states_of(work.order_id) == ["picked"]


def test_a_short_stop_and_leaving_a_list_work_from_the_page(desk, shop):
    work = given(shop)
    address, stops = begin(desk, "batch")
    for _ in range(2):
        answer = send(desk, f"{address}short/", stop=stops[0].id, key="k1")
        assert [stop["state"] for stop in answer.json()["stops"]] == ["short", "open"]
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
    [row] = fulfillment.specifications()
    record = text(desk.get(f"{W}specifications/{row.pk}/"))
    assert "Version 2" in record
    assert "tissue" in record
    assert desk.get(f"{W}specifications/99/").status_code == 404


def test_m8_the_rules_are_ordered_on_a_page_and_show_how_an_order_would_go(desk, shop):
    make_location("south", channels=[shop.channel.id], priority=200)
    stock(shop.variants["A-1"], 20, location="south")
    work = given(shop, {"A-1": 2})
    page = f"{W}routing/"
    assert "Rules, the first one decides" in text(desk.get(page))
    names = ("cost", "one_parcel", "near", "distance", "capacity", "stay")
    form = {f"rule-{name}-position": place for place, name in enumerate(names, start=1)}
    form |= {f"rule-{name}-step": 50 for name in names} | {"rule-cost-active": "on"}
    form |= {"place-main-cost": 490, "place-south-cost": 390}
    assert desk.post(page, form)["Location"] == page
    assert [rule.name for rule in fulfillment.routing_rules() if rule.active] == ["cost"]
    seen = text(desk.get(f"{page}?order={work.number}"))
    assert "Cost decides for South." in seen
    assert "South ✓" in seen
    assert desk.get(f"{page}?order=NO-1").status_code == 422
    assert desk.post(page, form | {"rule-cost-position": 0}).status_code == 422
    assert desk.post(page, {**form, "rule-cost-active": ""}).status_code == 422


def test_log_1_a_list_is_begun_scanned_printed_and_signed_for(desk, shop, django_assert_max_num_queries):
    give_address()
    make_simulator()
    parcel, other = packed(shop), packed(shop)
    assert "SIM" in text(desk.get(f"{W}manifests/add/"))
    address = desk.post(f"{W}manifests/add/", {"location": "main", "carrier": "sim"})["Location"]
    assert desk.post(f"{W}manifests/add/", {"location": "main", "carrier": "sim"})["Location"] == address
    page = desk.get(address)
    assert page.context["page"]["known"][parcel.tracking_number]["code"] == parcel.code
    assert send(desk, f"{address}scan/", code=parcel.code, key="k1").json()["code"] == parcel.code
    refused = send(desk, f"{address}scan/", code="NOT-A-PARCEL", key="k2")
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_work")
    assert desk.post(f"{address}close/", {}).status_code == 422
    paper = desk.get(f"{address}paper/")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    send(desk, f"{address}scan/", code=other.code, key="k3")
    assert desk.post(f"{address}close/", {"driver": "#panic() {{ 7*7 }}"}).status_code == 302
    done = text(desk.get(address))
    assert "#panic() {{ 7*7 }}" in done
    assert "MAN-" in done
    assert desk.get(f"{address}paper/").content[:5] == b"%PDF-"
    assert "data-sc-typed" not in done
    with django_assert_max_num_queries(17):
        assert "Taken by the carrier" in text(desk.get(f"{W}manifests/"))


def test_inv_2_a_replacement_is_offered_and_the_customer_decides_behind_the_link(desk, shop, client):
    import re

    from django.test import Client

    from storecrew.kernel.mail.models import Mail

    make_replacement("S-1", of=shop.variants["A-1"], channel=shop.channel)
    work = given(shop, {"A-1": 2})
    [stop] = walk(work).stops
    fulfillment.report_short(stop.id, actor=ANN, at=AT)
    short = next(row for row in fulfillment.work_of_order(work.order_id) if row.state == "short")
    assert "Offer a replacement" in text(desk.get(f"{W}{short.id}/"))
    page = f"{W}{short.id}/replacement/"
    assert "S-1" in text(desk.get(page))
    choice = f"{short.lines[0].order_line_id}/S-1"
    assert desk.post(page, {"choice": choice}).status_code == 302
    assert desk.post(page, {"choice": choice}).status_code == 422
    assert "Waiting for the customer" in text(desk.get(f"{W}{short.id}/"))
    mail = Mail.objects.get(dedupe_key__startswith="fulfillment.offer:")
    path = re.search(r"(/en/replacement/[\w-]+/)", mail.text)[1]
    shopper = Client(headers={"Origin": "http://testserver"})
    for _ in range(2):
        shown = shopper.get(path)
        assert "Yes, send it instead" in text(shown)
        assert shown["Referrer-Policy"] == "same-origin"
    [offer] = fulfillment.offers_of_order(work.order_id)
    assert offer.state == "asked"
    assert shopper.get("/en/replacement/nowhere/").status_code == 404
    assert shopper.post(path, {"answer": "x"}).status_code == 422
    assert shopper.post(path, {"answer": "wait"}).status_code == 302
    assert "The original comes as soon as it is here" in text(shopper.get(path))
    assert shopper.post(path, {"answer": "accept"}).status_code == 409


def test_inv_2_an_agent_writes_down_the_consent_on_the_order(client, shop):
    make_replacement("S-1", of=shop.variants["A-1"], channel=shop.channel)
    work = given(shop, {"A-1": 2})
    [stop] = walk(work).stops
    fulfillment.report_short(stop.id, actor=ANN, at=AT)
    [line] = fulfillment.work_of_order(work.order_id)[-1].lines
    offer = fulfillment.offer_replacement(
        work.order_id, line.order_line_id, sku="S-1", actor=ANN, at=clock.now()
    )
    client.force_login(make_staff("customer_service"))
    assert "Answer about the replacement" in text(client.get(f"/admin/orders/{work.number}/"))
    page = f"{W}replacements/{offer.id}/"
    assert client.post(page, {"answer": "accept", "note": ""}).status_code == 422
    assert client.post(page, {"answer": "accept", "note": "Ms. Example, 9:40"}).status_code == 302
    assert fulfillment.offer(offer.id).way == "phone"


def test_log_2_a_delivery_is_shown_to_its_customer_and_to_service_and_to_nobody_else(client, shop):
    from django.test import Client

    give_address()
    make_simulator()
    parcel, other = packed(shop), packed(shop)
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    picture = BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "JPEG")
    shipping.record_proof(
        parcel.label_id,
        key="device/1",
        place="neighbor",
        received_by="Mr. Example",
        photo=picture.getvalue(),
        happened_at=AT,
        actor=ANN,
        at=AT,
    )
    proof = shipping.proofs_of([parcel.label_id])[parcel.label_id][0]
    order, strange = orders.order(parcel.order_id), orders.order(other.order_id)
    shopper = Client()
    page = text(shopper.get(f"/en/order/{order.token}/"))
    assert "Handed to a neighbor" in page
    assert "Mr. Example" not in page
    photo = shopper.get(f"/en/order/{order.token}/proof/{proof.id}/")
    assert (photo["Content-Type"], photo["Cache-Control"]) == ("image/jpeg", "private, no-store")
    for address in (f"order/{strange.token}/proof/{proof.id}/", f"order/{order.number}/proof/{proof.id}/"):
        assert shopper.get(f"/en/{address}").status_code == 404
    assert "Handed to" not in text(shopper.get(f"/en/order/{strange.token}/"))
    client.force_login(make_staff("customer_service"))
    record = text(client.get(f"/admin/orders/{order.number}/"))
    assert "Proof of delivery" in record
    assert "Mr. Example" in record
