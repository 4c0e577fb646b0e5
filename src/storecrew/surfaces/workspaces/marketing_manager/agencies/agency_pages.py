"""Agencies: the list, the record with its scorecard, and who of them may come in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.channels import public as channels
from storecrew.contexts.insights import public as insights
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Agency, AgencyAccess, WorkItem
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.agencies import words
from storecrew.surfaces.workspaces.marketing_manager.agencies.forms import (
    AccessForm,
    AgencyForm,
    agency_initial,
)
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved

LATELY = 90


def _state(row: Agency) -> Status:
    return Status(_("Active"), "good") if row.active else Status(_("Ended"), "neutral")


class AgencyList(Listing):
    """All agencies."""

    code = "marketing.agencies"
    title = gettext_lazy("Agencies")
    permission = "agencies.read"
    search_fields = ("name", "what")
    default_sort = "name"
    empty_title = gettext_lazy("No agencies yet")
    empty_text = gettext_lazy(
        "Somebody of an agency signs in for a time, sees the work of the campaigns you name and nothing "
        "else, books hours against the budget and hands the work in. The same work can go to your own people."
    )
    columns = (
        Column("name", gettext_lazy("Agency"), "name", sort="name", primary=True),
        Column("what", gettext_lazy("What it does"), "what", sort="what"),
        Column("people", gettext_lazy("People let in"), "inside", kind="number", sort="inside"),
        Column("held", gettext_lazy("In work"), "held", kind="number", sort="held"),
        Column("accepted", gettext_lazy("Accepted"), "accepted", kind="number", sort="accepted"),
        Column(
            "rate",
            gettext_lazy("Per hour"),
            lambda row: words.money(row.hourly_rate, row.currency),
            sort="hourly_rate",
        ),
        Column("until", gettext_lazy("Contract until"), "contract_until", kind="date", sort="contract_until"),
        Column("state", gettext_lazy("State"), _state, kind="status", sort="active"),
    )
    filters = (
        Filter("active", gettext_lazy("Active"), "boolean", "active"),
        Filter("until", gettext_lazy("Contract until"), "date", "contract_until"),
    )
    views = (SystemView(gettext_lazy("Active"), "f.active=1"),)

    def rows(self) -> QuerySet[Any]:
        """Return all agencies with how much they have."""
        at = clock.now()
        holds = Q(accesses__ended_at=None, accesses__ends_at__gt=at)
        held = Q(items__state__in=("given", "started", "delivered"))
        return Agency.objects.annotate(
            inside=Count("accesses", filter=holds, distinct=True),
            held=Count("items", filter=held, distinct=True),
            accepted=Count("items", filter=Q(items__state="accepted"), distinct=True),
        )

    def row_url(self, row: Agency) -> str:
        """Return the page of the agency."""
        return reverse("agency", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may."""
        return (_("New agency"), reverse("agency_add")) if self.actor.can("agencies.write") else None


def find(agency_id: int) -> Agency:
    """Return an agency; raises UnknownAgency."""
    row = Agency.objects.filter(pk=agency_id).first()
    if row is None:
        raise marketing.UnknownAgency(agency=agency_id)
    return row


@workspace_page(permission="agencies.write")
def agency_add(request: HttpRequest) -> HttpResponse:
    """Write a new agency down."""
    form = AgencyForm(request.POST or None, initial={"active": True, "answer_hours": 24})
    return _edit(request, None, form, _("New agency"))


@workspace_page(permission="agencies.write")
def agency_edit(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Change what was agreed."""
    row = find(agency_id)
    return _edit(
        request, row.pk, of_record(AgencyForm(request.POST or None, initial=agency_initial(row))), row.name
    )


def _edit(request: HttpRequest, agency_id: int | None, form: AgencyForm, title: str) -> HttpResponse:
    def save(content: marketing.AgencyContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return marketing.save_agency(content, agency_id=agency_id, **who)

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("agency", agency_id=key)
    return form_page(request, form, title, (reverse("agencies"), _("Agencies")))


@workspace_page(permission="agencies.write")
def access_add(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Let somebody in, or change until when and for what."""
    row, at = find(agency_id), clock.now()
    start = at.replace(second=0, microsecond=0)
    initial = {"starts_at": start, "ends_at": start + dt.timedelta(days=90)}
    form = AccessForm(request.POST or None, initial=initial)

    def save(content: dict[str, Any]) -> int:
        return marketing.grant_access(row.pk, **content, actor=request_actor(request), at=at)

    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, _("They may come in."))
        return redirect("agency", agency_id=row.pk)
    return form_page(request, form, _("Let somebody in"), (reverse("agency", args=[row.pk]), row.name))


@workspace_page(permission="agencies.write")
def access_end(request: HttpRequest, agency_id: int, access_id: int) -> HttpResponse:
    """Let somebody in no more."""
    row = find(agency_id)
    if request.method == "POST":
        marketing.end_access(row.pk, access_id, actor=request_actor(request), at=clock.now())
        messages.success(request, _("The access is over; their sessions ended."))
    return redirect("agency", agency_id=row.pk)


class ErasingForm(forms.Form):
    """Why somebody is made nobody."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, initial=gettext_lazy("They asked for it.")
    )

    def content(self) -> dict[str, str]:
        """Return what was entered."""
        return {"reason": self.cleaned_data["reason"]}


@workspace_page(permission="agencies.write")
def person_erase(request: HttpRequest, agency_id: int, access_id: int) -> HttpResponse:
    """Make somebody of an agency nobody."""
    row = find(agency_id)
    access = AgencyAccess.objects.select_related("user").filter(pk=access_id, agency=row).first()
    if access is None:
        raise marketing.UnknownAgency(agency=agency_id, access=access_id)
    form = ErasingForm(request.POST or None)

    def save(content: dict[str, Any]) -> bool:
        marketing.erase_person(row.pk, access_id, **content, actor=request_actor(request), at=clock.now())
        return True

    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, _("Erased. What they delivered and booked stays, as the agency's."))
        return redirect("agency", agency_id=row.pk)
    return render_form(
        request,
        form,
        title=_("Erase the data of %(name)s") % {"name": access.user},
        intro=_(
            "The account, mails to it and the name below their work go for good. "
            "Work, hours and cost stay, as the agency's."
        ),
        submit=_("Erase"),
        back_url=reverse("agency", args=[row.pk]),
        back_label=row.name,
    )


@workspace_page(permission="agencies.read")
def agency_record(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Show an agency with its scorecard, its people and its work."""
    row, actor, at = find(agency_id), request_actor(request), clock.now()
    may = actor.can("agencies.write")
    accesses = list(row.accesses.select_related("user").prefetch_related("campaigns")[:50])
    actions = []
    if may:
        actions = [
            Action(_("Let somebody in"), reverse("agency_access", args=[row.pk])),
            Action(_("New work"), reverse("item_add")),
            Action(_("Edit"), reverse("agency_edit", args=[row.pk])),
            *(
                Action(
                    _("End access of %(name)s") % {"name": each.user},
                    reverse("agency_access_end", args=[row.pk, each.pk]),
                    post=True,
                    tone="danger",
                    confirm=_("Their sessions end at once. What they have comes back to you."),
                )
                for each in accesses
                if each.ended_at is None
            ),
            *(
                Action(
                    _("Erase the data of %(name)s") % {"name": each.user},
                    reverse("agency_person_erase", args=[row.pk, each.pk]),
                )
                for each in {each.user_id: each for each in accesses}.values()
                if each.ended_at is not None and each.user.name
            ),
        ]
    record = Record(
        title=row.name,
        record="marketing.agency",
        record_id=row.pk,
        subtitle=row.what,
        status=[_state(row)],
        actions=actions,
        groups=[_agreed(row), _scorecard(row, at)],
        tables=[_people(accesses, at), _items(row)],
        back_url=reverse("agencies"),
        back_label=_("Agencies"),
        icon="group",
    )
    return render_record(request, record)


def _agreed(row: Agency) -> FactGroup:
    until = row.contract_until
    return FactGroup(
        _("Agreed"),
        [
            Fact(_("Per hour"), words.money(row.hourly_rate, row.currency)),
            Fact(_("Begins within"), words.hours(row.answer_hours * 60)),
            Fact(_("Contract until"), until, "date") if until else Fact(_("Contract until"), "–"),
            Fact(_("E-mail"), row.email or "–"),
        ],
    )


def _scorecard(row: Agency, at: dt.datetime) -> FactGroup:
    card = marketing.scorecard(row)
    codes = WorkItem.objects.filter(agency=row, state__in=("given", "started", "delivered", "accepted"))
    visits, orders = _outcome(set(codes.values_list("campaign__utm_campaign", flat=True)), at)
    return FactGroup(
        _("Scorecard"),
        [
            Fact(_("Work accepted"), card.accepted),
            Fact(_("On time"), percent(card.on_time, 100, 0)),
            Fact(_("Accepted at the first try"), percent(card.first_time, 100, 0)),
            Fact(_("Begun in the agreed time"), percent(card.begun_in_time, 100, 0)),
            Fact(
                _("Hours, and what was estimated"),
                f"{words.hours(card.minutes)} / {words.hours(card.estimate_minutes)}",
            ),
            Fact(
                _("Cost, and what was agreed"),
                f"{words.money(card.cost, row.currency)} / {words.money(card.agreed, row.currency)}",
            ),
            Fact(_("Visits to its campaigns in 90 days"), visits),
            Fact(_("Orders of its campaigns in 90 days"), orders),
        ],
    )


def _outcome(codes: set[str], at: dt.datetime) -> tuple[int, int]:
    """Return (visits, orders) that came by the links of campaigns lately; one query, none without a code."""
    if not codes:
        return 0, 0
    period = insights.Period(at.date() - dt.timedelta(days=LATELY), at.date() + dt.timedelta(days=1))
    kinds = (insights.kinds.VISIT, insights.kinds.ORDER)
    found = insights.total(
        period, channels.all_channels(), dimension="source", only=kinds, campaign__in=sorted(codes)
    )
    return found[insights.kinds.VISIT], found[insights.kinds.ORDER]


def _people(accesses: list[AgencyAccess], at: dt.datetime) -> Table:
    return Table(
        _("People"),
        [_("Name"), _("E-mail"), _("Campaigns"), _("From"), _("Until"), _("State")],
        [
            [
                str(each.user),
                each.user.email,
                ", ".join(campaign.name for campaign in each.campaigns.all()),
                each.starts_at,
                each.ends_at,
                words.access_status(each, at),
            ]
            for each in accesses
        ],
        empty=_("Nobody may come in yet."),
        kinds=["text", "text", "text", "datetime", "datetime", "status"],
    )


def _items(row: Agency) -> Table:
    found = list(row.items.select_related("campaign").order_by("-id")[:50])
    return Table(
        _("Work"),
        [_("What"), _("Campaign"), _("Due"), _("State")],
        [[each.title, each.campaign.name, each.due_at, words.status(each)] for each in found],
        empty=_("It was given nothing yet."),
        kinds=["text", "text", "datetime", "status"],
        row_urls=[reverse("item", args=[each.pk]) for each in found],
    )
