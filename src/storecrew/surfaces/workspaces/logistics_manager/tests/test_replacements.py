"""Another article in place of one that is missing, with the customer's consent."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.tests.factories import (
    ANN,
    given,
    make_replacement,
    walk,
)
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.surfaces.workspaces.logistics_manager.tests.desk import W, text

pytestmark = pytest.mark.django_db


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
