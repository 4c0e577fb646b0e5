"""A budget of the year that holds, and a cautious scenario beside it."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.channels import public as channels
from storecrew.kernel.actor import Actor, system_actor

PLANNER = system_actor("demo.planner")
# name, team, channel, thousandths of the whole
LINES = (
    ("Marketing, all else", "marketing", "", 20),
    ("Print", "marketing", "print", 12),
    ("Search ads", "marketing", "search", 45),
    ("Partners", "marketing", "affiliates", 3),
    ("Goods", "warehouse", "goods", 920),
)
WHOLE = 10_000_000
"""In minor units."""


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Plan the year, let a second person approve it, and copy it."""
    year = until.year
    plan = budgets.make_plan(
        name="Base", year=year, currency=channels.facts().currency, actor=PLANNER, at=until
    )
    for name, team, channel, share in LINES:
        budgets.save_line(
            plan_id=plan, name=name, team=team, channel=channel, campaign="", planned=WHOLE * share // 1000,
            starts_on=dt.date(year, 1, 1), ends_on=dt.date(year, 12, 31), actor=PLANNER, at=until,
        )  # fmt: skip
    asked = budgets.ask_to_hold(plan, reason="The year begins", actor=PLANNER, at=until)
    approvals.approve(approval_id=asked.id, actor=actor, at=until)
    budgets.copy_plan(plan, name="Cautious", percent=-15, actor=PLANNER, at=until)
    budgets.watch_budgets(at=until)
