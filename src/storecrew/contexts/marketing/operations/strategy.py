"""Writing the strategy: one line per audience, channel and quarter (MKT-2)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.marketing.errors import InvalidPlan, UnknownPlan
from storecrew.contexts.marketing.facts import PlanContent
from storecrew.contexts.marketing.models import StrategyPlan
from storecrew.contexts.marketing.operations.campaigns import goal_told
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.marketing.rules import campaigns as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "marketing.plan"


def save_plan(content: PlanContent, *, plan_id: int | None = None, actor: Actor, at: dt.datetime) -> int:
    """Write a line of the strategy, new or changed; return its id.

    :raises InvalidPlan: with the fields that are wrong; a second line for the same is one of them
    :raises UnknownPlan: there is none with this id
    """
    actor.require("marketing.write")
    wrong = rules.plan_problems(content)
    same = StrategyPlan.objects.filter(
        audience=content.audience.strip()[:120],
        channel=content.channel,
        year=content.year,
        quarter=content.quarter,
    )
    if (same if plan_id is None else same.exclude(pk=plan_id)).exists():
        wrong.append(("audience", "taken"))
    if wrong:
        raise InvalidPlan(**{name: problem_words(code) for name, code in wrong})
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    values |= {"audience": content.audience.strip()[:120], "updated_at": at}
    with transaction.atomic():
        if plan_id is None:
            plan_id = StrategyPlan.objects.create(**values).pk
        elif not StrategyPlan.objects.filter(pk=plan_id).update(**values):
            raise UnknownPlan(plan=plan_id)
        after = {name: values[name] for name in ("audience", "channel", "goal", "currency", "budget")}
        after |= goal_told(values["goal"], values["goal_value"])
        audit.record(
            actor=actor, action="marketing.plan_saved", record=RECORD, record_id=plan_id, at=at, after=after
        )
    return plan_id
