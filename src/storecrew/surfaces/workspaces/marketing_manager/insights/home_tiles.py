"""Visits and orders of yesterday on the home of the marketing manager."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from storecrew.contexts.insights import public as insights
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.parts import home_zone, link, seen_channels
from storecrew.surfaces.ui.backoffice.registry import Look, Tile, register_tile
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import number

kinds = insights.kinds


def _yesterday(look: Look) -> list[Tile]:
    """Return yesterday beside the same weekday before; one query."""
    day = clock.today(home_zone(look)) - dt.timedelta(days=1)
    week_ago = day - dt.timedelta(days=7)
    rows = insights.counted(
        "all", insights.Period(week_ago, day + dt.timedelta(days=1)), seen_channels(look), by=("day",),
        only=(kinds.VISIT, kinds.ORDER),
    )  # fmt: skip
    now, before = (rows.get((str(one),), insights.Counts({})) for one in (day, week_ago))
    if not now[kinds.VISIT] and not before[kinds.VISIT]:
        return []
    visits = Tile(
        _("Visits yesterday"),
        number(now[kinds.VISIT]),
        _("%(count)s a week before") % {"count": number(before[kinds.VISIT])},
        link("traffic"),
        "warning" if now[kinds.VISIT] * 10 < before[kinds.VISIT] * 6 else "neutral",
    )
    share = Tile(
        _("Orders per visit"),
        percent(now.conversion, 1, 2),
        _("%(share)s a week before") % {"share": percent(before.conversion, 1, 2)},
        link("funnel"),
    )
    return [visits, share]


register_tile("marketing_manager", _yesterday, permission="reports.read", order=30)
