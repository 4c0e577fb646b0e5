"""How locations are supplied."""

from __future__ import annotations

from collections.abc import Collection

from storecrew.contexts.purchasing.models import ReplenishmentRule


def replenishment(location_id: int) -> ReplenishmentRule:
    """Return how a location is supplied; one that was never set has the defaults of the table."""
    return replenishments([location_id])[location_id]


def replenishments(location_ids: Collection[int]) -> dict[int, ReplenishmentRule]:
    """Return how each of several locations is supplied; one query."""
    found = {row.location_id: row for row in ReplenishmentRule.objects.filter(location_id__in=location_ids)}
    return {key: found.get(key) or ReplenishmentRule(location_id=key) for key in location_ids}
