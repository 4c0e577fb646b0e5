"""A kind of request for tests, and people who ask and decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.approvals import public as approvals
from storecrew.kernel.actor import Actor

AT = dt.datetime(2026, 3, 1, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def person(number: int, *keys: str, **more: Any) -> Actor:
    """Return somebody of the staff with some rights."""
    return Actor("staff", str(number), f"Person {number}", frozenset(keys), **more)


def asker() -> Actor:
    """Return somebody who asks."""
    return person(1, "pricing.write")


def boss(number: int = 2, **more: Any) -> Actor:
    """Return somebody who decides about prices."""
    return person(number, "pricing.approve", "approvals.write", **more)


def ask(
    key: str = "k", *, actor: Actor | None = None, kind: str = "tests.atomic", **more: Any
) -> approvals.ApprovalFacts:
    """Ask for a second person."""
    values: dict[str, Any] = {"payload": {"n": 1}, "facts": {"n": 1}, "reason": "Season ends", "at": AT}
    return approvals.ask(kind=kind, key=key, actor=actor or asker(), **(values | more))
