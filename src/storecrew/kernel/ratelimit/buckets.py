"""Taking from buckets by conditional updates: many processes, one count."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from storecrew.kernel import clock
from storecrew.kernel.ratelimit import Limit, Refused
from storecrew.kernel.ratelimit.models import Bucket


def take(wanted: Sequence[tuple[str, Limit]], cost: int) -> None:
    """Take from all buckets or from none; raises Refused with the longest wait."""
    now = now_ms()
    waits = []
    with transaction.atomic():
        for key, limit in wanted:
            wait = _take_one(digest(key), limit, cost, now)
            if wait:
                waits.append(wait)
        if waits:
            # what was taken from the other buckets goes back with the transaction
            transaction.set_rollback(True)
    if waits:
        raise Refused(retry_after=-(-max(waits) // 1000))


def check(wanted: Sequence[tuple[str, Limit]], cost: int) -> None:
    """Raise Refused with the longest wait if a bucket has too little; change nothing."""
    now = now_ms()
    limits = {digest(key): limit for key, limit in wanted}
    full_at = dict(Bucket.objects.filter(key__in=limits).values_list("key", "full_at_ms"))
    waits = []
    for key, when in full_at.items():
        limit = limits[key]
        waits.append(max(when, now) + cost * limit.interval_ms - limit.capacity * limit.interval_ms - now)
    if waits and max(waits) > 0:
        raise Refused(retry_after=-(-max(waits) // 1000))


def forget(keys: Sequence[str]) -> None:
    """Fill buckets up at once."""
    Bucket.objects.filter(key__in=[digest(key) for key in keys]).delete()


def sweep() -> int:
    """Delete buckets that are full."""
    return Bucket.objects.filter(full_at_ms__lte=now_ms()).delete()[0]


def now_ms() -> int:
    """Return the store clock in milliseconds."""
    return int(clock.now().timestamp() * 1000)


def digest(key: str) -> str:
    """Return the stored form of a key, so that the table holds no addresses."""
    return hashlib.sha256(key.encode()).hexdigest()


def _take_one(key: str, limit: Limit, cost: int, now: int) -> int:
    """Take from one bucket; return 0, or the milliseconds to wait when it has too little."""
    need = cost * limit.interval_ms
    depth = limit.capacity * limit.interval_ms
    if need > depth:
        return need
    Bucket.objects.bulk_create([Bucket(key=key, full_at_ms=now)], ignore_conflicts=True)
    rows = Bucket.objects.filter(key=key)
    # a bucket that is full counts from now; the others from where they are
    if rows.filter(full_at_ms__lte=now).update(full_at_ms=now + need):
        return 0
    if rows.filter(full_at_ms__lte=now + depth - need).update(full_at_ms=F("full_at_ms") + need):
        return 0
    full_at = rows.values_list("full_at_ms", flat=True).first() or now
    return max(1, full_at + need - depth - now)
