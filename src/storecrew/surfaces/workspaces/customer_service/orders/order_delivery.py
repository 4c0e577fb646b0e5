"""Who bought, and where their order goes: what service looks for first."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup

ADDRESS_PARTS = ("name", "company", "street", "street2", "postal_code", "city", "region", "country", "phone")
PLACE = ("company", "street", "street2", "postal_code", "city", "region")


def _collected(order: orders.OrderFacts) -> list[Fact]:
    """Say where it is collected, and how far that is."""
    point = shipping.point_words(order.pickup_point, get_language() or "en")
    if point is None:
        return []
    facts = [Fact(_("Collected at"), ", ".join((point.name, *point.lines)))]
    if point.carrier:
        facts.append(Fact(_("Point of the carrier"), f"{point.carrier} {order.pickup_point.get('code', '')}"))
    for one in fulfillment.collections_of_order(order.id):
        words = str(dict(fulfillment.COLLECTION_STATES)[one.state])
        if one.state == "collected":
            words = f"{words}, {_('by code') if one.by_code else one.seen} {one.received_by}".strip()
        facts.append(Fact(_("Waits since"), one.ready_at, "datetime", why=words))
        facts.append(Fact(_("How it stands"), words))
    return facts


def delivery(order: orders.OrderFacts) -> FactGroup:
    """Say who bought and how to reach them, and where and how it goes."""
    to = order.shipping_address
    lines = [
        *(str(to.get(part) or "") for part in PLACE),
        shipping.country_name(str(to.get("country") or "")),
    ]
    phone = str(to.get("phone") or "")
    return FactGroup(
        _("Customer and delivery"),
        [
            Fact(_("Name"), str(to.get("name") or "")),
            Fact(_("E-mail"), order.email, url=f"mailto:{order.email}"),
            Fact(_("Phone"), phone, url=f"tel:{phone.replace(' ', '')}" if phone else ""),
            Fact(_("Address"), ", ".join(line for line in lines if line)),
            Fact(_("Method"), order.shipping_method_name),
            *_collected(order),
            *([Fact(_("Message of the giver"), order.gift_message)] if order.gift_message else []),
            Fact(_("Placed"), order.placed_at, "datetime"),
        ],
    )
