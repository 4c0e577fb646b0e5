"""The life of a claim against a carrier, and until when it may be filed."""

from __future__ import annotations

import datetime as dt

KINDS = ("damage", "loss", "delay")
OPEN, FILED, ACCEPTED, REFUSED, WITHDRAWN = "open", "filed", "accepted", "refused", "withdrawn"
STATES = (OPEN, FILED, ACCEPTED, REFUSED, WITHDRAWN)
NEXT = {OPEN: (FILED, WITHDRAWN), FILED: (ACCEPTED, REFUSED, WITHDRAWN)}
"""From a state to those that may follow; what is not here is final."""
UNFINISHED = (OPEN, FILED)
USUAL_DAYS = 7
"""How long after the delivery most carriers take claims; a contract says it for its own."""
MOST_PHOTOS = 8
LARGEST_PHOTO = 12 << 20
"""Photos come straight from a phone here; a driver's are made smaller on the device."""
LOST_AFTER_DAYS = 14
"""A parcel that nobody saw for so long counts as lost."""
REASONS = {"carrier_damaged_parcel": "damage", "carrier_parcel_lost": "loss"}
"""What a carrier itself says that makes a claim."""


def file_by(happened: dt.date, days: int) -> dt.date:
    """Return the last day on which a claim may be filed, counted from the delivery or the loss."""
    return happened + dt.timedelta(days=days)


def may_become(state: str, to: str) -> bool:
    """Say whether a claim may go from one state to another."""
    return to in NEXT.get(state, ())


def lacks(kind: str, *, photos: int, amount: int, description: str) -> str:
    """Return what a claim needs before it is filed, or "": damage is shown, all is described and priced."""
    if kind == "damage" and not photos:
        return "photo"
    if amount < 1:
        return "amount"
    return "" if description.strip() else "description"
