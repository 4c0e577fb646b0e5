"""How a customer wants to be reached (MKT-20)."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty.errors import InvalidHours, InvalidUnits
from storecrew.contexts.loyalty.models import ServicePreference
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

LANGUAGES = ("", "en", "ko")


def prefer(
    customer_id: int,
    way: str,
    *,
    note: str = "",
    language: str = "",
    hours: tuple[dt.time, dt.time] | None = None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Keep the way by which a customer wants to be reached, in which language and between which hours.

    By the customer, or by staff who may edit customers. ``hours`` are (from, until) by the clock of the shop.

    :raises Denied: staff who may not edit customers
    :raises InvalidUnits: there is no such way or language
    :raises InvalidHours: the end is not after the start
    """
    if actor.kind == "staff":
        actor.require("customers.write")
    if way not in ServicePreference.Way.values or language not in LANGUAGES:
        raise InvalidUnits(way=way[:20], language=language[:8])
    if hours is not None and hours[0] >= hours[1]:
        raise InvalidHours()
    values = {
        "way": way,
        "note": note.strip()[:200],
        "language": language,
        "hours_from": hours[0] if hours else None,
        "hours_until": hours[1] if hours else None,
        "updated_at": at,
    }
    customers.customer(customer_id)
    ServicePreference.objects.update_or_create(customer_id=customer_id, defaults=values)
    audit.record(
        actor=actor,
        action="loyalty.service_preferred",
        record="customers.customer",
        record_id=customer_id,
        at=at,
        after={"way": way, "language": language},
    )
