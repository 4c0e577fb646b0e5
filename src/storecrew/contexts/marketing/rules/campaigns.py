"""What makes a campaign, how its money adds up, and where it may go from where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from storecrew.contexts.marketing.facts import (
    CHANNELS,
    GOALS,
    ActivityContent,
    Budget,
    CampaignContent,
    PlanContent,
)

ACTIVITY_STATES = ("planned", "ordered", "done", "dropped")
_UTM = re.compile(r"[a-z0-9][a-z0-9_-]{1,59}")


def problems(content: CampaignContent) -> list[tuple[str, str]]:
    """Return (field, code) of what is wrong; codes: missing, unknown, order, negative, utm."""
    found = []
    if not content.name.strip():
        found.append(("name", "missing"))
    if content.goal not in GOALS:
        found.append(("goal", "unknown"))
    if content.starts_at and content.ends_at and content.ends_at <= content.starts_at:
        found.append(("ends_at", "order"))
    found += [(name, "negative") for name in ("budget", "goal_value") if getattr(content, name) < 0]
    if not _UTM.fullmatch(content.utm_campaign):
        found.append(("utm_campaign", "utm"))
    return found


def activity_problems(content: ActivityContent) -> list[tuple[str, str]]:
    """Return (field, code) of what is wrong with an activity."""
    found = [(name, "missing") for name in ("title", "owner") if not getattr(content, name).strip()]
    if content.channel not in CHANNELS:
        found.append(("channel", "unknown"))
    if content.state not in ACTIVITY_STATES:
        found.append(("state", "unknown"))
    if content.ends_at < content.starts_at:
        found.append(("ends_at", "order"))
    if content.cost < 0:
        found.append(("cost", "negative"))
    if content.actual_cost is not None and content.actual_cost < 0:
        found.append(("actual_cost", "negative"))
    return found


def plan_problems(content: PlanContent) -> list[tuple[str, str]]:
    """Return (field, code) of what is wrong with a line of the strategy."""
    found = []
    if not content.audience.strip():
        found.append(("audience", "missing"))
    if content.channel not in CHANNELS:
        found.append(("channel", "unknown"))
    if content.goal not in GOALS:
        found.append(("goal", "unknown"))
    if content.quarter not in (1, 2, 3, 4):
        found.append(("quarter", "unknown"))
    if not 2000 <= content.year <= 2200:
        found.append(("year", "unknown"))
    found += [(name, "negative") for name in ("budget", "goal_value") if getattr(content, name) < 0]
    return found


def utm_code(name: str, taken: Iterable[str] = ()) -> str:
    """Return a code for links from a name; names without Latin letters become "campaign"."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50].strip("-")
    if len(base) < 2:
        base = "campaign"
    known, code, number = set(taken), base, 1
    while code in known:
        number += 1
        code = f"{base}-{number}"
    return code


def budget_of(planned: int, activities: Iterable[tuple[str, int, int | None]]) -> Budget:
    """Add up (state, cost, actual cost): what is ordered or done is committed, at its actual cost if known.

    What is ordered stays owed in full while only part of it was billed. A planned activity commits nothing;
    what was dropped counts only with what it has cost already.
    """
    committed = actual = intended = 0
    for state, cost, real in activities:
        actual += real or 0
        if state == "ordered":
            committed += max(cost, real or 0)
        elif state == "done":
            committed += cost if real is None else real
        elif state == "dropped":
            committed += real or 0
        elif state == "planned":
            intended += max(cost, real or 0)
    return Budget(planned, committed, actual, intended)
