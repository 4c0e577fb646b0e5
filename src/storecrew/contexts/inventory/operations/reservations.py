"""Holds: units that a checkout keeps for some minutes, before there is an order.

Held units are part of their level's `reserved`. A hold ends by being used, given back or swept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Sum

from storecrew.contexts.inventory import rules
from storecrew.contexts.inventory.errors import TooManyReservations
from storecrew.contexts.inventory.models import Reservation
from storecrew.contexts.inventory.operations import counters, refusals
from storecrew.contexts.inventory.operations.announcing import announce
from storecrew.contexts.inventory.queries import candidates

ATTEMPTS = 4


def reserve(
    holder: str,
    lines: Iterable[tuple[int, int]],
    *,
    channel_id: int,
    until: dt.datetime,
    at: dt.datetime,
    session: str = "",
) -> dt.datetime:
    """Hold stock for a checkout in place of whatever the holder held before; return when it ends.

    `lines` are (variant id, quantity). One holder may hold 200 units of 50 articles for 15 minutes;
    one `session` (any string that names the shopper) may have five holders.

    :raises TooManyReservations: above those limits.
    :raises InsufficientStock: with `items` per article; then nothing is held.
    """
    needs = rules.sum_needs(lines)
    _check_limits(holder, needs, session)
    until = min(until, at + rules.LONGEST_HOLD)
    with transaction.atomic():
        give_back(holder, at=at)
        for attempt in range(ATTEMPTS):
            takes = rules.plan(needs, candidates(needs, channel_id))
            if isinstance(takes, rules.Shortfall):
                if attempt == 0 and expire(at=at, variant_ids=list(needs)):
                    continue
                break
            if _hold(takes):
                Reservation.objects.bulk_create(
                    [
                        Reservation(
                            holder=holder,
                            variant_id=take.variant_id,
                            location_id=take.location_id,
                            quantity=take.quantity,
                            session=session,
                            created_at=at,
                            expires_at=until,
                        )
                        for take in takes
                    ]
                )
                return until
        shortfall = takes if isinstance(takes, rules.Shortfall) else rules.Shortfall(dict.fromkeys(needs, 0))
        raise refusals.insufficient(needs, shortfall)


def renew(holder: str, *, until: dt.datetime, at: dt.datetime) -> dt.datetime | None:
    """Prolong a hold that has not ended; return its end, or None when it is gone.

    With renewals a hold lasts 45 minutes at most, so stock cannot be held for ever without paying.
    """
    with transaction.atomic():
        live = Reservation.objects.filter(holder=holder, expires_at__gt=at)
        first = live.order_by("created_at").values_list("created_at", flat=True).first()
        if first is None:
            return None
        end = min(until, at + rules.LONGEST_HOLD, first + rules.LONGEST_HOLD_WITH_RENEWALS)
        return end if end > at and live.update(expires_at=end) else None


def release_reservation(holder: str, *, at: dt.datetime) -> int:
    """Give back all that a holder holds, exactly once; return how many units."""
    with transaction.atomic():
        return give_back(holder, at=at)


def expire_reservations(at: dt.datetime) -> int:
    """Sweep the holds that have ended; return how many units became free."""
    freed = 0
    while True:
        with transaction.atomic():
            units = expire(at=at)
        freed += units
        if not units:
            return freed


def give_back(holder: str, *, at: dt.datetime) -> int:
    """As `release_reservation`, inside the caller's transaction."""
    del at
    return _end("holder = %s", [holder])


def expire(*, at: dt.datetime, variant_ids: Sequence[int] | None = None) -> int:
    """End holds past their time, 500 at most, inside the caller's transaction; return the units."""
    where, params = "expires_at <= %s", [at]
    if variant_ids is not None:
        where += f" AND variant_id IN ({', '.join(['%s'] * len(variant_ids))})"
        params += variant_ids
    return _end(where, params)


def _end(where: str, params: Sequence[object]) -> int:
    """Delete reservations and lower their levels: the row that is deleted decides, so it counts once."""
    skip = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM inventory_reservation WHERE id IN (SELECT id FROM inventory_reservation "  # noqa: S608
            f"WHERE {where} ORDER BY id LIMIT 500{skip}) RETURNING variant_id, location_id, quantity",
            params,
        )
        rows = cursor.fetchall()
    if not rows:
        return 0
    back: dict[counters.Key, dict[str, int]] = {}
    for variant_id, location_id, quantity in rows:
        change = back.setdefault((variant_id, location_id), {"reserved": 0})
        change["reserved"] -= quantity
    after = counters.change_levels(back)
    announce(after, counters.sellable_deltas(back), counters.available_deltas(back))
    return sum(row[2] for row in rows)


def _hold(takes: Sequence[rules.Take]) -> bool:
    deltas = {(take.variant_id, take.location_id): {"reserved": take.quantity} for take in takes}
    try:
        after = counters.change_levels(deltas)
    except counters.Refused:
        return False
    announce(after, counters.sellable_deltas(deltas), counters.available_deltas(deltas))
    return True


def _check_limits(holder: str, needs: dict[int, int], session: str) -> None:
    if sum(needs.values()) > rules.MOST_UNITS_PER_HOLDER or len(needs) > rules.MOST_LINES_PER_HOLDER:
        raise TooManyReservations(units=sum(needs.values()), articles=len(needs))
    if not session:
        return
    others = Reservation.objects.filter(session=session).exclude(holder=holder)
    if others.values("holder").distinct().count() >= rules.MOST_HOLDERS_PER_SESSION:
        raise TooManyReservations(held=others.aggregate(units=Sum("quantity"))["units"])
