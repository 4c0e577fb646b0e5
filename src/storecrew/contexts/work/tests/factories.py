"""Ready-made work objects for tests of any context."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def make_finding(dedupe_key: str = "low:1", **changes: Any) -> work.FindingFacts:
    """Return an open warning of the inventory manager; name any field to differ."""
    values: dict[str, Any] = {
        "code": "inventory.low_stock",
        "title": "Nearly sold out",
        "owner_role": "inventory_manager",
        "actor": system_actor("tests"),
        "at": AT,
    }
    return work.raise_finding(dedupe_key=dedupe_key, **(values | changes))
