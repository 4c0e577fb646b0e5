"""What people search for: rising, often, and in vain; each can become a task (MKT-3)."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.insights import public as insights
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.sentence import say
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import Frame, number

kinds = insights.kinds
MOST = 40
DUE = dt.timedelta(days=7)


@workspace_page(permission="reports.read")
def searches(request: HttpRequest) -> HttpResponse:
    """Show sought words beside the period before, and those that found nothing."""
    shown = framing.frame(request)
    now = insights.subjects("term", shown.period, shown.among, rank=kinds.SEARCH, limit=400)
    before = _before(shown, [key[0] for key in now])
    rows = [
        {
            "term": term,
            "count": counts[kinds.SEARCH],
            "before": before.get(term, 0),
            "nothing": counts[kinds.NOTHING],
            "grown": counts[kinds.SEARCH] - before.get(term, 0),
        }
        for (term,), counts in now.items()
    ]
    rising = sorted((row for row in rows if row["grown"] > 1), key=lambda row: -row["grown"])  # type: ignore[operator]
    vain = sorted((row for row in rows if row["nothing"]), key=lambda row: -row["nothing"])  # type: ignore[operator]
    context = {
        **shown.context(),
        "header_title": _("Searches"),
        "back_url": reverse("traffic"),
        "back_label": _("Traffic"),
        "lists": [
            (_("Found nothing"), vain[:MOST], _("Every search found something."), "vain"),
            (_("Rising"), rising[:MOST], _("No word was sought much more often than before."), "rising"),
            (_("Most often"), rows[:MOST], _("Nobody searched in this time."), "often"),
        ],
        "may": request_actor(request).can("work.write"),
        "number": number,
    }
    return render(request, "marketing_manager/searches.html", context)


def _before(shown: Frame, terms: list[str]) -> dict[str, int]:
    period = shown.before or shown.period.before()
    found = insights.counted(
        "term", period, shown.among, by=("subject",), only=(kinds.SEARCH,), subject__in=terms
    )
    return {key[0]: counts[kinds.SEARCH] for key, counts in found.items()}


@workspace_page(permission="work.write")
@require_POST
def as_task(request: HttpRequest) -> HttpResponse:
    """Make a task of a sought word for the content team or the category manager; the same word only once."""
    term, why = request.POST.get("term", "").strip()[:80], request.POST.get("why", "")
    if term:
        words = (
            say("Sought in vain: “%(term)s”", term=term)
            if why == "vain"
            else say("Sought more and more: “%(term)s”", term=term)
        )
        work.open_task(
            code="search_demand",
            title=words,
            detail=say("Find out what people mean: a synonym, a page, or an article that we do not have."),
            owner_role="ecommerce_sme",
            url=reverse("searches"),
            due_at=clock.now() + DUE,
            dedupe_key=f"search:{term}",
            actor=request_actor(request),
            at=clock.now(),
        )
        messages.success(request, _("It is a task of the E-commerce SME now."))
    return redirect("searches")
