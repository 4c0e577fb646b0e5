"""Who counts what orders cause, who knows open carts and the codes of partners, by this small protocol.

The contexts that sell, pack, refund, answer and pay partners are above this one, so they register here what
they know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence

from storecrew.contexts.promotions.facts import OpenCart

Counter = Callable[[dt.datetime, dt.datetime], int]
_parcels: dict[str, Counter] = {}
_contacts: dict[str, Counter] = {}
Carts = Callable[[int, dt.datetime, dt.datetime, int], Sequence[OpenCart]]
_carts: dict[str, Carts] = {}
PartnerCodes = Callable[[Collection[int]], Collection[str]]
_partner_codes: dict[str, PartnerCodes] = {}


def register_parcels(counter: Counter) -> None:
    """Let the context that packs say how many parcels left in [since, until)."""
    _parcels["parcels"] = counter


def register_contacts(kind: str, counter: Counter) -> None:
    """Count one kind of work that orders cause for customer service in [since, until)."""
    _contacts[kind] = counter


def parcels(since: dt.datetime, until: dt.datetime) -> int | None:
    """Return how many parcels left; None when nobody packs."""
    return _parcels["parcels"](since, until) if _parcels else None


def contacts(since: dt.datetime, until: dt.datetime) -> dict[str, int]:
    """Return contacts by kind."""
    return {kind: counter(since, until) for kind, counter in sorted(_contacts.items())}


def register_carts(query: Carts) -> None:
    """Let the context that sells say which carts were touched in [since, until), newest first."""
    _carts["carts"] = query


def carts(channel_id: int, since: dt.datetime, until: dt.datetime, most: int) -> Sequence[OpenCart]:
    """Return open carts; none when nobody sells."""
    return _carts["carts"](channel_id, since, until, most) if _carts else ()


def register_partner_codes(query: PartnerCodes) -> None:
    """Let the context that pays partners say which codes of promotions are theirs."""
    _partner_codes["codes"] = query


def codes_of_partners(promotion_ids: Collection[int]) -> Collection[str]:
    """Return the codes by which partners are paid; none when nobody pays any."""
    return _partner_codes["codes"](promotion_ids) if _partner_codes else ()
