"""Arithmetic of budgets; plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from storecrew.contexts.budgets.facts import Cost, LineFacts, Standing
from storecrew.kernel.money import round_half_up

TOLERANCE = 5
"""By so many percent a forecast may be above what is allowed before anybody is told."""
LEFT_OVER = 30
"""A line that ends with more than so many percent of its money left is told of."""


def without_doubles(costs: Iterable[Cost]) -> list[Cost]:
    """Return costs with each euro once: what a platform reports pays the activity it was planned by.

    Of an activity of the same campaign and channel only what the platform did not report yet stays owed.
    """
    found = list(costs)
    reported: dict[tuple[str, str], int] = defaultdict(int)
    for each in found:
        if each.running and each.campaign:
            reported[(each.campaign, each.channel)] += each.actual
    kept = []
    for each in found:
        key = (each.campaign, each.channel)
        if each.running or not reported.get(key):
            kept.append(each)
            continue
        paid = min(reported[key], max(each.committed, each.expected))
        reported[key] -= paid
        kept.append(
            replace(
                each,
                expected=max(each.expected - paid, 0),
                committed=max(each.committed - paid, 0),
                actual=max(each.actual - paid, 0),
            )
        )
    return kept


def line_of(cost: Cost, lines: Sequence[LineFacts]) -> LineFacts | None:
    """Return the line that a cost belongs to: the one that says most about it, None when none does."""
    fitting = [line for line in lines if _fits(cost, line)]
    return max(fitting, key=_says, default=None)


def standings(
    lines: Sequence[LineFacts], costs: Iterable[Cost], *, today: dt.date
) -> tuple[list[Standing], list[Cost]]:
    """Return how each line stands, and the costs that no line was made for."""
    mine: dict[int, list[Cost]] = defaultdict(list)
    outside = []
    for cost in without_doubles(costs):
        line = line_of(cost, lines)
        if line is None:
            outside.append(cost)
        else:
            mine[line.id].append(cost)
    return [_standing(line, mine[line.id], today) for line in lines], outside


def _standing(line: LineFacts, costs: Sequence[Cost], today: dt.date) -> Standing:
    committed, actual = sum(each.committed for each in costs), sum(each.actual for each in costs)
    expected = sum(max(each.expected, each.committed) for each in costs)
    forecast = expected + _goes_on(line, sum(each.actual for each in costs if each.running), today)
    state = state_of(line, committed, actual, forecast, today)
    return Standing(line, committed, actual, forecast, state, tuple(costs))


def _goes_on(line: LineFacts, spent: int, today: dt.date) -> int:
    """Return what running costs add until the line ends, at the pace of its days until now."""
    days = (today - line.starts_on).days
    left = (line.ends_on - max(today, line.starts_on)).days
    return spent * left // days if days > 0 and left > 0 else 0


def state_of(line: LineFacts, committed: int, actual: int, forecast: int, today: dt.date) -> str:
    """Return "over", "committed", "will", "left" or "fine"."""
    if actual > line.allowed:
        return "over"
    if committed > line.allowed:
        return "committed"
    if forecast * 100 > line.allowed * (100 + TOLERANCE):
        return "will"
    if today > line.ends_on and (line.allowed - actual) * 100 > line.allowed * LEFT_OVER:
        return "left"
    return "fine"


def scaled(amount: int, percent: int) -> int:
    """Return an amount changed by so many percent, rounded half up, never below nothing."""
    return max(round_half_up(amount * (100 + percent), 100), 0)


def _fits(cost: Cost, line: LineFacts) -> bool:
    return (
        cost.currency == line.currency
        and line.starts_on <= cost.day <= line.ends_on
        and all(
            not wanted or wanted == had
            for wanted, had in (
                (line.team, cost.team),
                (line.channel, cost.channel),
                (line.campaign, cost.campaign),
            )
        )
    )


def _says(line: LineFacts) -> tuple[int, int, int]:
    named = 4 * bool(line.campaign) + 2 * bool(line.channel) + bool(line.team)
    return named, -(line.ends_on - line.starts_on).days, line.id
