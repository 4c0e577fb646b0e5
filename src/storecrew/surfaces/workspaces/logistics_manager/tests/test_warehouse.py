"""The pages of the warehouse: queue, home, boxes and specifications, rules, the carrier's list."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.tests.factories import row
from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentLine, Parcel
from storecrew.contexts.fulfillment.tests.collecting import collecting_shop, ready
from storecrew.contexts.fulfillment.tests.factories import (
    ANN,
    give_address,
    given,
    packed,
    picked,
)
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.kernel import clock
from storecrew.surfaces.workspaces.logistics_manager.tests.desk import W, send, text

pytestmark = pytest.mark.django_db


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
