"""Units an hour and exceptions, by person and activity, from scans; one's own, and a leader's team."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page

DAYS = (7, 14, 30)
ACTIVITIES = {
    "pick": (gettext_lazy("Picking"), gettext_lazy("short stops")),
    "pack": (gettext_lazy("Packing"), gettext_lazy("weights explained")),
    "count": (gettext_lazy("Counting"), gettext_lazy("counts that differed")),
}


@workspace_page(permission=("roster.read", "fulfillment.write"))
def figures(request: HttpRequest) -> HttpResponse:
    """Show what was done; who may not see rosters sees only the own figures."""
    actor, at = request_actor(request), clock.now()
    chosen = request.GET.get("days", "")
    days = int(chosen) if chosen in map(str, DAYS) else 14
    since, seen = at - dt.timedelta(days=days), _seen(actor)
    found = fulfillment.figures(since, at, people_ids=seen)
    if not found and actor.can("roster.write"):
        # Who plans rosters in a team that scans nothing, such as the owner, leads those who do.
        seen, found = None, fulfillment.figures(since, at)
    context = {
        "header_title": _("Team figures"),
        "days": days,
        "choices": DAYS,
        "groups": [_group(code, found) for code in ACTIVITIES],
        "own_only": seen == {actor.id} and not actor.can("roster.read"),
        "everybody": seen is None,
        "empty": not found,
    }
    return render(request, "logistics_manager/team/figures.html", context)


def _seen(actor: Actor) -> set[str] | None:
    """Return whose figures the actor may see: the own ones, a leader's team; None is everybody."""
    if not actor.can("roster.read"):
        return {actor.id}
    teams = people.teams_of(int(actor.id)) if actor.id.isdigit() else []
    return {str(user_id) for user_id in people.members_of(teams)} | {actor.id} if teams else None


def _group(code: str, found: tuple[fulfillment.Figure, ...]) -> dict[str, Any]:
    """Return one activity with its people, and the middle of their speeds as the mark to compare with."""
    mine = [each for each in found if each.activity == code]
    speeds = sorted(each.per_hour for each in mine if each.per_hour)
    name, exceptions = ACTIVITIES[code]
    return {
        "code": code,
        "name": name,
        "exceptions": exceptions,
        "rows": [(each, f"{each.minutes / 60:.1f}") for each in mine],
        "middle": speeds[len(speeds) // 2] if len(speeds) > 2 else None,
    }
