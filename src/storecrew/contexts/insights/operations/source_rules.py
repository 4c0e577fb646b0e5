"""Editing the table by which visits are told apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.insights.errors import InvalidSourceRule, SourceRuleNotFound
from storecrew.contexts.insights.models import SourceRule
from storecrew.contexts.insights.queries.sources import TAG
from storecrew.contexts.insights.rules import kinds, sources
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor

FIELDS = ("way", "medium", "source", "click", "host", "listed", "note")
LISTS = ("search", "social", "assistant", "mail")
STEP = 10


def seed_source_rules() -> None:
    """Write down the rules that every shop begins with, where there are none."""
    if not SourceRule.objects.exists():
        SourceRule.objects.bulk_create(
            SourceRule(position=(number + 1) * STEP, **{name: getattr(rule, name) for name in FIELDS})
            for number, rule in enumerate(sources.DEFAULTS)
        )


def save_source_rule(
    rule_id: int | None, *, values: Mapping[str, str], actor: Actor, at: dt.datetime
) -> SourceRule:
    """Save a rule, a new one at the top where it is asked first; what comes in from now on follows it.

    :raises InvalidSourceRule: it asks nothing, leads nowhere or names a list that does not exist
    :raises SourceRuleNotFound: it is not there any more
    """
    actor.require("insights.write")
    clean = {name: " ".join(str(values.get(name, "")).split()).lower() for name in FIELDS}
    clean["note"] = str(values.get("note", "")).strip()[:200]
    _check(clean)
    with transaction.atomic():
        seed_source_rules()
        row = SourceRule.objects.filter(pk=rule_id).first() if rule_id else SourceRule(position=0)
        if row is None:
            raise SourceRuleNotFound(id=rule_id)
        before = {name: getattr(row, name) for name in clean if getattr(row, name) != clean[name]}
        for name, value in clean.items():
            setattr(row, name, value)
        row.save()
        if rule_id is None:
            _number([row.pk, *SourceRule.objects.exclude(pk=row.pk).values_list("pk", flat=True)])
        audit.record(
            actor=actor, action="insights.traffic_rule_saved", record="insights.sourcerule",
            record_id=row.pk, before=before or None,
            after={name: clean[name] for name in before} or None, at=at,
        )  # fmt: skip
        revisions.bump_on_commit(TAG)
    return row


def delete_source_rule(rule_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Delete a rule. Raises SourceRuleNotFound."""
    actor.require("insights.write")
    with transaction.atomic():
        row = SourceRule.objects.filter(pk=rule_id).first()
        if row is None or not SourceRule.objects.filter(pk=rule_id).delete()[0]:
            raise SourceRuleNotFound(id=rule_id)
        audit.record(
            actor=actor, action="insights.traffic_rule_deleted", record="insights.sourcerule",
            record_id=rule_id, before={"way": row.way}, at=at,
        )  # fmt: skip
        revisions.bump_on_commit(TAG)


def move_source_rule(rule_id: int, *, up: bool, actor: Actor, at: dt.datetime) -> None:
    """Let a rule be asked one place earlier or later. Raises SourceRuleNotFound."""
    actor.require("insights.write")
    with transaction.atomic():
        ids = list(SourceRule.objects.order_by("position", "id").values_list("pk", flat=True))
        if rule_id not in ids:
            raise SourceRuleNotFound(id=rule_id)
        place = ids.index(rule_id)
        other = place - 1 if up else place + 1
        if 0 <= other < len(ids):
            ids[place], ids[other] = ids[other], ids[place]
            _number(ids)
            audit.record(
                actor=actor, action="insights.traffic_rule_moved", record="insights.sourcerule",
                record_id=rule_id, before={"position": place + 1},
                after={"position": other + 1}, at=at,
            )  # fmt: skip
            revisions.bump_on_commit(TAG)


def _number(ids: Sequence[int]) -> None:
    for number, pk in enumerate(ids):
        SourceRule.objects.filter(pk=pk).update(position=(number + 1) * STEP)


def _check(clean: Mapping[str, str]) -> None:
    wrong: dict[str, str] = {}
    if clean["way"] not in kinds.WAYS or clean["way"] == "unknown":
        wrong["way"] = _("Please choose one.")
    asked = ("medium", "source", "click", "host", "listed")
    if not any(clean[name] for name in asked):
        wrong["medium"] = _("A rule asks for at least one thing.")
    lists = [part.strip() for part in clean["listed"].split(",") if part.strip()]
    if any(one not in LISTS for one in lists):
        wrong["listed"] = _("There are the lists search, social, assistant and mail.")
    for name in asked:
        if len(clean[name]) > SourceRule._meta.get_field(name).max_length:  # type: ignore[union-attr, operator]
            wrong[name] = _("This is too long.")
    if wrong:
        raise InvalidSourceRule(**wrong)
