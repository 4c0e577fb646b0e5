"""How a customer wants to be reached (MKT-20)."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.loyalty.errors import InvalidUnits
from storecrew.contexts.loyalty.models import ServicePreference
from storecrew.kernel.actor import Actor


def prefer(customer_id: int, way: str, *, note: str = "", actor: Actor, at: dt.datetime) -> None:
    """Keep the way by which a customer wants to be reached; the note says when, for example.

    :raises InvalidUnits: there is no such way
    """
    del actor
    if way not in ServicePreference.Way.values:
        raise InvalidUnits(way=way[:20])
    ServicePreference.objects.update_or_create(
        customer_id=customer_id, defaults={"way": way, "note": note.strip()[:200], "updated_at": at}
    )
