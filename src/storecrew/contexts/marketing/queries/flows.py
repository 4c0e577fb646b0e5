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
