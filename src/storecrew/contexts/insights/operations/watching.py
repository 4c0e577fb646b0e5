"""Telling marketing when far fewer people come than on the same weekdays before."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights.queries.reports import counted
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.days import Period, local
from storecrew.contexts.insights.rules.drops import WEEKS, dropped
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor
from storecrew.kernel.sentence import say

CODE = "insights.traffic_drop"


def watch_traffic(*, at: dt.datetime) -> int:
    """Compare yesterday of each channel with the same weekdays before; return how many dropped.

    The alert of a channel stays one while the drop lasts, and closes by itself when people come again.
    """
    found = 0
    actor = system_actor("insights.watch_traffic")
    for channel in channels.all_channels():
        yesterday = local(at, channel.timezone)[0] - dt.timedelta(days=1)
        expected, visits = _expected(channel, yesterday)
        key = f"{CODE}:{channel.code}"
        if expected is None:
            work.resolve_finding(dedupe_key=key, resolution=say("People come again."), actor=actor, at=at)
            continue
        found += 1
        work.raise_finding(
            code=CODE,
            title=say(
                "%(channel)s: %(visits)s visits yesterday, %(expected)s were to be expected",
                channel=channel.name,
                visits=visits,
                expected=expected,
            ),
            detail=say("Look whether pages answer, campaigns ended, or a source is gone."),
            owner_role="marketing_manager",
            dedupe_key=key,
            url=f"/admin/traffic/?channel={channel.code}&days=28",
            actor=actor,
            at=at,
        )
    return found


def _expected(channel: channels.ChannelFacts, day: dt.date) -> tuple[int | None, int]:
    first = day - dt.timedelta(weeks=WEEKS)
    period = Period(first, day + dt.timedelta(days=1))
    daily = counted("all", period, [channel], by=("day",), only=(kinds.VISIT,))
    visits = {key[0]: counts[kinds.VISIT] for key, counts in daily.items()}
    before = [
        visits[str(day - dt.timedelta(weeks=week))]
        for week in range(1, WEEKS + 1)
        if str(day - dt.timedelta(weeks=week)) in visits
    ]
    today = visits.get(str(day), 0)
    return dropped(today, before), today
