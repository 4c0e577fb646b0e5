"""The guard of every call to a carrier."""

from __future__ import annotations

from django.db import connection


def outside_transaction() -> None:
    """Refuse to call a carrier while rows may be locked (R3). Raises RuntimeError."""
    # The transaction that a test case wraps around everything does not count.
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise RuntimeError("a carrier is never called inside a transaction")
