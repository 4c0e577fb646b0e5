"""Filling a cart and paying for it, as a browser does."""

from __future__ import annotations

import re

from django.test import Client

ADDRESS = {
    "email": "mina@example.com",
    "name": "Mina Park",
    "street": "Hauptstr. 1",
    "postal_code": "10115",
    "city": "Berlin",
    "country": "DE",
    "phone": "",
}


def text(response) -> str:
    return response.content.decode()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def send(client: Client, path: str, data: dict | None = None, **more):
    """Send a form as a browser does: with the token of the page it is on."""
    page = text(client.get("/en/accessibility/"))
    token = client.cookies.get("csrftoken")
    del page
    values = dict(data or {})
    if token is not None:
        values["csrfmiddlewaretoken"] = token.value
    return client.post(path, values, **more)


def fill(client: Client, sku: str = "MUG-RED", quantity: int = 2) -> None:
    assert client.post("/en/cart/add/", {"sku": sku, "quantity": quantity}).status_code == 302


def go_to_payment(client: Client) -> str:
    fill(client)
    assert client.post("/en/checkout/details/", ADDRESS).headers["Location"] == "/en/checkout/delivery/"
    answer = client.post("/en/checkout/delivery/", {"shipping_method": "standard-eu"})
    assert answer.headers["Location"] == "/en/checkout/payment/"
    return text(client.get("/en/checkout/payment/"))


def pay(client: Client, page: str, token: str = "tok_ok", **changes):
    names = ("nonce", "expected_total", "expected_due", "expected_currency", "seen")
    data = {name: hidden(page, name) for name in names} | {"gateway": "simulator", "payment_token": token}
    return client.post("/en/checkout/payment/", data | changes)
