"""How locations are supplied."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from storecrew.contexts.purchasing.models import ArticleRule, ReplenishmentRule
from storecrew.contexts.purchasing.rules.replenishing import Decided


def replenishment(location_id: int) -> ReplenishmentRule:
    """Return how a location is supplied; one that was never set has the defaults of the table."""
    return replenishments([location_id])[location_id]


def replenishments(location_ids: Collection[int]) -> dict[int, ReplenishmentRule]:
    """Return how each of several locations is supplied; one query."""
    found = {row.location_id: row for row in ReplenishmentRule.objects.filter(location_id__in=location_ids)}
    return {key: found.get(key) or ReplenishmentRule(location_id=key) for key in location_ids}


def article_rules(variant_ids: Collection[int], location_id: int) -> dict[int, ArticleRule]:
    """Return what was decided for single articles at a location; one query."""
    rows = ArticleRule.objects.filter(variant_id__in=list(variant_ids), location_id=location_id)
    return {row.variant_id: row for row in rows}


def decided_by(row: ArticleRule | None) -> Decided:
    """Return a rule as the arithmetic takes it; nothing decided without one."""
    if row is None:
        return Decided()
    return Decided(row.least, row.most, row.safety_stock, row.lead_days, row.moq, row.stopped)


def said_by(row: ArticleRule | None) -> dict[str, Any]:
    """Return what a rule decides and why, for the proposal that it changed; empty without one."""
    if row is None:
        return {}
    values = decided_by(row)._asdict().items()
    said = {name: value for name, value in values if value is not None and value is not False}
    return {**said, "reason": row.reason, "by": row.set_by}
