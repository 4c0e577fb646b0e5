"""What somebody decides for one article at one location, instead of what is computed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.purchasing.errors import InvalidPurchase, ReasonNeeded
from storecrew.contexts.purchasing.models import ArticleRule
from storecrew.contexts.purchasing.operations.replenishing import propose
from storecrew.contexts.purchasing.rules.replenishing import Decided
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

MOST_UNITS, MOST_DAYS = 1_000_000, 720
FIELDS = ("least", "most", "safety_stock", "lead_days", "moq", "stopped")


def save_article_rule(
    sku: str, location_code: str, decided: Decided, *, reason: str, actor: Actor, at: dt.datetime
) -> ArticleRule | None:
    """Decide levels, lead time or smallest order of an article at a location; its proposal follows at once.

    Nothing decided takes the rule away and gives None: the article is computed again.

    :raises Denied: the actor may not buy
    :raises UnknownLocation, UnknownSku: there is no such place or article
    :raises ReasonNeeded: no reason
    :raises InvalidPurchase: a number out of range, or a maximum below the minimum
    """
    actor.require("purchasing.write")
    place, variant = inventory.location(location_code), catalog.variant_by_sku(sku)
    if not reason.strip():
        raise ReasonNeeded
    _check(decided)
    rows = ArticleRule.objects.filter(variant_id=variant.id, location_id=place.id)
    with transaction.atomic():
        known = rows.first()
        before = {name: getattr(known, name) for name in FIELDS} if known else None
        row: ArticleRule | None = None
        if decided == Decided():
            rows.delete()
        else:
            row, _made = ArticleRule.objects.update_or_create(
                variant_id=variant.id,
                location_id=place.id,
                defaults={
                    **decided._asdict(), "reason": reason.strip()[:300], "set_by": actor.label[:200],
                    "set_at": at,
                },
            )  # fmt: skip
        audit.record(
            actor=actor, action="purchasing.article_rule_set", record="inventory.level",
            record_id=f"{variant.id}:{place.id}", at=at, before=before,
            after=_said(decided) if row else {"rule": None}, reason=reason,
        )  # fmt: skip
    propose(actor=actor, at=at, location_id=place.id, variant_ids=[variant.id])
    return row


def _said(decided: Decided) -> dict[str, Any]:
    return {name: value for name, value in decided._asdict().items() if value not in (None, False)}


def _check(decided: Decided) -> None:
    units = (decided.least, decided.most, decided.safety_stock)
    wrong = any(value is not None and not 0 <= value <= MOST_UNITS for value in units)
    wrong |= decided.lead_days is not None and not 0 <= decided.lead_days <= MOST_DAYS
    wrong |= decided.moq is not None and not 1 <= decided.moq <= MOST_UNITS
    if decided.least is not None and decided.most is not None:
        wrong |= decided.most < decided.least
    if wrong:
        raise InvalidPurchase(problem="article_rule")
