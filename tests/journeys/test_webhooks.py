"""A developer subscribes a program; what a shopper orders arrives there, signed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.tests.receiver import Receiver, receiving
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import guest_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_quotations import fits, look
from tests.journeys.test_working import ADDRESS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The developer's own program: a real server."""
    with receiving(monkeypatch) as opened:
        yield opened


def test_it_3_a_developer_subscribes_and_an_order_arrives_with_a_signature_that_verifies(
    shop: TestShop, visit, receiver: Receiver
) -> None:
    developer = make_staff("developer", email="dev@storecrew.example", password=PASSWORD)
    page = visit("/admin/webhooks/", signed_in=developer)
    expect(page.get_by_text("No webhooks yet")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Add a webhook").first.click()
    page.get_by_role("textbox", name="Name").fill("ERP")
    page.get_by_role("textbox", name="Address").fill(receiver.url)
    page.get_by_role("checkbox", name="order.placed").check()
    look(page, "webhook-add")
    fits(page)
    page.get_by_role("button", name="Save", exact=True).click()
    secret = page.get_by_label("Secret").input_value()
    look(page, "webhook-secret")
    fits(page)
    page.get_by_role("link", name="I have copied it").click()
    page.get_by_role("button", name="Send a test").first.click()
    expect(page.get_by_text("Delivered: answered 200")).to_be_visible()
    assert receiver.got[0].verified(secret)["type"] == webhooks.TEST

    at, ann = clock.now(), guest_actor("journey")
    token = checkout.open_cart(channel_code="eu", locale="en", actor=ann, at=at).token
    checkout.add_line(token, "MUG-RED", 2, actor=ann, at=at)
    checkout.set_details(
        token,
        email="ann@example.com",
        shipping_address=ADDRESS,
        shipping_method="standard-eu",
        actor=ann,
        at=at,
    )
    placed = checkout.place_order(token, gateway="simulator", payment_token="tok_ok", actor=ann, at=at)
    while outbox.drain():
        pass
    receiver.answers = [500]
    webhooks.deliver_due(at=clock.now())
    page.reload()
    expect(page.get_by_text("answered 500")).to_be_visible()
    page.get_by_role("link", name="order.placed").first.click()
    expect(page.get_by_role("heading", name="Last answer")).to_be_visible()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("Delivered: answered 200")).to_be_visible()
    look(page, "webhook-delivery")
    fits(page)
    told = receiver.got[-1].verified(secret)
    assert told["type"] == "order.placed"
    assert told["data"]["order"] == orders.order(placed.order_id).number
    assert told["data"]["lines"] == [{"sku": "MUG-RED", "quantity": 2}]
    assert b"ann@example.com" not in receiver.got[-1].body
    page.goto("/admin/webhooks/")
    look(page, "webhook-list")
    fits(page)
    page.goto("/admin/webhooks/deliveries/")
    look(page, "webhook-deliveries")
    fits(page)
    page.goto("/admin/webhooks/guide/")
    look(page, "webhook-guide")
    fits(page)
    page.goto("/admin/webhooks/1/")
    look(page, "webhook-record")
    fits(page)
