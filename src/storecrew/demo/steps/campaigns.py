"""Campaigns in every state, one of them stopped by the stock of its promotion, under a strategy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor

DAY = dt.timedelta(days=1)
BRIEF = (
    "What happens: mail on the first day, banners all the time, flyers in parcels. Expect a third more "
    "questions about sizes and delivery in the first two days. Free units are checked when it starts."
)
LINES = (
    ("Young professionals", "mail", 0, "orders", 400, 180_000, "Good things that last, honestly priced.", ""),
    ("Young professionals", "social", 0, "new_customers", 120, 240_000, "Worn by people like you.", ""),
    ("Families", "print", 0, "revenue", 1_500_000, 150_000, "One order for everybody at home.", ""),
    ("Families", "mail", -1, "revenue", 900_000, 90_000, "Back to school without a trip to town.",
     "Mails before the weekend did twice as well as those on Monday."),
    ("Lapsed customers", "mail", 0, "win_back", 80, 60_000, "What is new since you were here.", ""),
)  # fmt: skip


def build(promotions: Mapping[str, int], *, actor: Actor, until: dt.datetime) -> None:
    """Plan a strategy and let campaigns of it run, wait, stop and end."""
    plans = _strategy(actor, until)
    today = until.replace(hour=0, minute=0, second=0, microsecond=0)

    def make(name: str, start: int, days: int, *bound: str, at: dt.datetime = until, **more: Any) -> int:
        content = marketing.CampaignContent(
            name=name,
            currency="EUR",
            brief=more.pop("brief", BRIEF),
            starts_at=today + start * DAY,
            ends_at=today + (start + days) * DAY,
            **more,
        )
        key = marketing.create_campaign(content, actor=actor, at=at).pk
        for each in bound:
            marketing.bind_promotion(key, promotions[each], actor=actor, at=at)
        return key

    spring = make(
        "Free delivery, two weeks", -3, 14, "Free delivery weeks", goal="orders", goal_value=60,
        audience="Everybody", budget=250_000, plan_id=plans[0],
    )  # fmt: skip
    _do(spring, today - 3 * DAY, actor, until)
    _start(spring, actor, until)

    best = make(
        "Bestseller days", -2, 7, goal="revenue", goal_value=300_000, audience="Customers who came back",
        budget=120_000, plan_id=plans[2],
    )  # fmt: skip
    _do(best, today - 2 * DAY, actor, until)
    _start(best, actor, until)
    marketing.bind_promotion(best, promotions["Bestseller days"], actor=actor, at=until)
    marketing.pause_campaign(best, reason="Its promotion ran low.", actor=actor, at=until)

    flash = make(
        "Flash weekend", 0, 2, goal="clear_stock", goal_value=400, audience="Everybody", budget=60_000,
        at=until - 2 * DAY,
    )  # fmt: skip
    _do(flash, today, actor, until - 2 * DAY)
    marketing.schedule_campaign(flash, actor=actor, at=until - 2 * DAY)
    _sign_off(flash, actor, until - DAY)
    marketing.bind_promotion(flash, promotions["Flash weekend"], actor=actor, at=until - DAY)
    marketing.launch_due(until)

    more = make(
        "The more, the cheaper", 7, 14, "The more, the cheaper", goal="revenue", goal_value=400_000,
        audience="Families", budget=300_000, plan_id=plans[2],
    )  # fmt: skip
    _do(more, today + 7 * DAY, actor, until)
    marketing.schedule_campaign(more, actor=actor, at=until)

    make("Autumn looks", 30, 21, goal="new_customers", goal_value=150, audience="Young professionals",
         budget=400_000, plan_id=plans[1], brief="")  # fmt: skip

    over = make(
        "Back to school", -24, 14, goal="revenue", goal_value=250_000, audience="Families", budget=90_000,
        plan_id=plans[3], at=until - 26 * DAY,
    )  # fmt: skip
    _do(over, today - 24 * DAY, actor, until - 26 * DAY)
    _start(over, actor, until - 24 * DAY)
    for each in marketing.campaign(over).activities:
        bill = marketing.ActivityContent(
            channel=each.channel, title=each.title, owner=each.owner, partner=each.partner,
            starts_at=each.starts_at, ends_at=each.ends_at, cost=each.cost.amount,
            actual_cost=each.cost.amount * 23 // 25, state="done",
        )  # fmt: skip
        marketing.save_activity(over, bill, activity_id=each.id, actor=actor, at=until - 9 * DAY)
    marketing.end_due(until)


def _strategy(actor: Actor, at: dt.datetime) -> list[int]:
    found = []
    for audience, channel, back, goal, value, budget, positioning, outcome in LINES:
        number = at.year * 4 + (at.month - 1) // 3 + back
        content = marketing.PlanContent(
            audience=audience, channel=channel, year=number // 4, quarter=number % 4 + 1, goal=goal,
            goal_value=value, currency="EUR", budget=budget, positioning=positioning, outcome=outcome,
        )  # fmt: skip
        found.append(marketing.save_plan(content, actor=actor, at=at))
    return found


def _do(campaign_id: int, start: dt.datetime, actor: Actor, at: dt.datetime) -> None:
    """Plan what happens on three channels."""
    rows = (
        ("mail", "Mail to everybody who agreed", "Marketing", "", 0, 1, 4_000, "done"),
        ("web", "Banner on the home page", "Content team", "", 0, 7, 0, "ordered"),
        ("print", "Flyers in parcels", "Marketing", "Printworks North", 0, 7, 32_000, "ordered"),
    )
    for channel, title, owner, partner, first, days, cost, state in rows:
        content = marketing.ActivityContent(
            channel=channel, title=title, owner=owner, partner=partner, cost=cost, state=state,
            starts_at=start + first * DAY, ends_at=start + (first + days) * DAY,
        )  # fmt: skip
        marketing.save_activity(campaign_id, content, actor=actor, at=at)


def _sign_off(campaign_id: int, actor: Actor, at: dt.datetime) -> None:
    for task in marketing.sign_offs(campaign_id):
        if task.is_open:
            work.finish_task(task.id, note="Noted, we are ready.", actor=actor, at=at)


def _start(campaign_id: int, actor: Actor, at: dt.datetime) -> None:
    """Schedule it, let the teams sign it off, answer what stands against it, and start it."""
    marketing.schedule_campaign(campaign_id, actor=actor, at=at)
    _sign_off(campaign_id, actor, at)
    _find_hands(campaign_id, actor, at)
    marketing.launch_due(at)


def _find_hands(campaign_id: int, actor: Actor, at: dt.datetime) -> None:
    """Around holidays fewer people are on the roster than a campaign brings parcels for."""
    record = [("marketing.campaign", str(campaign_id))]
    work.refresh_conflicts(records=record, at=at)
    for found in work.conflicts_of(record):
        if found.code.startswith("capacity_") and found.state == "open":
            reason = "Two people of the office help on these days."
            work.accept_conflict(
                found.id, answer="shift", reason=reason, until=at + 14 * DAY, actor=actor, at=at
            )
