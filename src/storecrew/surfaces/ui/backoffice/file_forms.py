"""Sending a list by the clock: its name, format, times and receivers (U073)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError, NotFound
from storecrew.surfaces.ui.backoffice import saved_views
from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.file_pages import DAYS, FORMS, find
from storecrew.surfaces.ui.backoffice.house_time import zone_of
from storecrew.surfaces.ui.backoffice.listing import Listing
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.backoffice.walking import list_of


class FileForm(forms.Form):
    """What it is called, the format, when, and to whom."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("The subject of the mail.")
    )
    form = forms.ChoiceField(label=gettext_lazy("Format"), choices=FORMS)
    rhythm = forms.ChoiceField(label=gettext_lazy("When"), choices=tuple(DAYS.items()))
    at_time = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    receivers = forms.MultipleChoiceField(
        label=gettext_lazy("To"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each gets what you both may see of the list."),
    )

    def __init__(self, *args: Any, people_: Sequence[tuple[str, str]], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receivers"].choices = people_  # type: ignore[attr-defined]
        self.fields["at_time"].help_text = _("By the clock of %(zone)s.") % {"zone": zone}


def _people(listing: Listing) -> list[tuple[str, str]]:
    """Return the colleagues who may see and take away a list, oneself first."""
    actor = listing.actor
    keys = (listing.permission,) if isinstance(listing.permission, str) else listing.permission
    found = people.staff_with(() if ANY_STAFF in keys else keys, listing.export_permission)
    others = [(str(each.id), each.name or each.email) for each in found if str(each.id) != actor.id]
    return [(actor.id, actor.label), *others]


@workspace_page(permission="work.read")
def add(request: HttpRequest) -> HttpResponse:
    """Send the list that the address names by the clock."""
    actor, at = request_actor(request), clock.now()
    path, _mark, query = request.GET.get("list", "").partition("?")
    listing = list_of(request, path, query)
    if listing is None:
        raise NotFound()
    zone = str(zone_of(request))
    initial = {"name": _name(listing), "form": "xlsx", "rhythm": "day", "at_time": dt.time(7)}
    form = FileForm(
        request.POST or None,
        initial={**initial, "receivers": [actor.id]},
        people_=_people(listing),
        zone=zone,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        view = work.ListView(path, listing.state.query(page=""), given["form"], zone)
        try:
            schedule = work.schedule_file(
                name=given["name"],
                list_code=listing.code,
                view=view,
                rhythm=given["rhythm"],
                at_time=given["at_time"],
                receivers=given["receivers"],
                actor=actor,
                at=at,
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is sent by the clock from now on."))
            return redirect("files_record", schedule_id=schedule)
    return _page(
        request, form, _("Send by the clock"), f"{path}?{query}".rstrip("?"), str(listing.title), listing
    )


@workspace_page(permission="work.read")
def edit(request: HttpRequest, schedule_id: int) -> HttpResponse:
    """Change when, how and to whom one's own file is sent."""
    actor = request_actor(request)
    row = find(schedule_id, actor, own=True)
    listing = list_of(request, row.path, row.query)
    if listing is None:
        raise work.CannotHaveFile(person=actor.id)
    chosen = list(row.receivers.values_list("person", "label"))
    known = _people(listing)
    names = dict(known)
    initial = {"name": row.name, "form": row.form, "rhythm": row.rhythm, "at_time": row.at_time}
    form = of_record(
        FileForm(
            request.POST or None,
            initial={**initial, "receivers": [person for person, _label in chosen]},
            people_=[*known, *(each for each in chosen if each[0] not in names)],
            zone=row.zone,
        )
    )
    if request.method == "POST" and form.is_valid():
        try:
            work.change_file_schedule(row.pk, **form.cleaned_data, actor=actor, at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("files_record", schedule_id=row.pk)
    back = reverse("files_record", args=[row.pk])
    return _page(request, form, row.name, back, row.name, listing)


def _name(listing: Listing) -> str:
    """Return what a file is called at first: the list, and the view of it that is open."""
    view = next((tab.label for tab in saved_views.tabs(listing)[1:] if tab.active), "")
    return f"{listing.title}: {view}"[:120] if view else str(listing.title)


def _page(
    request: HttpRequest, form: forms.Form, title: str, back_url: str, back_label: str, listing: Listing
) -> HttpResponse:
    context = {
        "form": form,
        "header_title": title,
        "intro": _("%(list)s: %(what)s") % {"list": listing.title, "what": narrowed(listing)},
        "back_url": back_url,
        "back_label": back_label,
    }
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


def narrowed(listing: Listing) -> str:
    """Return in words by what a list is narrowed."""
    parts = [state.summary() for state in listing.state.filters if state.active]
    if listing.state.q:
        parts.append(f"“{listing.state.q}”")
    return ", ".join(parts) or _("all rows")
