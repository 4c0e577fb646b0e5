"""Tell the heads of digital of lines that are or will be overdrawn, once each, and take it back."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.budgets import queries
from storecrew.contexts.budgets.facts import Standing
from storecrew.contexts.budgets.operations.planning import LINE
from storecrew.contexts.channels import public as channels
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import say

CLOCKWORK = system_actor("budgets.watch")
TOLD = {"over": "critical", "committed": "warning", "will": "warning"}


def watch_budgets(*, at: dt.datetime) -> int:
    """Compare the lines of the budget that holds with what is ordered and spent; return how many are ill."""
    plan = queries.plan_that_holds(channels.house_day(at))
    if plan is None:
        return 0
    standings, _outside = queries.standing_of(plan.pk, today=channels.house_day(at))
    return sum(_tell(each, at) for each in standings)


def _tell(standing: Standing, at: dt.datetime) -> bool:
    line = standing.line
    key = f"{LINE}:{line.id}"
    if standing.state not in TOLD:
        work.resolve_finding(dedupe_key=key, actor=CLOCKWORK, at=at)
        return False
    words = {
        "allowed": Money(line.allowed, line.currency),
        "actual": Money(standing.actual, line.currency),
        "committed": Money(standing.committed, line.currency),
        "forecast": Money(standing.forecast, line.currency),
    }
    title = (
        say("The budget “%(name)s” is overdrawn", name=line.name)
        if standing.state == "over"
        else say("The budget “%(name)s” will not be enough", name=line.name)
    )
    work.raise_finding(
        code="budget_variance",
        title=title,
        detail=say(
            "Allowed %(allowed)s, ordered %(committed)s, spent %(actual)s, expected %(forecast)s.", **words
        ),
        owner_role="head_of_digital",
        severity=TOLD[standing.state],
        dedupe_key=key,
        record=LINE,
        record_id=line.id,
        url=f"/admin/budgets/lines/{line.id}/",
        actor=CLOCKWORK,
        at=at,
    )
    return True
