"""What a flow brings: those who got messages against those who got none."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count

from storecrew.contexts.marketing.models import FlowMail, FlowRun
from storecrew.contexts.marketing.rules.holdout import Lift, lift


class FlowResult(NamedTuple):
    """People in a flow and who of them bought within two weeks; ``lift`` is None while a group is empty."""

    treated: int
    bought: int
    held_out: int
    bought_without: int
    sent: int
    left: dict[str, int]
    lift: Lift | None


class StepCount(NamedTuple):
    """People at one step: waiting for it, sent the one or the other message, left out, gone before it."""

    waiting: int
    sent: int
    sent_other: int
    skipped: int
    left: int


def step_counts(flow_id: int, steps: int) -> list[StepCount]:
    """Return the people of each step of a flow; two queries."""
    found = [dict.fromkeys(StepCount._fields, 0) for _step in range(steps)]
    rows = FlowRun.objects.filter(flow_id=flow_id, held_out=False).order_by()
    names = {FlowRun.State.RUNNING: "waiting", FlowRun.State.LEFT: "left"}
    for step, state, people in rows.values_list("step", "state").annotate(people=Count("pk")):
        if step < steps and state in names:
            found[step][names[FlowRun.State(state)]] += people
    mails = FlowMail.objects.filter(run__flow_id=flow_id).order_by()
    for step, state, is_other, people in mails.values_list("step", "state", "is_other").annotate(
        people=Count("pk")
    ):
        name = "skipped" if state == FlowMail.State.SKIPPED else "sent_other" if is_other else "sent"
        if step < steps:
            found[step][name] += people
    return [StepCount(**each) for each in found]


def flow_result(flow_id: int) -> FlowResult:
    """Return what a flow brought so far; three queries."""
    rows = FlowRun.objects.filter(flow_id=flow_id)
    groups = {False: (0, 0), True: (0, 0)}
    counted = rows.order_by().values_list("held_out").annotate(people=Count("pk"), bought=Count("bought_at"))
    for held_out, people, bought in counted:
        groups[held_out] = (people, bought)
    left = rows.filter(state=FlowRun.State.LEFT).order_by().values_list("reason").annotate(count=Count("pk"))
    sent = FlowMail.objects.filter(run__flow_id=flow_id, state=FlowMail.State.SENT).count()
    (treated, one), (held, two) = groups[False], groups[True]
    return FlowResult(treated, one, held, two, sent, dict(left), lift(one, treated, two, held))
