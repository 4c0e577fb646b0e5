"""One example of a request and of an answer for each operation; tests hold them to the schemas."""

from __future__ import annotations

from typing import Any


def _eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


_WRITTEN = {
    "name": "Mug week",
    "kind": "percent_off",
    "scope": {"skus": ["HE-DUSK-MUG-PLUM-S"]},
    "benefit": {"percent_bp": 1500},
    "channels": ["europe"],
    "starts": "2027-03-01T00:00",
    "ends": "2027-03-08T00:00",
    "sentence": {"en": "15% off the Dusk mug in plum."},
    "exclusions": {"en": "Only the plum mug, not together with other codes."},
    "service_brief": "The price in the cart is the reduced one; nobody needs a code.",
    "planned": [{"sku": "HE-DUSK-MUG-PLUM-S", "units": 40}],
}
_PROMOTION = {
    "id": 12,
    "name": "Mug week",
    "kind": "percent_off",
    "state": "draft",
    "pause_reason": "",
    "revision": 1,
    "by_code": False,
    "channels": ["europe"],
    "active_from": "2027-02-28T23:00:00Z",
    "active_until": "2027-03-07T23:00:00Z",
    "sentence": {"en": "15% off the Dusk mug in plum."},
    "uses": 0,
    "units": 0,
    "spent": None,
    "url": "/admin/promotions/12/",
}
_LEVEL = {
    "sku": "HE-DUSK-MUG-PLUM-S",
    "location": "main",
    "on_hand": 47,
    "allocated": 5,
    "reserved": 1,
    "safety": 2,
    "quality_hold": 0,
    "quarantine": 0,
    "damaged": 0,
    "available": 39,
}
_ORDER = {
    "number": "SC-100042",
    "status": "confirmed",
    "payment_status": "authorized",
    "fulfillment_status": "unfulfilled",
    "placed_at": "2027-03-02T09:14:00Z",
    "country": "DE",
    "total": _eur(4400),
    "discount": _eur(690),
    "refunded": _eur(0),
    "lines": [
        {
            "sku": "HE-DUSK-MUG-PLUM-S",
            "title": "Dusk mug",
            "quantity": 2,
            "shipped": 0,
            "canceled": 0,
            "total": _eur(3910),
        }
    ],
}
_FIELDS = {
    "fields": [
        {
            "key": "kiln",
            "kind": "choice",
            "label": "Kiln",
            "required": False,
            "public": True,
            "value": "wood",
        },
        {
            "key": "height_cm",
            "kind": "number",
            "label": "Height",
            "required": False,
            "public": False,
            "value": 9.5,
        },
    ]
}
_WITH_FIELDS = ("product", "variant", "order", "customer")
_SHORT = {
    "sku": "HE-DUSK-MUG-PLUM-S",
    "planned": 40,
    "available": 39,
    "inbound": 0,
    "promised_elsewhere": 10,
    "missing": 11,
    "location": "main",
    "by_location": {"main": 39},
    "next_inbound": {
        "units": 60,
        "location": "main",
        "due_at": "2026-05-12T08:00:00Z",
        "reference": "PO-1042",
    },
}
_OVERRIDE = {"reason": "60 more are on the truck", "expires_at": "2027-03-08T00:00:00Z"}
ANSWERS: dict[str, Any] = {
    "staff_get_key": {
        "name": "Planning tool (Head of Digital)",
        "on_behalf_of": "Head of Digital",
        "permissions": ["promotions.read", "promotions.write"],
    },
    "staff_list_promotions": {"items": [_PROMOTION], "next": ""},
    "staff_create_promotion": _PROMOTION,
    "staff_get_promotion": _PROMOTION,
    "staff_change_promotion": _PROMOTION | {"revision": 2},
    "staff_promotion_stock": {
        "passes": False,
        "overridden": False,
        "items": [_SHORT],
    },
    "staff_override_promotion": _OVERRIDE
    | {
        "promotion_id": 12,
        "at": "2027-02-26T10:20:00Z",
        "by": "Stock tool (Inventory Manager)",
        "shortfalls": [_SHORT],
    },
    "staff_schedule_promotion": _PROMOTION | {"state": "scheduled"},
    "staff_end_promotion": _PROMOTION | {"state": "ended"},
    "staff_list_stock": {"items": [_LEVEL]},
    "staff_adjust_stock": _LEVEL,
    "staff_list_orders": {"items": [_ORDER], "next": ""},
    "staff_get_order": _ORDER,
    **{f"staff_{verb}_{word}_fields": _FIELDS for verb in ("get", "change") for word in _WITH_FIELDS},
}
REQUESTS: dict[str, Any] = {
    "staff_create_promotion": _WRITTEN,
    "staff_change_promotion": _WRITTEN | {"revision": 1},
    "staff_override_promotion": _OVERRIDE,
    "staff_adjust_stock": {
        "sku": "HE-DUSK-MUG-PLUM-S",
        "location": "main",
        "on_hand": 47,
        "expected_on_hand": 48,
        "reason": "One was broken on the shelf",
    },
    **{
        f"staff_change_{word}_fields": {"values": {"kiln": "wood", "height_cm": 9.5}} for word in _WITH_FIELDS
    },
}
