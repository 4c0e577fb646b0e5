"""Set the limits from which on a second person is needed, and single-person mode."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from storecrew.contexts.approvals.errors import InvalidLimit
from storecrew.contexts.approvals.models import HouseRule, Limit
from storecrew.contexts.approvals.providers import kinds
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

PERMISSION = "approvals.write"


def set_limit(
    *,
    name: str,
    value: int | None,
    role: str = "",
    channel: str = "",
    currency: str = "",
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Let a limit hold for a role, a channel, a currency or all; None means no limit. Raises InvalidLimit."""
    actor.require(PERMISSION)
    known = kinds.limit_kind(name)
    wrong = value is not None and (isinstance(value, bool) or not -(2**63) <= value < 2**63)
    if known is None or wrong or (known.unit == "percent" and value is not None and abs(value) > 10_000):
        raise InvalidLimit(name=name)
    if known.unit == "money" and value is not None and (value < 0 or not currency):
        raise InvalidLimit(name=name, currency=currency)
    place: dict[str, Any] = {"name": name, "role": role, "channel": channel, "currency": currency}
    with transaction.atomic():
        before = Limit.objects.filter(**place).values_list("value", flat=True).first()
        row, _created = Limit.objects.update_or_create(**place, defaults={"value": value})
        _record(row, actor, at, before=before, after=value)


def remove_limit(*, limit_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take a limit away, so that the wider one holds again; none there changes nothing."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = Limit.objects.filter(pk=limit_id).first()
        if row is None:
            return
        _record(row, actor, at, before=row.value, after=None, action="approvals.limit_removed")
        row.delete()


def set_single_person(*, on: bool, actor: Actor, at: dt.datetime) -> None:
    """Let people approve their own requests, for a business of one person, or end that (GEN-4)."""
    actor.require(PERMISSION)
    with transaction.atomic():
        before = HouseRule.objects.filter(single_person=True).exists()
        if before == on:
            return
        HouseRule.objects.update_or_create(pk=1, defaults={"single_person": on})
        audit.record(
            actor=actor,
            action="approvals.single_person_set",
            record="approvals.house_rule",
            record_id=1,
            at=at,
            before={"single_person": before},
            after={"single_person": on},
        )


def _record(
    row: Limit,
    actor: Actor,
    at: dt.datetime,
    *,
    before: int | None,
    after: int | None,
    action: str = "approvals.limit_set",
) -> None:
    place = {"name": row.name, "role": row.role, "channel": row.channel, "currency": row.currency}
    audit.record(
        actor=actor,
        action=action,
        record="approvals.limit",
        record_id=row.pk,
        at=at,
        before={"value": before},
        after={**place, "value": after},
    )
