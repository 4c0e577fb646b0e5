"""One example of a request and of an answer for each operation; tests hold them to the schemas."""

from __future__ import annotations

from typing import Any


def _eur(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"}


_CART_ID = "k3xV0aTq9rYw2LmN8sPzBdHf"
_ADDRESS = {
    "name": "Ann Example",
    "street": "Unter den Linden 1",
    "city": "Berlin",
    "postal_code": "10117",
    "country": "DE",
    "phone": "+49 30 1234567",
}
_GIFT = {"gift_wrap": True, "gift_message": "Happy birthday, Ben!"}
_LINE = {
    "id": 7,
    "sku": "HE-DUSK-MUG-PLUM-S",
    "title": "Dusk mug",
    "options": {"Color": "Plum", "Size": "300 ml"},
    "url": "/en/p/dusk-mug/",
    "image": "/media/images/dusk-mug.width-320.jpg",
    "quantity": 2,
    "unit_price": _eur(2300),
    "public_price": None,
    "price_for": "",
    "total": _eur(4600),
    "availability": "in_stock",
    "notice": "",
}
_POINT = {
    "kind": "location",
    "code": "berlin",
    "name": "Store Berlin",
    "address": {
        "name": "Store Berlin",
        "street": "Example Street 12",
        "city": "Berlin",
        "postal_code": "10115",
        "country": "DE",
    },
    "hours": ["Mon–Fri 10:00–18:00", "Sat 10:00–14:00"],
    "carrier": "",
    "sort": "shop",
    "distance_m": None,
    "available": True,
    "reason": "",
    "ready": "2026-03-03 18:00",
}
_EMPTY = {
    "id": _CART_ID,
    "channel": "europe",
    "locale": "en",
    "currency": "EUR",
    "state": "open",
    "version": 1,
    "item_count": 0,
    "lines": [],
    "subtotal": _eur(0),
    "discount": _eur(0),
    "discounts": [],
    "codes": [],
    "shipping": None,
    "tax": _eur(0),
    "total": _eur(0),
    "tenders": [],
    "due": _eur(0),
    "email": "",
    "phone": "",
    "shipping_address": {},
    "shipping_method": "",
    "pickup_point": None,
    "gift_wrap": False,
    "gift_message": "",
    "gift_wrap_price": _eur(450),
    "fees": _eur(0),
    "requirements": [
        {
            "code": "cart_empty",
            "message": "The cart is empty.",
            "field": "",
            "resolution": "Put something into the cart.",
        }
    ],
    "order_token": "",
    "vat_number": "",
}
_FILLED = {
    **_EMPTY,
    "version": 2,
    "item_count": 2,
    "lines": [_LINE],
    "subtotal": _eur(4600),
    "shipping": _eur(490),
    "tax": _eur(813),
    "total": _eur(5090),
    "due": _eur(5090),
    "requirements": [
        {
            "code": "email_missing",
            "message": "An e-mail address is missing.",
            "field": "email",
            "resolution": "Enter an e-mail address.",
        }
    ],
}
_WITH_THREE = {
    **_FILLED,
    "version": 3,
    "item_count": 3,
    "lines": [{**_LINE, "quantity": 3, "total": _eur(6900)}],
    "subtotal": _eur(6900),
    "tax": _eur(1180),
    "total": _eur(7390),
    "due": _eur(7390),
}
_WITH_CODE = {
    **_FILLED,
    "version": 3,
    "discount": _eur(460),
    "discounts": [{"label": "Ten percent off tableware", "code": "SPRING", "amount": _eur(460)}],
    "codes": [{"code": "SPRING", "applied": True, "reason": "", "message": ""}],
    "tax": _eur(739),
    "total": _eur(4630),
    "due": _eur(4630),
}
_WITH_VOUCHER = {
    **_FILLED,
    "version": 3,
    "tenders": [{"id": "voucher-7", "kind": "voucher", "hint": "K7MQ", "amount": _eur(2500)}],
    "due": _eur(2590),
}
_READY = {
    **_FILLED,
    "version": 3,
    "email": "ann@example.com",
    "phone": "+49301234567",
    "shipping_address": _ADDRESS,
    "shipping_method": "standard",
    **_GIFT,
    "fees": _eur(450),
    "tax": _eur(885),
    "total": _eur(5540),
    "due": _eur(5540),
    "requirements": [],
}
_CARD = {
    "id": 12,
    "slug": "dusk-mug",
    "title": "Dusk mug",
    "url": "/en/p/dusk-mug/",
    "image": "/media/images/dusk-mug.width-640.jpg",
    "price": _eur(2300),
    "strike": None,
    "lowest_30d": None,
    "members_price": _eur(2100),
    "price_from": True,
    "available": True,
    "availability": "in_stock",
}
_COLOR = {"value": "Plum", "label": "Plum", "count": 14, "selected": False}
_ORDER = {
    "number": "SC-100234",
    "token": "Zt8bQ4nW1xJc7KdR5vGy",
    "status": "confirmed",
    "payment_status": "authorized",
    "fulfillment_status": "unfulfilled",
    "placed_at": "2026-03-02T09:00:00Z",
    "currency": "EUR",
    "lines": [
        {
            "id": 31,
            "sku": _LINE["sku"],
            "title": "Dusk mug",
            "options": _LINE["options"],
            "quantity": 2,
            "shipped": 0,
            "unit_price": _eur(2300),
            "price_list": "eu-eur",
            "total": _eur(4600),
            "tax": _eur(734),
        }
    ],
    "subtotal": _eur(4600),
    "discount": _eur(0),
    "shipping": _eur(490),
    "tax": _eur(885),
    "total": _eur(5540),
    "refunded": _eur(0),
    "fees": _eur(450),
    **_GIFT,
    "shipping_address": _ADDRESS,
    "shipping_method": "Standard",
    "pickup_point": None,
    "arrival": {"earliest": "2026-03-05", "latest": "2026-03-09", "later": None},
    "shipments": [],
    "codes": [],
}
_WITH_CODES = {
    **_ORDER,
    "payment_status": "paid",
    "codes": [
        {
            "line_id": 31,
            "hint": "K7MQ",
            "shown": True,
            "code": "ABCD-EFGH-JKLM-K7MQ",
            "extra": "",
            "instructions": "Enter it on the page of the studio.",
        }
    ],
}

REQUESTS: dict[str, Any] = {
    "create_cart": {"locale": "en"},
    "add_line": {"sku": _LINE["sku"], "quantity": 2},
    "change_line": {"quantity": 3},
    "add_code": {"code": "SPRING"},
    "use_voucher": {"code": "ABCD-EFGH-JKLM-K7MQ"},
    "choose_pickup_point": {"code": "berlin", "shipping_method": "collect"},
    "set_checkout": {
        "email": "ann@example.com",
        "phone": "+49301234567",
        "shipping_address": _ADDRESS,
        "shipping_method": "standard",
        **_GIFT,
    },
    "complete_cart": {"payment": {"gateway": "simulator", "token": "tok_ok"}, "expected_total": _eur(5540)},
}
ANSWERS: dict[str, Any] = {
    "list_products": {
        "items": [_CARD],
        "total": 292,
        "facets": [{"code": "color", "name": "Color", "kind": "color", "values": [_COLOR]}],
        "next": "eyJwYWdlIjoyfQ",
    },
    "list_reviews": {
        "rating": {"count": 21, "mean": "4.3", "stars": [1, 0, 2, 7, 11]},
        "items": [
            {
                "id": 8,
                "stars": 4,
                "title": "Warm",
                "words": "Keeps the tea warm for an hour.",
                "name": "Ann E.",
                "locale": "en",
                "written_at": "2026-03-02T09:30:00Z",
                "photos": [
                    {
                        "url": "/en/reviews/8/photos/3/",
                        "small_url": "/en/reviews/8/photos/3/?small",
                        "width": 960,
                        "height": 720,
                    }
                ],
                "reply": "",
                "replied_at": None,
            }
        ],
        "next": 2,
    },
    "get_product": {
        "id": 12,
        "slug": "dusk-mug",
        "title": "Dusk mug",
        "url": "/en/p/dusk-mug/",
        "subtitle": "A generous handle for cold mornings.",
        "brand": "Hearth & Loom",
        "description_html": "<p>A fine band painted on the turning wheel.</p>",
        "images": [{"url": _CARD["image"], "width": 640, "height": 640, "alt": "Plum mug with a fine band"}],
        "attributes": [{"code": "made_in", "name": "Made in", "value": "Italy"}],
        "custom_fields": [{"key": "kiln", "kind": "choice", "label": "Kiln", "value": "wood"}],
        "categories": ["tableware/cups-mugs"],
        "variants": [
            {
                "sku": _LINE["sku"],
                "options": _LINE["options"],
                "price": _eur(2300),
                "strike": None,
                "lowest_30d": None,
                "members_price": _eur(2100),
                "availability": "in_stock",
                "available": True,
            }
        ],
    },
    "create_cart": _EMPTY,
    "get_cart": _FILLED,
    "add_line": _FILLED,
    "change_line": _WITH_THREE,
    "add_code": _WITH_CODE,
    "remove_code": {**_FILLED, "version": 4},
    "use_voucher": _WITH_VOUCHER,
    "drop_tender": {**_FILLED, "version": 4},
    "remove_line": {**_EMPTY, "version": 4},
    "set_checkout": _READY,
    "list_pickup_points": {"items": [_POINT]},
    "choose_pickup_point": {**_READY, "shipping_method": "collect", "pickup_point": _POINT},
    "list_shipping_methods": {
        "items": [
            {
                "code": "standard",
                "name": "Standard",
                "price": _eur(490),
                "earliest": "2026-03-04",
                "latest": "2026-03-06",
                "free_from": _eur(9900),
                "full_price": None,
            }
        ]
    },
    "list_payment_methods": {
        "items": [
            {
                "code": "simulator",
                "name": "Card (test)",
                "description": "For trying the shop out.",
                "needs_token": True,
            }
        ]
    },
    "complete_cart": {
        "number": _ORDER["number"],
        "token": _ORDER["token"],
        "status": "confirmed",
        "total": _eur(5540),
        "redirect_url": None,
    },
    "get_order": _ORDER,
    "show_codes": _WITH_CODES,
}
