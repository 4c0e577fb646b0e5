"""How long tasks take in the back office: median and nine of ten, per task and role, without any person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.health import public as health
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.registry import Text

PERIODS = (7, 28, 90)
TASKS: dict[str, Text] = {
    "products_add": gettext_lazy("New product"),
    "products_edit": gettext_lazy("Change a product"),
    "products_grid": gettext_lazy("Edit many products"),
    "orders_refund": gettext_lazy("Refund"),
    "orders_cancel": gettext_lazy("Cancel an order"),
    "orders_address": gettext_lazy("Change an address"),
    "orders_incident": gettext_lazy("Tell many customers"),
    "sort_rules_add": gettext_lazy("New sort rule"),
    "sort_rules_edit": gettext_lazy("Change a sort rule"),
    "channels_edit": gettext_lazy("Change a channel"),
    "look_add": gettext_lazy("New version of the look"),
    "tasks_add": gettext_lazy("New task"),
}
"""Words for what is done most; other forms are named by their address."""


@dataclass(frozen=True)
class Line:
    """One task of one role, in words."""

    task: Text
    role: str
    saves: int
    median: str
    p90: str


@workspace_page(permission="reports.read")
def task_times(request: HttpRequest) -> HttpResponse:
    """Show the tasks of a period, those that were done most first."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
    until = clock.now().date() + dt.timedelta(days=1)
    roles = {seed.code: seed.name for seed in people.ROLES}
    lines = [
        Line(
            TASKS.get(one.task) or _address(one.task),
            _(roles[one.role]) if one.role in roles else one.role,
            one.saves,
            written(one.median),
            written(one.p90),
        )
        for one in health.task_times(since=until - dt.timedelta(days=days), until=until)
    ]
    context = {
        "header_title": _("Time for tasks"),
        "lines": lines,
        "days": days,
        "periods": PERIODS,
        "fewest": health.FEWEST,
    }
    return render(request, "developer/task_times.html", context)


def written(seconds: int) -> str:
    """Write a duration as people say it: ``45 s``, ``2 min 5 s``."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%(n)s s") % {"n": seconds}
    return _("%(m)s min %(s)s s") % {"m": minutes, "s": rest} if rest else _("%(m)s min") % {"m": minutes}


def _address(task: str) -> str:
    return _routes().get(task, task)


@cache
def _routes() -> dict[str, str]:
    """Return the path of each named form of the back office, its arguments as dots."""
    found: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for one in patterns:
            path = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                walk(one.url_patterns, path)
            elif one.name and path.startswith("admin/"):
                parts = ["…" if part.startswith("<") else part for part in path.split("/")]
                found.setdefault(one.name, "/" + "/".join(parts))

    walk(get_resolver().url_patterns, "")
    return found
