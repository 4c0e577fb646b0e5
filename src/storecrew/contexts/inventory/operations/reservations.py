"""Holds: units that a checkout keeps for some minutes, before there is an order.

Held units are part of their level's `reserved`. A hold ends by being used, given back or swept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q, Sum

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
    location_id: int | None = None,
) -> dt.datetime:
    """Hold stock for a checkout in place of whatever the holder held before; return when it ends.

    With a `location_id` goods are held there alone, as in `allocate`.

    `lines` are (variant id, quantity). One holder may hold 200 units of 50 articles for 15 minutes;
    one `session` (any string that names the shopper) may have five holders.

    :raises TooManyReservations: above those limits.
    :raises InsufficientStock: with `items` per article; then nothing is held.
    """
    needs = rules.sum_needs(lines)
    _check_limits(holder, needs, session)
    until = min(until, at + rules.LONGEST_HOLD)
    with transaction.atomic():
        counters.lock([*needs, *held_variants(holder)])
        give_back(holder, at=at)
        for attempt in range(ATTEMPTS):
            takes = rules.plan(needs, candidates(needs, channel_id, only_at=location_id))
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
    return _end(Q(holder=holder))


def held_variants(holder: str) -> list[int]:
    """Return the variants that a holder holds, for callers that lock first."""
    return list(Reservation.objects.filter(holder=holder).values_list("variant_id", flat=True))


def expire(*, at: dt.datetime, variant_ids: Sequence[int] | None = None) -> int:
    """End holds past their time, 500 at most, inside the caller's transaction; return the units."""
    over = Q(expires_at__lte=at)
    return _end(over if variant_ids is None else over & Q(variant_id__in=variant_ids))


def _end(which: Q) -> int:
    """Delete reservations and lower their levels: whoever deletes the row counts it, so it counts once.

    Levels are always taken before reservations, here and where holds are made.
    """
    seen = list(Reservation.objects.filter(which).order_by("pk").values_list("pk", "variant_id")[:500])
    if not seen:
        return 0
    counters.lock(variant_id for _, variant_id in seen)
    # Asked again under the lock: a hold that was renewed or given back meanwhile is left alone.
    pks = [pk for pk, _ in seen]
    rows = list(Reservation.objects.filter(which, pk__in=pks).order_by("pk").select_for_update())
    Reservation.objects.filter(pk__in=[row.pk for row in rows]).delete()
    back: dict[counters.Key, dict[str, int]] = {}
    for row in rows:
        change = back.setdefault((row.variant_id, row.location_id), {"reserved": 0})
        change["reserved"] -= row.quantity
    after = counters.change_levels(back)
    announce(after, counters.sellable_deltas(back), counters.available_deltas(back))
    return sum(row.quantity for row in rows)


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
