"""Flows: which are on, what they bring against those who got nothing, and their texts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Flow, Segment
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice import copying
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.mailings import splits, words
from storecrew.surfaces.workspaces.marketing_manager.mailings.flow_forms import (
    ABOUT,
    STARTERS,
    FlowForm,
    initial_of,
    start_of,
)


class FlowList(Listing):
    """All flows."""

    code = "marketing.flows"
    title = gettext_lazy("Flows")
    permission = "marketing.read"
    search_fields = ("name",)
    default_sort = "name"
    empty_title = gettext_lazy("No flows yet")
    empty_text = gettext_lazy(
        "A flow writes to people because of what they did: a cart they left, a first sign-up, a long time "
        "without an order. Some get nothing, so that you see what it brings."
    )
    columns = (
        Column("name", gettext_lazy("Flow"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), words.flow_status, kind="status", sort="is_on"),
        Column("kind", gettext_lazy("Starts with"), "get_kind_display", sort="kind"),
        Column("steps", gettext_lazy("Messages"), lambda row: len(row.steps), kind="number"),
        Column("holdout", gettext_lazy("Get nothing (%)"), "holdout_percent", kind="number"),
        Column("changed", gettext_lazy("Changed"), "updated_at", kind="datetime", sort="updated_at"),
    )

    filters = (
        Filter("on", gettext_lazy("Switched on"), "boolean", "is_on"),
        Filter("kind", gettext_lazy("Starts with"), "choice", "kind", choices=Flow.Kind.choices),
        Filter("changed", gettext_lazy("Changed"), "date", "updated_at"),
    )

    def rows(self) -> QuerySet[Flow]:
        """Return all flows."""
        return Flow.objects.all()

    def row_url(self, row: Flow) -> str:
        """Return the page of the flow."""
        return reverse("flow", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may send."""
        allowed = self.actor.can("marketing.send")
        return (_("New flow"), reverse("flow_kinds")) if allowed else None


def _find(flow_id: int) -> Flow:
    row = Flow.objects.filter(pk=flow_id).first()
    if row is None:
        raise marketing.UnknownFlow(flow=flow_id)
    return row


@workspace_page(permission="marketing.send")
def flow_kinds(request: HttpRequest) -> HttpResponse:
    """Let be chosen what starts the flow; each kind comes with texts."""
    labels = dict(Flow.Kind.choices)
    context = {
        "kinds": [(reverse("flow_add", args=[kind]), labels[kind], ABOUT[kind]) for kind in STARTERS],
        "header_title": _("New flow"),
        "back_url": reverse("flows"),
        "back_label": _("Flows"),
        "question": _("What does it start with?"),
    }
    return render(request, "marketing_manager/kinds.html", context)


@workspace_page(permission="marketing.send")
def flow_add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new flow of a kind, with words to begin with or as a copy that is off."""
    of = copying.source(request, _find)
    if kind not in STARTERS or (of is not None and of.kind != kind):
        raise marketing.UnknownFlow(kind=kind)
    initial = start_of(kind)
    if of is not None:
        initial = initial_of(of) | {"name": copying.named(of.name), "is_on": False}
    form = FlowForm(request.POST or None, kind=kind, initial=initial)
    return _edit(request, None, form, _("New flow"), of=of.name if of else "")


@workspace_page(permission="marketing.send")
def flow_edit(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Change a flow."""
    row = _find(flow_id)
    form = of_record(FlowForm(request.POST or None, kind=row.kind, initial=initial_of(row)))
    return _edit(request, row.pk, form, row.name)


def _edit(
    request: HttpRequest, flow_id: int | None, form: FlowForm, title: str, *, of: str = ""
) -> HttpResponse:
    def save(content: marketing.FlowContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return copying.make(
            request, "marketing.flow", of, lambda: marketing.save_flow(content, flow_id=flow_id, **who)
        )

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("flow", flow_id=key)
    return form_page(request, form, title, (reverse("flows"), _("Flows")))


@workspace_page(permission="marketing.read")
def flow(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Show a flow with what it brings."""
    row = _find(flow_id)
    result = marketing.flow_result(row.pk)
    rows = [
        [_("With messages"), result.treated, result.bought, percent(result.bought, result.treated)],
        [
            _("Without messages"),
            result.held_out,
            result.bought_without,
            percent(result.bought_without, result.held_out),
        ],
    ]
    left = [[marketing.left_out_words(reason), count] for reason, count in sorted(result.left.items())]
    record = Record(
        title=row.name,
        record="marketing.flow",
        record_id=row.pk,
        subtitle=row.get_kind_display(),
        status=[words.flow_status(row)],
        actions=[
            Action(_("Edit"), reverse("flow_edit", args=[row.pk])),
            copying.copy_action("flow_add", row.pk, row.kind),
        ]
        if request_actor(request).can("marketing.send")
        else [],
        groups=[FactGroup(_("What it brings"), [Fact(_("Difference"), _lift(result.lift))])],
        tables=[
            Table(
                _("Who bought within two weeks"),
                [_("Group"), _("Number of people"), _("Bought"), _("Share")],
                rows,
                kinds=["text", "number", "number", "text"],
            ),
            Table(
                _("Left before the end"),
                [_("Why"), _("Number of people")],
                left,
                empty=_("Nobody."),
                kinds=["text", "number"],
            ),
            _steps(row),
        ],
        back_url=reverse("flows"),
        back_label=_("Flows"),
        icon="rotate",
    )
    return render_record(request, record)


def _steps(row: Flow) -> Table:
    """Return the messages with the people at each: who waits, who got which, who was left out or left."""
    counts = marketing.step_counts(row.pk, len(row.steps))
    names = dict(Segment.objects.values_list("pk", "name"))
    rows = [
        [
            words.later(step["after_minutes"]), next(iter(step["subjects"].values()), ""),
            splits.words(step, names), found.waiting, found.sent, found.sent_other, found.skipped, found.left,
        ]
        for step, found in zip(row.steps, counts, strict=True)
    ]  # fmt: skip
    return Table(
        _("People per message"),
        [
            _("When"), _("Subject"), _("Who gets it"), _("Waiting"), _("Got it"),
            _("Got the other"), _("Not sent"), _("Left before it"),
        ],
        rows,
        kinds=["text", "text", "text", "number", "number", "number", "number", "number"],
    )  # fmt: skip


def _lift(found: marketing.Lift | None) -> str:
    if found is None:
        return _("Nobody is in one of the groups yet.")
    values = {
        "difference": f"{found.difference * 100:+.1f}",
        "least": f"{found.least * 100:+.1f}",
        "most": f"{found.most * 100:+.1f}",
    }
    sentence = _("%(difference)s points, nineteen times in twenty between %(least)s and %(most)s.") % values
    return sentence if found.is_clear else f"{sentence} {_('That may still be chance.')}"
