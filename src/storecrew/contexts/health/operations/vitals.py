"""Counting how fast pages were in real visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeGuard

from django.db import connection

from storecrew.contexts.health.errors import BadVitals
from storecrew.contexts.health.models import VitalsCount
from storecrew.contexts.health.rules.vitals import DEVICES, MEASURES
from storecrew.kernel.actor import Actor

KEPT = dt.timedelta(days=400)
_COLUMNS = ("day", "page", "device", "measure", "step")


def count_vitals(*, page: str, device: str, values: Mapping[str, Any], actor: Actor, at: dt.datetime) -> int:
    """Count one page view; return how many of its measures were counted.

    Nothing but the step of each measure is kept: no address, no person, no time of day. A value that no page
    can have is left out. One statement, however many measures.

    :raises BadVitals: no such device, or a page name that is none
    """
    del actor
    if device not in DEVICES or not page.isidentifier() or len(page) > 40:
        raise BadVitals(page=page[:40], device=device[:8])
    rows = [
        (at.date(), page, device, code, measure.step(value))
        for code, measure in MEASURES.items()
        if _plausible(value := values.get(code), measure.most)
    ]
    if rows:
        _add(rows)
    return len(rows)


def forget_old_vitals(*, at: dt.datetime) -> int:
    """Delete counts that are older than anybody compares with; return how many rows went."""
    return VitalsCount.objects.filter(day__lt=(at - KEPT).date()).delete()[0]


def _plausible(value: Any, most: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _add(rows: list[tuple[Any, ...]]) -> None:
    """Add one to each count. Both databases add up in place, so two views at once lose nothing."""
    table, columns = VitalsCount._meta.db_table, ", ".join(_COLUMNS)
    places = ", ".join(["(%s, %s, %s, %s, %s, 1)"] * len(rows))
    # reviewed: names of our own columns; every value is a parameter
    statement = (
        f"INSERT INTO {table} ({columns}, count) VALUES {places} "  # noqa: S608
        f"ON CONFLICT ({columns}) DO UPDATE SET count = {table}.count + 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])
