"""How the tables of an empty database are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection


@contextmanager
def table_by_table() -> Iterator[None]:
    """Make each table in a transaction of its own.

    In one for all of them PostgreSQL would hold more locks than it has room for: over 7,000 of 6,400.
    """
    at_once = connection.vendor != "postgresql" and connection.features.can_rollback_ddl
    with patch.object(connection.features, "can_rollback_ddl", at_once):
        yield
