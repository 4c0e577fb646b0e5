"""Rate limits by operation, not by HTTP request (R15): `ratelimit.hit("sign_in", "ip:…", "account:…")`.

An operation declares a limit per kind of key once, at import:

    ratelimit.define("orders.lookup", ip="30/10m", email="5/1h")

`hit` then takes one unit from the bucket of each key, or from none of them and raises TooMany with the
seconds to wait. Buckets live in the database, so that all processes and machines count together and a
restart does not reset them. Call it outside the transaction of the operation: what is rolled back there must
still count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import TooMany

__all__ = ["Limit", "Refused", "UnknownLimit", "check", "define", "forget", "hit", "limits", "sweep"]

_RATE = re.compile(r"^(\d+)/(\d*)([smhd])$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@dataclass(frozen=True)
class Limit:
    """At most `capacity` units at once; the bucket fills again evenly within `seconds`."""

    capacity: int
    seconds: int

    @property
    def interval_ms(self) -> int:
        """Return how long one unit takes to come back, in milliseconds, at least one."""
        return max(1, self.seconds * 1000 // self.capacity)


class UnknownLimit(LookupError):
    """An operation without a limit, or a key of a kind it has no limit for: deny, do not guess (R18)."""


class Refused(TooMany):
    """A bucket is empty; `details["retry_after"]` says for how many seconds."""

    code = "too_many_attempts"
    message = _("Too many attempts.")
    next_step = _("Wait a little, then try again.")

    @property
    def retry_after(self) -> int:
        """Return the seconds until the next attempt can succeed."""
        return int(self.details["retry_after"])


_limits: dict[str, dict[str, Limit]] = {}


def define(operation: str, **rates: str) -> None:
    """Declare the limits of an operation per kind of key: "5/m", "30/10m", "100/d".

    Defining the same operation again replaces it. Raises ValueError for a rate it cannot read.
    """
    _limits[operation] = {kind: _parse(rate) for kind, rate in rates.items()}


def limits(operation: str) -> dict[str, Limit]:
    """Return the limits of an operation by kind of key; UnknownLimit when it has none."""
    found = _limits.get(operation)
    if not found:
        raise UnknownLimit(operation)
    return found


def hit(operation: str, *keys: str, cost: int = 1) -> None:
    """Take `cost` units for each key ("ip:203.0.113.9", "account:ann@…"), all or nothing.

    Raises Refused (a TooMany) with `retry_after`, UnknownLimit, or ValueError without any key. Keys are
    stored as digests only.
    """
    from storecrew.kernel.ratelimit import buckets

    declared = limits(operation)
    if not keys or cost < 1:
        raise ValueError("a rate limit counts at least one unit of at least one key")
    wanted = []
    for key in sorted(set(keys)):
        kind = key.partition(":")[0]
        if kind not in declared:
            raise UnknownLimit(f"{operation} has no limit per {kind!r}")
        wanted.append((f"{operation}|{key}", declared[kind]))
    buckets.take(wanted, cost)


def check(operation: str, *keys: str, cost: int = 1) -> None:
    """Raise Refused if `hit` would refuse now; takes nothing and writes nothing (one query).

    For operations that count failures only: check before, hit after a failure.
    """
    from storecrew.kernel.ratelimit import buckets

    declared = limits(operation)
    buckets.check([(f"{operation}|{key}", declared[key.partition(":")[0]]) for key in keys], cost)


def forget(operation: str, *keys: str) -> None:
    """Give all units back, for example after a sign-in that succeeded."""
    from storecrew.kernel.ratelimit import buckets

    buckets.forget([f"{operation}|{key}" for key in keys])


def sweep() -> int:
    """Delete buckets that are full again; return how many. Safe to run at any time."""
    from storecrew.kernel.ratelimit import buckets

    return buckets.sweep()


def _parse(rate: str) -> Limit:
    match = _RATE.match(rate)
    if not match or int(match[1]) < 1:
        raise ValueError(f"{rate!r} is not a rate like 5/m or 30/10m")
    return Limit(int(match[1]), int(match[2] or 1) * _SECONDS[match[3]])
