"""Experiments: the list, the plan, the steps and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Experiment
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.experiments import words
from storecrew.surfaces.workspaces.marketing_manager.experiments.forms import (
    DecisionForm,
    ExperimentForm,
    initial_of,
)

ABOUT: dict[str, Text] = {
    "sort": gettext_lazy("In which order one category opens. Who chooses an order gets that one, as ever."),
    "button": gettext_lazy("What the button says that puts a product into the cart."),
    "block": gettext_lazy(
        "A sentence below the button: about delivery, returns, what speaks for the product."
    ),
}


class ExperimentList(Listing):
    """All experiments."""

    code = "insights.experiments"
    title = gettext_lazy("Experiments")
    permission = "reports.read"
    search_fields = ("name", "hypothesis", "owner")
    default_sort = "-changed"
    empty_title = gettext_lazy("No experiments yet")
    empty_text = gettext_lazy(
        "Write down what you believe and how large a change is worth finding. How many visitors it needs is "
        "computed before it starts, and results are shown when they mean something. Only visitors who agreed "
        "to be recognized take part."
    )
    columns = (
        Column("name", gettext_lazy("Experiment"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), words.status, kind="status", sort="state"),
        Column("kind", gettext_lazy("What differs"), "get_kind_display", sort="kind"),
        Column("where", gettext_lazy("Pages"), words.where),
        Column("channel", gettext_lazy("Shop"), "channel.name", sort="channel__name"),
        Column("metric", gettext_lazy("What decides"), "get_metric_display", sort="metric"),
        Column("owner", gettext_lazy("Who decides"), "owner", sort="owner"),
        Column("started", gettext_lazy("Started"), "started_at", kind="datetime", sort="started_at"),
        Column("changed", gettext_lazy("Changed"), "updated_at", kind="datetime", sort="updated_at"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Experiment.State.choices),
        Filter("kind", gettext_lazy("What differs"), "choice", "kind", choices=Experiment.Kind.choices),
        Filter("effect", gettext_lazy("Taken for everybody"), "boolean", "in_effect"),
    )
    views = (SystemView(gettext_lazy("Running"), "f.state=running"),)

    def rows(self) -> QuerySet[Experiment]:
        """Return all experiments with their shops."""
        return Experiment.objects.select_related("channel")

    def row_url(self, row: Experiment) -> str:
        """Return the page of the experiment."""
        return reverse("experiment", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may write."""
        allowed = self.actor.can("insights.write")
        return (_("New experiment"), reverse("experiment_kinds")) if allowed else None


@workspace_page(permission="insights.write")
def kinds(request: HttpRequest) -> HttpResponse:
    """Let be chosen what differs."""
    context = {
        "kinds": [
            (reverse("experiment_add", args=[kind]), label, ABOUT[kind])
            for kind, label in Experiment.Kind.choices
        ],
        "header_title": _("New experiment"),
        "back_url": reverse("experiments"),
        "back_label": _("Experiments"),
        "question": _("What should differ?"),
    }
    return render(request, "marketing_manager/kinds.html", context)


@workspace_page(permission="insights.write")
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new plan."""
    if kind not in ABOUT:
        raise Http404
    form = ExperimentForm(request.POST or None, kind=kind, initial={"owner": request_actor(request).label})
    return _edit(request, None, form, _("New experiment"))


@workspace_page(permission="insights.write")
def edit(request: HttpRequest, experiment_id: int) -> HttpResponse:
    """Change the plan of a draft."""
    row = insights.find_experiment(experiment_id)
    form = of_record(ExperimentForm(request.POST or None, kind=row.kind, initial=initial_of(row)))
    return _edit(request, row.pk, form, row.name)


def _edit(request: HttpRequest, experiment_id: int | None, form: ExperimentForm, title: str) -> HttpResponse:
    def save(content: insights.ExperimentContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        try:
            return insights.save_experiment(content, experiment_id=experiment_id, **who)
        except insights.InvalidExperiment as error:
            marked = {
                form.variant_field if name == "variants" else name: str(text)
                for name, text in error.details.items()
            }
            raise insights.InvalidExperiment(**marked) from error

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved. This is how many visitors it needs."))
            return redirect("experiment", experiment_id=key)
    return form_page(request, form, title, (reverse("experiments"), _("Experiments")))


@workspace_page(permission="insights.write")
@require_POST
def step(request: HttpRequest, experiment_id: int, name: str) -> HttpResponse:
    """Start it, pause it, let it go on, take its winner back, or delete the draft."""
    steps: dict[str, tuple[Callable[..., None], str]] = {
        "start": (insights.start_experiment, _("It runs. Results are hidden until they mean something.")),
        "pause": (insights.pause_experiment, _("Paused. Everybody sees A.")),
        "resume": (insights.resume_experiment, _("It runs again.")),
        "withdraw": (insights.withdraw_winner, _("Everybody sees again what the shop shows without it.")),
        "delete": (insights.delete_experiment, _("Deleted.")),
    }
    if name not in steps:
        raise Http404
    run, done = steps[name]
    more = {"why": _("Paused by hand.")} if name == "pause" else {}
    if take_step(request, run, experiment_id, done=done, **more) and name == "delete":
        return redirect("experiments")
    return redirect("experiment", experiment_id=experiment_id)


@workspace_page(permission="insights.write")
def decide(request: HttpRequest, experiment_id: int) -> HttpResponse:
    """Keep A or take a variant, with the reason."""
    row = insights.find_experiment(experiment_id)
    form = DecisionForm(request.POST or None, row=row)

    def save(content: dict[str, Any]) -> int:
        insights.decide_experiment(row.pk, **content, actor=request_actor(request), at=clock.now())
        return row.pk

    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, _("Decided."))
        return redirect("experiment", experiment_id=row.pk)
    return form_page(request, form, _("Decide"), (reverse("experiment", args=[row.pk]), row.name))
