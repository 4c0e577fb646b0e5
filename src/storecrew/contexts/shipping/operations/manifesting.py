"""Tell a carrier which parcels it takes with it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence

from storecrew.contexts.shipping.errors import CarrierRefused, CarrierSilent
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.protocol import ManifestAnswer, ManifestCall
from storecrew.contexts.shipping.queries.accounts import account_row, opened
from storecrew.contexts.shipping.queries.outside import outside_transaction
from storecrew.kernel.actor import Actor

log = logging.getLogger(__name__)


def declare_parcels(
    carrier_code: str, *, key: str, place: str, numbers: Sequence[str], actor: Actor, at: dt.datetime
) -> str:
    """Give a carrier the list of parcels that leave with it, and return its reference for the list.

    "" where the carrier takes no list. Asking again under the same ``key`` is one list.

    :raises Denied: the actor may not ship
    :raises UnknownAccount: there is no such contract
    :raises CarrierRefused: the carrier said no
    :raises CarrierSilent: no answer; ask again
    :raises RuntimeError: called inside a transaction
    """
    actor.require("fulfillment.write")
    outside_transaction()
    row = account_row(carrier_code)
    provider = carrier(row.kind)
    if not provider.manifests:
        return ""
    try:
        answer = provider.manifest(opened(row), ManifestCall(key, place, tuple(numbers), at))
    except Exception:
        log.exception("carrier %s broke over list %s", row.code, key)
        answer = ManifestAnswer("unknown", code="carrier_error")
    if answer.result == "failure":
        raise CarrierRefused(answer.message or None, answer=answer.message, carrier_code=answer.code)
    if answer.result == "unknown":
        raise CarrierSilent(list=key)
    return answer.reference
