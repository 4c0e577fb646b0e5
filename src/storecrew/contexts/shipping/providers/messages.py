"""The message that carriers without a program of their own send us: plain JSON, signed.

``{"id": "...", "parcels": [{"tracking_number": "...", "events": [{"status", "occurred_at", "reason",
"description", "place"}]}]}`` with the header ``Storecrew-Signature: t=<unix seconds>,v1=<hex>``, which is the
HMAC-SHA256 of ``<t>.<body>`` under the account's webhook secret.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from storecrew.contexts.shipping.errors import BadMessage, BadSignature
from storecrew.contexts.shipping.providers.protocol import Account, TrackingNotice
from storecrew.contexts.shipping.rules.tracking import Moment, clean
from storecrew.kernel import signatures

SECRET = "webhook_secret"  # noqa: S105 a name of a field
HEADER = "Storecrew-Signature"
MOST_PARCELS = 500


def parse(
    account: Account, *, headers: Mapping[str, str], body: bytes, at: dt.datetime
) -> tuple[TrackingNotice, ...]:
    """Check the signature and read a message. Raises BadSignature or BadMessage."""
    lower = {name.lower(): value for name, value in headers.items()}
    given = lower.get(HEADER.lower(), "")
    if not signatures.fits(given, body, secret=account.secrets.get(SECRET, ""), at=at):
        raise BadSignature()
    try:
        payload = json.loads(body)
        event_id = str(payload["id"])
        parcels = list(payload["parcels"])[:MOST_PARCELS]
        return tuple(_notice(event_id, place, parcel) for place, parcel in enumerate(parcels))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadMessage() from error


def _notice(event_id: str, place: int, parcel: Mapping[str, Any]) -> TrackingNotice:
    moments = tuple(read_moment(event) for event in parcel["events"])
    return TrackingNotice(f"{event_id}/{place}", str(parcel["tracking_number"]), moments, dict(parcel))


def read_moment(event: Mapping[str, Any]) -> Moment:
    """Read one event of a message; its time must name its offset. Raises ValueError, KeyError."""
    occurred_at = dt.datetime.fromisoformat(str(event["occurred_at"]))
    if occurred_at.tzinfo is None:
        raise ValueError("the time has no offset")
    texts = (str(event.get(name, "")) for name in ("reason", "description", "place"))
    return clean(Moment(occurred_at.astimezone(dt.UTC), str(event["status"]), *texts))


def write(event_id: str, parcels: Mapping[str, tuple[Moment, ...]]) -> bytes:
    """Return the message that a carrier would send."""
    told = [
        {
            "tracking_number": number,
            "events": [each._asdict() | {"occurred_at": each.occurred_at.isoformat()} for each in moments],
        }
        for number, moments in parcels.items()
    ]
    return json.dumps({"id": event_id, "parcels": told}).encode()
