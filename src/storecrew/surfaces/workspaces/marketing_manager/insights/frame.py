"""What all reports share: channel, period, comparison, and how numbers are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui import numbers
from storecrew.surfaces.ui.backoffice import export
from storecrew.surfaces.ui.backoffice.access import request_actor
from storecrew.surfaces.ui.backoffice.charts import Line
from storecrew.surfaces.ui.backoffice.registry import Text
from storecrew.surfaces.ui.backoffice.ways import WAYS, way

__all__ = ["DEVICES", "WAYS", "Frame", "day", "frame", "line", "money", "number", "way"]

DAYS = (7, 28, 90, 365)
COMPARISONS: dict[str, Text] = {
    "before": gettext_lazy("The period before"),
    "year": gettext_lazy("The same weekdays a year ago"),
    "none": gettext_lazy("Nothing"),
}
STEPS: dict[str, Text] = {
    "day": gettext_lazy("Day"), "week": gettext_lazy("Week"), "month": gettext_lazy("Month"),
}  # fmt: skip
DEVICES: dict[str, Text] = {
    "phone": gettext_lazy("Phone"), "tablet": gettext_lazy("Tablet"), "desktop": gettext_lazy("Desktop"),
    "": gettext_lazy("Not known"),
}  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """What was asked for. ``before`` is None without a comparison."""

    among: Sequence[channels.ChannelFacts]
    choices: Sequence[channels.ChannelFacts]
    channel: str
    period: insights.Period
    before: insights.Period | None
    days: int
    compare: str
    step: insights.Step
    own: Mapping[str, str]

    def query(self, **changes: str) -> str:
        """Return the address query of this frame with changes; empty values are left out."""
        values = {
            "channel": self.channel, "days": str(self.days), "compare": self.compare, "step": self.step,
            **self.own, **changes,
        }  # fmt: skip
        return urlencode({name: value for name, value in values.items() if value})

    def context(self) -> dict[str, Any]:
        """Return what the filter line shows."""
        return {
            "frame": self,
            "day_choices": DAYS,
            "comparisons": COMPARISONS.items(),
            "step_choices": STEPS.items(),
        }


def frame(request: HttpRequest, *, days: int = 28, own: Sequence[str] = ()) -> Frame:
    """Read the frame from an address; what is unknown falls back. Today is part of the period.

    :raises Denied: the actor may not see reports
    """
    actor = request_actor(request)
    asked = request.GET
    choices = insights.report_channels(actor)
    channel = asked.get("channel", "")
    among = insights.report_channels(actor, channel)
    wanted = asked.get("days", "")
    days = int(wanted) if wanted in map(str, DAYS) else days
    today = clock.today(among[0].timezone if among else "UTC") + dt.timedelta(days=1)
    period = insights.Period(today - dt.timedelta(days=days), today)
    compare = asked.get("compare", "") if asked.get("compare", "") in COMPARISONS else "before"
    before = {"before": period.before(), "year": period.year_before()}.get(compare)
    wished = [one for one in insights.STEPS if one == asked.get("step", "")]
    step: insights.Step = wished[0] if wished else "day" if days <= 90 else "week"
    return Frame(
        among=among,
        choices=choices,
        channel=channel if len(among) == 1 and among[0].code == channel else "",
        period=period,
        before=before,
        days=days,
        compare=compare,
        step=step,
        own={name: asked.get(name, "")[:80] for name in own},
    )


# --- how things are written


def locale() -> str:
    """Return the language as babel names it."""
    return (get_language() or "en").replace("-", "_")


def number(value: float | int) -> str:  # not money: counts
    """Write a count."""
    return numbers.number(round(value))


def money(amounts: Mapping[str, int]) -> str:
    """Write amounts, each currency by itself."""
    parts = [Money(amount, code).format(locale()) for code, amount in sorted(amounts.items())]
    return " · ".join(parts) or "–"


def day(value: dt.date, step: str = "day") -> str:
    """Write the first day of a bucket."""
    if step == "month":
        return format_date(value, "MMM y", locale=locale())
    return format_date(value, "d MMM" if locale() != "ko" else "M월 d일", locale=locale())


def answer(
    request: HttpRequest, context: dict[str, Any], *, template: str = "marketing_manager/report.html"
) -> HttpResponse:
    """Answer with the report, or with one of its tables as a file (``?file=`` and its place)."""
    tables, wanted = context.get("tables", ()), request.GET.get("file", "")
    if wanted.isdigit() and len(wanted) < 3 and int(wanted) < len(tables):
        table = tables[int(wanted)]
        headers = [str(header) for header in table.headers]
        name = f"{request.resolver_match.url_name}-{clock.now():%Y-%m-%d}"  # type: ignore[union-attr]
        return export.answer("csv", name, headers, headers, table.rows)  # type: ignore[return-value]
    return render(request, template, context)


def line(
    shown: Frame,
    title: Text,
    value: Callable[[insights.Counts], Any],
    now: Sequence[tuple[dt.date, insights.Counts]],
    before: Sequence[tuple[dt.date, insights.Counts]],
    **more: Any,
) -> Line:
    """Return a line chart of one value of each bucket beside the period before."""
    return Line(
        title,
        [day(first, shown.step) for first, _counts in now],
        [value(counts) or 0 for _first, counts in now],
        [value(counts) or 0 for _first, counts in before][: len(now)],
        [day(first, shown.step) for first, _counts in before],
        **more,
    )


def nothing() -> str:
    """Say that a report has nothing to show."""
    return _("Nothing was counted in this time.")
