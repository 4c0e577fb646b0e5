"""The database backend: ``ENGINE = "storecrew.kernel.postgresql"``.

Everything is Django's own but for the check of a connection that comes from the pool. The pool's own check
waits a second after the first dead connection, two after the next, four after the third: after a restart of
the server a process whose pool is full of dead connections would answer nobody for as long. Here the first
dead one has the others looked at too.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool

TRIES = 3


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to PostgreSQL. Leave ``CONN_HEALTH_CHECKS`` off: the check is here."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection that answers, or after three dead ones whatever the pool gives."""
        connection = super().get_new_connection(conn_params)
        if not self.pool:
            return connection
        for _ in range(TRIES):
            try:
                ConnectionPool.check_connection(connection)
            except psycopg.OperationalError:
                self.pool.putconn(connection)
                self.pool.check()
                connection = super().get_new_connection(conn_params)
            else:
                break
        return connection
