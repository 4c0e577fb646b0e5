"""The events that programs outside may hear of: names, versions and an example of each payload.

The contract: a name and a version fix the fields of ``data``. Fields may be added within a version; one that
goes or changes its meaning makes a new version, and both are told for at least a year. Money is in minor
units, articles are named by SKU, orders by number, people by id only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEST = "webhook.test"
_EUR = {"amount": 4990, "currency": "EUR"}


@dataclass(frozen=True, slots=True)
class PublicEvent:
    """An event of the catalog."""

    name: str
    about: str | Promise
    group: str | Promise
    example: Mapping[str, Any]
    version: int = 1


_ORDERS, _MONEY, _PARCELS = _("Orders"), _("Payments"), _("Parcels")
_STOCK, _GOODS, _PEOPLE = _("Stock"), _("Catalog and prices"), _("Customers")
_OFFERS = _("Promotions")

PUBLIC: tuple[PublicEvent, ...] = (
    PublicEvent(
        "order.placed",
        _("An order was confirmed and will be delivered."),
        _ORDERS,
        {
            "order": "SC-100245",
            "channel": "eu",
            "total": _EUR,
            "lines": [{"sku": "MUG-RED", "quantity": 2}],
            "customer_id": 4711,
        },
    ),
    PublicEvent(
        "order.canceled",
        _("An order ended before it was shipped."),
        _ORDERS,
        {"order": "SC-100245", "channel": "eu", "kind": "customer", "was_confirmed": True},
    ),
    PublicEvent(
        "order.readdressed",
        _("An order goes to another address than agreed."),
        _ORDERS,
        {"order": "SC-100245"},
    ),
    PublicEvent(
        "payment.settled",
        _("Money of an order is held or taken."),
        _MONEY,
        {"order": "SC-100245", "payment_id": 88, "amount": _EUR, "late": False},
    ),
    PublicEvent(
        "payment.failed",
        _("A payment ended without money."),
        _MONEY,
        {"order": "SC-100245", "payment_id": 88, "code": "card_declined"},
    ),
    PublicEvent(
        "payment.charged_back",
        _("The customer's bank took the money back."),
        _MONEY,
        {"order": "SC-100245", "payment_id": 88, "amount": _EUR},
    ),
    PublicEvent(
        "refund.settled",
        _("Money went back to the customer."),
        _MONEY,
        {"order": "SC-100245", "payment_id": 88, "amount": _EUR},
    ),
    PublicEvent(
        "order.shipped",
        _("Goods of an order left; complete when nothing is open any more."),
        _PARCELS,
        {
            "order": "SC-100245",
            "shipment_id": 31,
            "carrier": "dhl",
            "tracking_number": "00340434161094",
            "lines": [{"line_id": 5, "quantity": 2}],
            "complete": True,
        },
    ),
    PublicEvent(
        "parcel.delivered",
        _("A parcel arrived."),
        _PARCELS,
        {"order": "SC-100245", "tracking_number": "00340434161094", "at": "2027-03-04T10:15:00+00:00"},
    ),
    PublicEvent(
        "stock.changed",
        _("What shoppers are told of articles (in stock, low, out) may have changed."),
        _STOCK,
        {"skus": ["MUG-RED", "MUG-BLUE"]},
    ),
    PublicEvent(
        "stock.ran_low",
        _("Units of an article at a location fell to its threshold or below."),
        _STOCK,
        {"sku": "MUG-RED", "location": "berlin", "available": 3, "threshold": 5},
    ),
    PublicEvent(
        "product.changed",
        _("Products, their variants, pictures or categories changed."),
        _GOODS,
        {"products": [{"id": 12, "slug": "enamel-mug"}]},
    ),
    PublicEvent(
        "product.deleted",
        _("Products that were never sold were removed for good."),
        _GOODS,
        {"product_ids": [12]},
    ),
    PublicEvent("price.changed", _("Prices of articles may be others now."), _GOODS, {"skus": ["MUG-RED"]}),
    PublicEvent("customer.created", _("Somebody bought or signed up."), _PEOPLE, {"customer_id": 4711}),
    PublicEvent(
        "customer.erased",
        _("The personal data of a customer is gone: erase what you keep as well."),
        _PEOPLE,
        {"customer_id": 4711},
    ),
    PublicEvent("promotion.launched", _("A promotion runs."), _OFFERS, {"promotion_id": 7}),
    PublicEvent(
        "promotion.paused",
        _("A promotion takes nothing more off new carts."),
        _OFFERS,
        {"promotion_id": 7, "reason": "stock"},
    ),
    PublicEvent("promotion.ended", _("A promotion is over."), _OFFERS, {"promotion_id": 7}),
)
BY_NAME: Mapping[str, PublicEvent] = {event.name: event for event in PUBLIC}
