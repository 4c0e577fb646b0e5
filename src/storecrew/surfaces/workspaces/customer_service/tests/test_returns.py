"""A return through the screens: announced on the order, received at the dock, and the way on to the money."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.surfaces.workspaces.customer_service.tests.test_orders import page, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def order():
    shop = make_shop({"A-1": 10, "B-1": 10})
    placed = place(make_cart(shop, {"A-1": 2, "B-1": 1}))
    payments.capture_order(placed.order_id, key="t", actor=ACTOR, at=AT)
    fulfillment.ship(placed.order_id, key="s", actor=ACTOR, at=AT)
    return orders.order(placed.order_id)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_cs_7_a_return_is_announced_received_and_leads_to_the_refund(order):
    desk, dock = signed_in("customer_service"), signed_in("inventory_manager")
    assert "Nothing comes back" in text(desk.get(reverse("returns_list")))
    assert "Announce a return" in text(desk.get(page(order)))
    first = order.lines[0]
    form = {f"line_{first.id}": 2, "reason": "damaged", "note": "box torn"}
    answer = desk.post(page(order, "returns_announce"), form)
    [made] = aftersales.returns_of_order(order.id)
    assert answer["Location"] == reverse("returns_record", args=[made.id])
    shown = text(desk.get(answer["Location"]))
    assert "Arrived damaged" in shown
    assert "not opened yet" in shown
    assert f"2 × {first.sku}" in text(desk.get(page(order)))
    assert "Receive" not in [word for word in shown.split() if word == "Receive"]

    line = made.lines[0].id
    receive = reverse("returns_receive", args=[made.id])
    assert desk.get(receive).status_code == 403
    assert "2 announced" in text(dock.get(receive))
    refused = dock.post(receive, {"location": "main", f"shelf_{line}": 1})
    assert refused.status_code == 422
    assert "Some announced units are nowhere" in text(refused)
    refused = dock.post(receive, {"location": "main", f"shelf_{line}": 1, f"damaged_{line}": 1})
    assert "Say what damaged the units" in text(refused)
    found = {"location": "main", f"shelf_{line}": 1, f"damaged_{line}": 1, f"cause_{line}": "carrier"}
    answer = dock.post(receive, found)
    assert answer.status_code == 302
    level = inventory.level(first.variant_id, "main")
    assert (level.on_hand, level.damaged, level.available) == (10, 1, 9)
    done = text(desk.get(answer["Location"]))
    assert "1 × Back on the shelf, 1 × Damaged (the carrier)" in done
    assert "Refund what the customer gets back" in done
    again = dock.post(receive, found)
    assert "received or canceled already" in text(again)
    assert inventory.level(first.variant_id, "main").on_hand == 10
    assert made.number in text(desk.get(reverse("returns_list") + "?f.state=received"))


def test_cs_7_what_cannot_be_announced_says_why(order):
    desk = signed_in("customer_service")
    first = order.lines[0]
    nothing = desk.post(page(order, "returns_announce"), {"reason": "damaged"})
    assert nothing.status_code == 422
    day = {f"line_{first.id}": 1, "reason": "damaged", "pickup_on": dt.date(2030, 1, 1).isoformat()}
    nobody = desk.post(page(order, "returns_announce"), day)
    assert "No depot has its place on the map yet" in text(nobody)
    assert not aftersales.returns_of_order(order.id)


def test_cs_7_a_return_can_be_canceled_with_a_reason(order):
    desk = signed_in("customer_service")
    desk.post(page(order, "returns_announce"), {f"line_{order.lines[0].id}": 1, "reason": "damaged"})
    [made] = aftersales.returns_of_order(order.id)
    cancel = reverse("returns_cancel", args=[made.id])
    assert desk.get(cancel).status_code == 200
    assert desk.post(cancel, {"reason": ""}).status_code == 422
    assert desk.post(cancel, {"reason": "keeps it"}).status_code == 302
    assert "Canceled" in text(desk.get(reverse("returns_record", args=[made.id])))
    assert "received or canceled already" in text(desk.post(cancel, {"reason": "again"}))


def test_cs_7_why_goods_come_back_leads_to_the_returns_behind_the_figure(order):
    lines = {order.lines[0].id: 2}
    made = aftersales.announce_return(order.id, lines=lines, reason="not_as_shown", actor=ACTOR, at=AT)
    aftersales.count_causes(at=AT)
    desk, dock = signed_in("customer_service"), signed_in("content_team")
    shown = desk.get(reverse("returns_why"), {"f.window": "90"})
    assert "100.0%" in text(shown)
    assert "+2" in text(shown)
    address = "/admin/returns/?q=A-1&amp;f.why=not_as_shown&amp;sort=-opened"
    assert address in shown.content.decode()
    assert made.number in text(desk.get(address.replace("&amp;", "&")))
    assert made.number not in text(desk.get("/admin/returns/", {"f.why": "damaged"}))
    assert "A-1" in text(dock.get(reverse("returns_why"), {"f.window": "90"}))
    assert desk.get(reverse("returns_why"))["Location"].endswith("?f.window=90&sort=-units")
    sheet = desk.get(reverse("returns_why"), {"f.window": "90", "export": "csv"})
    assert b"A-1" in b"".join(sheet) if sheet.streaming else b"A-1" in sheet.content


def test_cs_7_thresholds_of_the_causes_are_set_on_a_page(order):
    desk, content = signed_in("customer_service"), signed_in("content_team")
    page = reverse("returns_why_limits")
    assert page in desk.get(reverse("returns_why"), {"f.window": "90"}).content.decode()
    assert desk.post(page, {"units": 0, "percent": 10}).status_code == 422
    assert desk.post(page, {"units": 5, "percent": 0})["Location"] == reverse("returns_why")
    assert aftersales.cause_limits() == (5, 0)
    assert 'value="5"' in desk.get(page).content.decode()
    assert content.get(page).status_code == 403


def test_cs_6_an_agent_exchanges_for_the_customer_and_sends_it_however_the_goods_look(order):
    desk, dock = signed_in("customer_service"), signed_in("inventory_manager")
    first = order.lines[0]
    [choice] = aftersales.exchange_choices(order.id, at=AT)[first.id]
    form = {f"line_{first.id}": 2, f"instead_{first.id}": choice.variant_id, "reason": "does_not_fit"}
    assert desk.post(page(order, "returns_announce"), form).status_code == 302
    [made] = aftersales.returns_of_order(order.id)
    record = reverse("returns_record", args=[made.id])
    assert "Set aside, waits for the return" in text(desk.get(record))
    line = made.lines[0].id
    dock.post(reverse("returns_receive", args=[made.id]), {"location": "main", f"scrap_{line}": 2})
    send = reverse("returns_send", args=[made.id])
    assert send in desk.get(record).content.decode()
    assert send not in dock.get(record).content.decode()
    assert desk.post(reverse("returns_send", args=[made.id])).status_code == 302
    shown = text(desk.get(record))
    assert "Exchanged" in shown
    assert "On its way to the customer" in shown
    again = desk.post(reverse("returns_send", args=[made.id]), follow=True)
    assert "It was decided already what is sent instead" in text(again)


def test_cs_6_an_agent_agrees_to_what_a_customer_asked_for(order):
    aftersales.save_return_rules(
        "eu", is_open=True, days=14, transit_days=7, most_open=5, exchange="asked", actor=ACTOR, at=AT
    )
    first = order.lines[0]
    [choice] = aftersales.exchange_choices(order.id, at=AT)[first.id]
    wanted = aftersales.Wanted(first.id, 1, "late", "opened", choice.variant_id)
    made = aftersales.ask_return(order.id, lines=[wanted], actor=ACTOR, at=AT)
    desk = signed_in("customer_service")
    assert "The customer wants another variant" in text(desk.get(reverse("returns_record", args=[made.id])))
    answer = desk.post(reverse("returns_agree", args=[made.id]), follow=True)
    assert "Agreed. The other variant is set aside." in text(answer)
