"""Paying on account over REST: offered to whom it was granted, refused with stable codes."""

from __future__ import annotations

import pytest

from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT, make_cart, make_shop
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.tests.factories import ACTOR, make_buyer, make_grant

pytestmark = pytest.mark.django_db(transaction=True)


def ways(client, token: str) -> dict:
    found = client.get(f"/api/v1/carts/{token}/payment-methods").json()["items"]
    return {one["code"]: one for one in found}


def complete(client, token: str, key: str):
    return client.post(
        f"/api/v1/carts/{token}/complete",
        {"payment": {"gateway": "invoice"}},
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_it_9_rest_orders_on_account_and_says_why_not(client):
    shop, buyer = make_shop({"A-1": 50}), make_buyer()
    token, second = (make_cart(shop, {"A-1": 1}) for _ in range(2))
    assert "invoice" not in ways(client, token)
    refused = complete(client, token, "guest")
    assert (refused.status_code, refused.json()["code"]) == (422, "invoice_not_offered")
    grant = make_grant(buyer, limit=2000)
    Cart.objects.update(customer_id=buyer)
    assert ways(client, token)["invoice"]["available"]
    placed = complete(client, token, "first")
    assert (placed.status_code, placed.json()["status"]) == (201, "confirmed")
    told = ways(client, second)["invoice"]
    assert (told["available"], told["refusal"]) == (False, "credit_limit_exceeded")
    refused = complete(client, second, "second")
    assert (refused.status_code, refused.json()["code"]) == (409, "credit_limit_exceeded")
    receivables.hold_grant(grant.id, because="Late", actor=ACTOR, at=AT)
    refused = complete(client, second, "third")
    assert (refused.status_code, refused.json()["code"]) == (409, "credit_on_hold")
