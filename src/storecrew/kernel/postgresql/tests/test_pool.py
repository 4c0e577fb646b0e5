"""A pool whose connections were cut by the server."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from storecrew.kernel.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def pooled() -> Iterator[DatabaseWrapper]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no connections that could be cut")
    settings = copy.deepcopy(connection.settings_dict)
    settings["OPTIONS"]["pool"] = {"min_size": 3, "max_size": 3, "timeout": 10}
    wrapper = DatabaseWrapper(settings, alias="pooled")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def _backends(wrapper: DatabaseWrapper, count: int) -> list[int]:
    """Take connections, note who serves them and give them back."""
    taken = [wrapper.get_new_connection(wrapper.get_connection_params()) for _ in range(count)]
    served = [each.info.backend_pid for each in taken]
    for each in taken:
        wrapper.pool.putconn(each)
    return served


def test_flt_02_the_first_dead_connection_has_the_others_of_the_pool_looked_at(
    pooled: DatabaseWrapper,
) -> None:
    pooled.pool.open(wait=True)
    dead = _backends(pooled, 3)
    known = pooled.settings_dict
    with psycopg.connect(
        dbname=known["NAME"], host=known["HOST"], port=known["PORT"] or 5432, user=known["USER"],
        password=known["PASSWORD"] or None, autocommit=True,
    ) as other:  # fmt: skip
        other.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS pid", [dead])
    (first,) = _backends(pooled, 1)
    assert first not in dead
    # Two were looked at because of the one that was met: nobody meets a dead one again.
    assert pooled.pool.get_stats()["connections_lost"] == 2
    assert not set(_backends(pooled, 3)) & set(dead)
