"""Pages of the warehouse: receiving, transfers, counts, bins, and what the phone sends."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask, Receipt, Transfer
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, make_bins, make_location, shelve
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)
ACT = {"actor": ACTOR, "at": AT}


@pytest.fixture
def shop():
    return make_shop({"A-1": 10, "B-1": 0})


@pytest.fixture
def a(shop):
    return shop.variants["A-1"]


@pytest.fixture
def bins(shop):
    return make_bins("main", "A-01", "A-02")


@pytest.fixture
def client():
    return signed_in("inventory_manager")


@pytest.fixture
def receipt(shop, bins):
    return inventory.open_receipt(
        kind="purchase_order", reference="PO-7", location_id=inventory.location().id,
        lines=[(shop.variants["A-1"], 10), (shop.variants["B-1"], 2)], due_at=AT, **ACT,
    )  # fmt: skip


def signed_in(role: str, *, email: str = "", locations: tuple[str, ...] = ()) -> Client:
    client = Client()
    staff = make_staff(role, email=email)
    if locations:
        scopes = {"location": locations}
        people.assign_role(user_id=staff.pk, role_code=role, scopes=scopes, **ACT)
        # A change of rights ends the sessions of before; the new key is on the row.
        staff.refresh_from_db()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post_json(client: Client, url: str, **data: object):
    return client.post(url, json.dumps(data), content_type="application/json")


def text(response) -> str:
    return response.content.decode()


def test_inv_1_goods_are_received_by_scan_and_the_record_says_what_is_not_as_ordered(
    receipt, client, a, shop
):
    page = client.get(reverse("stock_receive_phone", args=[receipt]))
    assert page.status_code == 200 and "A-1" in text(page)
    url = reverse("stock_receive_scan", args=[receipt])
    scan = {"variant": a, "quantity": 12, "outcome": "accepted", "key": "device-0001"}
    answer = post_json(client, url, **scan)
    assert answer.json()["came"] == 10
    assert [row[:2] for row in answer.json()["differences"]] == [["More than ordered", 2]]
    assert post_json(client, url, **scan).json()["came"] == 10
    refused = post_json(client, url, **{**scan, "quantity": 1})
    assert (refused.status_code, refused.json()["code"]) == (409, "key_reused")
    record = text(client.get(reverse("stock_receipt", args=[receipt])))
    assert "PO-7" in record and "In quarantine" in record
    close = reverse("stock_receipt_close", args=[receipt])
    assert client.post(close, {"reason": ""}).status_code == 422
    assert client.post(close, {"reason": "two missing"}).status_code == 302
    assert Receipt.objects.get().state == "closed"
    assert "PO-7" in text(client.get(reverse("stock_receipts") + "?f.state=closed"))


def test_entries_that_cannot_be_read_are_refused_in_words(receipt, client, a):
    url = reverse("stock_receive_scan", args=[receipt])
    for body in (b"", b"[]", b"{", b'{"variant": true}', b'{"variant": 1, "quantity": "many"}'):
        answer = client.post(url, body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_entry")
    scan = {"variant": a, "quantity": 1, "key": "device-0001"}
    for wrong in ({"until": "tomorrow"}, {"lot": "x" * 61}, {"serials": "S1"}, {"note": "a\0b"}):
        assert post_json(client, url, **scan, **wrong).status_code == 422
    assert client.get(url).status_code == 405
    assert inventory.level(a).on_hand == 10


def test_inv_4_a_sample_is_decided_on_its_page(receipt, client, a):
    inventory.save_profile(a, inspection_level="II", aql="1.0", **ACT)
    inventory.receive_line(receipt, variant_id=a, quantity=10, key="device-0001", **ACT)
    sample = inventory.open_inspections()[0]
    url = reverse("stock_inspect", args=[receipt, sample.id])
    record = client.get(reverse("stock_receipt", args=[receipt])).context["record"]
    assert record.next_action.url == url
    assert "10 of 10" in text(client.get(url))
    assert client.post(url, {"defects": 99}).status_code == 422
    assert client.post(url, {"defects": 1, "note": "stains"}).status_code == 302
    assert inventory.level(a).quarantine == 10


def test_inv_1_a_transfer_is_planned_sent_and_closed_with_a_reason(client, a, shop):
    make_location("north")
    form = {"source": "main", "target": "north", "lines": "A-1 4\nNO-SUCH 1"}
    refused = client.post(reverse("stock_transfer_add"), form)
    assert refused.status_code == 422 and "NO-SUCH" in text(refused)
    assert client.post(reverse("stock_transfer_add"), form | {"lines": "A-1 4"}).status_code == 302
    transfer = Transfer.objects.get()
    assert client.post(reverse("stock_transfer_send", args=[transfer.pk])).status_code == 302
    assert "TR-" in text(client.get(reverse("stock_transfers") + "?f.state=in_transit"))
    assert "TR-" in text(client.get(reverse("stock_record", args=["A-1", "main"])))
    record = text(client.get(reverse("stock_transfer", args=[transfer.pk])))
    assert "In transit" in record
    close = reverse("stock_transfer_close", args=[transfer.pk])
    assert "4 × A-1 did not arrive" in text(client.get(close))
    assert client.post(close, {f"reason_{a}": ""}).status_code == 422
    assert client.post(close, {f"reason_{a}": "not_sent"}).status_code == 302
    assert inventory.level(a, "main").on_hand == 10


def test_a_transfer_that_was_not_sent_is_canceled(client, a, shop):
    make_location("north")
    made = inventory.open_transfer(source="main", target="north", lines=[(a, 1)], **ACT)
    assert client.post(reverse("stock_transfer_cancel", args=[made.id])).status_code == 302
    assert inventory.transfer(made.id).state == "canceled"


def test_inv_2_a_count_is_blind_until_it_is_decided_and_another_person_agrees(client, a, bins):
    shelve(a, bins["A-01"], 10)
    assert client.post(reverse("stock_count_ask", args=["A-1", "main"])).status_code == 302
    task = CountTask.objects.get()
    phone = text(client.get(reverse("stock_count_phone", args=["main"])))
    assert "A-01" in phone
    url = reverse("stock_count_scan", args=[task.pk])
    assert post_json(client, url, quantity=6, key="device-0001").json() == {"state": "recount"}
    record = text(client.get(reverse("stock_count", args=[task.pk])))
    assert "hidden until it is counted" in record
    assert post_json(client, url, quantity=6, key="device-0002").json() == {"state": "approval"}
    approve = reverse("stock_count_approve", args=[task.pk])
    mine = client.post(approve, {"reason": "theft"})
    assert mine.status_code == 422 and "another person" in text(mine)
    colleague = signed_in("inventory_manager", email="jo@storecrew.example")
    assert "−4 units" in text(colleague.get(approve))
    assert colleague.post(reverse("stock_count_refuse", args=[task.pk]), {"note": "look again"}).status_code
    for key in ("device-0003", "device-0004"):
        post_json(client, url, quantity=7, key=key)
    assert colleague.post(approve, {"reason": "misplaced"}).status_code == 302
    assert inventory.level(a).on_hand == 7
    assert "misplaced" in text(client.get(reverse("stock_record", args=["A-1", "main"])))
    assert "A-1" in text(client.get(reverse("stock_counts") + "?f.state=done"))


def test_limits_of_counts_are_set_per_location(client, shop):
    url = reverse("stock_count_policy", args=["main"])
    assert client.get(url).status_code == 200
    assert client.post(url, {"amount": "12.50", "percent": 1, "single_person": "on"}).status_code == 302
    assert "In EUR" in client.get(url).content.decode()
    assert 'value="12.50"' in client.get(url).content.decode()
    limits = inventory.count_limits(inventory.location().id)
    assert (limits.amount, limits.percent, limits.single_person) == (1250, 1, True)
    task = inventory.ask_for_count(
        location_id=inventory.location().id, variant_id=shop.variants["A-1"], **ACT
    )
    assert client.post(reverse("stock_count_cancel", args=[task])).status_code == 302


def test_inv_1_bins_are_added_changed_and_put_away_into(client, a, bins):
    form = {
        "location": "main", "code": "C-01", "zone": "COLD", "storage_class": "chilled", "zone_order": 3,
        "kind": "storage", "walk_order": 7, "active": "on",
    }  # fmt: skip
    assert client.post(reverse("stock_bin_add"), form).status_code == 302
    made = inventory.bin_by_code(inventory.location().id, "C-01")
    assert (made.zone_code, made.storage_class) == ("COLD", "chilled")
    edit = reverse("stock_bin_edit", args=[made.id])
    assert client.get(edit).status_code == 200
    assert client.post(edit, form | {"walk_order": 9}).status_code == 302
    assert client.post(reverse("stock_bin_add"), form | {"code": ""}).status_code == 422
    page = text(client.get(reverse("stock_put_away", args=["main"])))
    assert "A-1" in page
    scan = {"variant": a, "bin": bins["A-02"].id, "from_bin": None, "quantity": 4, "key": "device-0001"}
    url = reverse("stock_put_away_scan", args=["main"])
    assert post_json(client, url, **scan).json() == {"left": 6}
    assert post_json(client, url, **scan).json() == {"left": 6}
    refused = post_json(client, url, **{**scan, "key": "device-0002", "quantity": 7})
    assert refused.json()["code"] == "nothing_loose"
    assert "A-1" in text(client.get(reverse("stock_bin", args=[bins["A-02"].id])))
    assert "A-02" in text(client.get(reverse("stock_bins") + "?q=A-1"))
    assert "A-02" in text(client.get(reverse("stock_record", args=["A-1", "main"])))


def test_how_an_article_is_kept_is_saved(client, a):
    url = reverse("stock_profile", args=["A-1"])
    form = {
        "tracking": "lot", "expires": "on", "first_expired_first_out": "on", "shortest_rest_days": 30,
        "storage_class": "chilled", "inspection_level": "II", "aql": "2.5",
    }  # fmt: skip
    assert client.get(url).status_code == 200
    assert client.post(url, form).status_code == 302
    kept = inventory.profiles([a])[a]
    assert (kept.tracking, kept.expires, kept.shortest_rest_days, kept.aql) == ("lot", True, 30, "2.5")
    assert client.post(url, form | {"aql": "3"}).status_code == 422


def test_people_of_another_location_find_nothing(receipt, a, bins):
    make_location("north")
    inventory.open_transfer(source="main", target="north", lines=[(a, 1)], **ACT)
    task = inventory.ask_for_count(location_id=inventory.location().id, variant_id=a, **ACT)
    make_location("south")
    stranger = signed_in("inventory_manager", email="far@storecrew.example", locations=("south",))
    for url in (
        reverse("stock_receipt", args=[receipt]),
        reverse("stock_receive_phone", args=[receipt]),
        reverse("stock_transfer", args=[Transfer.objects.get().pk]),
        reverse("stock_count", args=[task]),
        reverse("stock_bin", args=[bins["A-01"].id]),
        reverse("stock_put_away", args=["main"]),
        reverse("stock_count_phone", args=["main"]),
        reverse("stock_count_policy", args=["main"]),
    ):
        assert stranger.get(url).status_code == 404, url
    answer = post_json(
        stranger, reverse("stock_receive_scan", args=[receipt]), variant=a, quantity=1, key="k" * 9
    )
    assert answer.status_code == 404
    assert (
        post_json(stranger, reverse("stock_count_scan", args=[task]), quantity=1, key="k" * 9).status_code
        == 404
    )
    assert "PO-7" not in text(stranger.get(reverse("stock_receipts")))


def test_lists_ask_the_database_a_fixed_number_of_times(
    client, receipt, a, bins, django_assert_max_num_queries
):
    make_location("north")
    for number in range(6):
        inventory.open_receipt(
            kind="purchase_order", reference=f"PO-{20 + number}", location_id=inventory.location().id,
            lines=[(a, 1)], **ACT,
        )  # fmt: skip
        inventory.open_transfer(source="main", target="north", lines=[(a, 1)], **ACT)
    make_bins("main", *(f"X-{number}" for number in range(6)))
    client.get(reverse("stock_receipts"))
    for name in ("stock_receipts", "stock_transfers", "stock_counts", "stock_bins", "stock_list"):
        with django_assert_max_num_queries(17):
            client.get(reverse(name))
    with django_assert_max_num_queries(21):
        client.get(reverse("stock_phone"))


def test_the_phone_page_lists_what_is_to_do(client, receipt, a, bins):
    page = text(client.get(reverse("stock_phone")))
    assert "PO-7" in page and reverse("stock_put_away", args=["main"]) in page


def test_the_home_shows_the_numbers_and_the_work_of_the_warehouse(client, receipt, a, bins):
    inventory.save_profile(a, tracking="lot", expires=True, inspection_level="II", aql="2.5", **ACT)
    lot = {"lot_code": "L1", "expires_on": AT.date()}
    inventory.receive_line(receipt, variant_id=a, quantity=4, key="device-0001", **lot, **ACT)
    task = inventory.ask_for_count(location_id=inventory.location().id, variant_id=a, **ACT)
    page = text(client.get("/admin/inventory-manager/"))
    for words in ("To receive today", "To put away", "Counts due", "Inventory accuracy", "Lots that expire"):
        assert words in page
    assert reverse("stock_count", args=[task]) in page
    assert reverse("stock_receipt", args=[receipt]) in page
    assert reverse("stock_inspect", args=[receipt, inventory.open_inspections()[0].id]) in page
