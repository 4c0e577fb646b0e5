"""The next task: the queue gives it, by training, urgency and waiting time; nobody picks the easy ones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.workspaces.logistics_manager.team.roster import SKILLS

WHY = {
    "late": gettext_lazy("It should have left already, longer than all others."),
    "due": gettext_lazy("It has to leave before all others."),
    "waiting": gettext_lazy("Several have to leave at the same time; this one is nearest to its end."),
}


@workspace_page(permission="fulfillment.write")
def next_task(request: HttpRequest) -> HttpResponse:
    """Show what comes next and why; take it."""
    actor, at = request_actor(request), clock.now()
    task = fulfillment.next_task(actor, at=at)
    if request.method == "POST" and task.activity == "pick":
        run = fulfillment.start_run(
            location_code=task.location_code, work_ids=[task.work_id], actor=actor, at=at
        )
        return redirect("warehouse_walk", run_id=run.id)
    if request.method == "POST" and task.activity == "pack":
        return redirect("warehouse_bench", work_id=task.work_id)
    context: dict[str, Any] = {
        "header_title": _("Next task"),
        "back_url": reverse("warehouse_list"),
        "back_label": _("Warehouse"),
        "task": task,
        "why": WHY.get(task.why, ""),
        "over": [SKILLS[skill] for skill in task.over],
    }
    return render(request, "logistics_manager/next_task.html", context)
