"""The points of the simulator: they follow from country and post code, so they are the same every day."""

from __future__ import annotations

import re

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.facts import PickupPoint
from storecrew.contexts.shipping.providers.protocol import PointsCall

_WEEK = tuple((day, "08:00", "20:00") for day in range(1, 7))
_ALWAYS = tuple((day, "00:00", "24:00") for day in range(1, 8))
# name, street, number, sort, hours, meters to the middle of the post code
_KINDS = (
    ("Kiosk Example", "Example Street 3", "shop", _WEEK, 240),
    ("Parcel locker 112", "Station Road 1", "locker", _ALWAYS, 410),
    ("Corner Shop Sample", "Market Place 9", "shop", _WEEK, 780),
    ("Parcel locker 204", "Sample Avenue 20", "locker", _ALWAYS, 1300),
)
_ID = re.compile(r"SIM-([A-Z]{2})-([0-9A-Z]{3,10})-([1-4])")


def near(call: PointsCall, *, carrier: str) -> tuple[PickupPoint, ...]:
    """Return the points of a post code, or the one that is asked for; none for a post code that is none."""
    if call.id:
        found = _ID.fullmatch(call.id)
        if found is None:
            return ()
        return (_point(found[1], found[2], int(found[3]), carrier),)
    code = re.sub(r"[^0-9A-Z]", "", call.postal_code.upper())[:10]
    if len(code) < 3 or not call.country:
        return ()
    return tuple(_point(call.country.upper(), code, place, carrier) for place in range(1, len(_KINDS) + 1))[
        : call.most
    ]


def exists(id_: str, recipient: AddressFacts) -> bool:
    """Say whether a point is known, and stands in the country that a label goes to."""
    found = _ID.fullmatch(id_)
    return found is not None and found[1] == recipient.country.upper()


def _point(country: str, code: str, place: int, carrier: str) -> PickupPoint:
    name, street, sort, hours, meters = _KINDS[place - 1]
    return PickupPoint(
        kind="point",
        code=f"SIM-{country}-{code}-{place}",
        name=name,
        address=AddressFacts(name=name, street=street, city="Exampletown", postal_code=code, country=country),
        hours=hours,
        carrier=carrier,
        sort=sort,
        meters=meters,
    )
