"""Who may decide, which limit holds, and how a request may end. Plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

OPEN, APPROVED, REFUSED, WITHDRAWN, EXPIRED, FAILED = (
    *("pending", "approved", "refused"),
    *("withdrawn", "expired", "failed"),
)
ENDS = frozenset({APPROVED, REFUSED, WITHDRAWN, EXPIRED, FAILED})


class LimitRow(NamedTuple):
    """One stored limit; "" means all, ``value`` None means no limit."""

    role: str
    channel: str
    currency: str
    value: int | None


def is_own(requester: tuple[str, str], actor: tuple[str, str]) -> bool:
    """Say whether the one who decides is the one who asked; both are (kind, id)."""
    return requester == actor


def limit_of(rows: Iterable[LimitRow], role: str, channel: str, currency: str) -> LimitRow | None:
    """Return the narrowest row that fits a role in a channel: channel before role, then currency."""
    fitting = [
        row
        for row in rows
        if row.role in ("", role) and row.channel in ("", channel) and row.currency in ("", currency)
    ]
    return max(fitting, key=lambda row: (bool(row.channel), bool(row.role), bool(row.currency)), default=None)


def limits_of(
    rows: Sequence[LimitRow], roles: Iterable[str], channel: str, currency: str
) -> list[tuple[str, LimitRow | None]]:
    """Return (role, its narrowest row) for each role; somebody without a role has that of everybody."""
    return [(role, limit_of(rows, role, channel, currency)) for role in (list(roles) or [""])]
