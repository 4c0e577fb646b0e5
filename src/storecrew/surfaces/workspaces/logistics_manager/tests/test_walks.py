"""Walks on the page: place, then article, by scanner."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.tests.factories import (
    ANN,
    given,
    states_of,
)
from storecrew.contexts.inventory.tests.factories import make_bins, shelve
from storecrew.surfaces.workspaces.logistics_manager.tests.desk import W, begin, send, text

pytestmark = pytest.mark.django_db


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
