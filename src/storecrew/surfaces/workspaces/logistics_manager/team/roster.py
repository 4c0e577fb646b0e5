"""The roster of a week: people down, days across, and below whether the people are enough for the queue."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.listing import Status

SKILLS: dict[str, str | Promise] = {
    "pick": gettext_lazy("picking"),
    "pack": gettext_lazy("packing"),
    "receive": gettext_lazy("receiving"),
    "count": gettext_lazy("counting"),
    "load": gettext_lazy("loading"),
    "drive": gettext_lazy("driving"),
    "forklift": gettext_lazy("forklift"),
    "first_aid": gettext_lazy("first aid"),
    "dangerous_goods": gettext_lazy("dangerous goods"),
    "serve": gettext_lazy("customer service"),
}
OFFICE = "office"
SOON = dt.timedelta(days=30)


class ShiftForm(forms.Form):
    """Who works where, when, and on what."""

    user_id = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=int)
    location_code = forms.ChoiceField(label=gettext_lazy("Location"))
    skill = forms.ChoiceField(label=gettext_lazy("Work"), choices=list(SKILLS.items()), initial="pack")
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    starts = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"}))
    break_minutes = forms.IntegerField(
        label=gettext_lazy("Break in minutes"), min_value=0, max_value=240, initial=30
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(place.code, place.name) for place in inventory.locations() if place.active]
        places.append((OFFICE, _("Office or home")))
        self.fields["user_id"].choices = people.staff_choices()  # type: ignore[attr-defined]
        self.fields["location_code"].choices = places  # type: ignore[attr-defined]


class SkillForm(forms.Form):
    """What somebody was trained for, and until when it holds."""

    user_id = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=int)
    skill = forms.ChoiceField(label=gettext_lazy("Work"), choices=list(SKILLS.items()))
    trained_on = forms.DateField(
        label=gettext_lazy("Trained on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Holds until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Leave empty when it does not end."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = people.staff_choices()  # type: ignore[attr-defined]


def _timezone() -> str:
    return channels.facts().timezone


@workspace_page(permission="roster.read")
def roster(request: HttpRequest) -> HttpResponse:
    """Show a week."""
    actor, at = request_actor(request), clock.now()
    today = clock.today(_timezone())
    first = _monday(request.GET.get("week", ""), today)
    days = [first + dt.timedelta(days=n) for n in range(7)]
    shifts = people.shifts(days[0], days[-1])
    context = {
        "header_title": _("Roster"),
        "days": [{"day": day, "today": day == today} for day in days],
        "rows": _rows(shifts, days, today),
        "totals": _totals(shifts, days),
        "load": _load_words(at),
        "skills": _skills(today),
        "before": (first - dt.timedelta(days=7)).isoformat(),
        "after": (first + dt.timedelta(days=7)).isoformat(),
        "week": first.isoformat(),
        "may_plan": actor.can("roster.write"),
    }
    return render(request, "logistics_manager/team/roster.html", context)


@workspace_page(permission="roster.write")
def shift_add(request: HttpRequest) -> HttpResponse:
    """Put somebody on the roster."""
    start = {"day": request.GET.get("day", ""), "user_id": request.GET.get("person", "")}
    start |= {"starts": "08:00", "ends": "16:30"}
    form = ShiftForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            people.save_shift(
                **form.cleaned_data, timezone=_timezone(), actor=request_actor(request), at=clock.now()
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return _back(form.cleaned_data["day"])
    return _page(request, form, _("Plan a shift"))


@workspace_page(permission="roster.write")
@require_POST
def shift_delete(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take a shift off the roster."""
    people.delete_shift(shift_id=shift_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The shift is off the roster."))
    return redirect(f"{reverse('team_roster')}?week={request.POST.get('week', '')}")


@workspace_page(permission="roster.write")
def skill_save(request: HttpRequest) -> HttpResponse:
    """Write a training or a safety check."""
    form = SkillForm(request.POST or None, initial={"trained_on": clock.today(_timezone())})
    if request.method == "POST" and form.is_valid():
        try:
            people.save_skill(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("team_roster")
    return _page(request, form, _("Write a training or check"))


def _monday(text: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = today
    return day - dt.timedelta(days=day.weekday())


def _rows(shifts: tuple[people.ShiftFacts, ...], days: list[dt.date], today: dt.date) -> list[dict[str, Any]]:
    """Return one row a person with what each day holds; people without shifts come last."""
    zone = ZoneInfo(_timezone())
    planned: dict[int, dict[dt.date, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    places = {OFFICE: _("Office or home")} | inventory.location_names({each.location_code for each in shifts})
    for shift in shifts:
        times = "–".join(f"{each.astimezone(zone):%H:%M}" for each in (shift.starts_at, shift.ends_at))
        planned[shift.user_id][shift.day].append(
            {
                "id": shift.id,
                "times": times,
                "work": SKILLS[shift.skill],
                "place": places[shift.location_code],
            }
        )
    staff = sorted(people.staff_choices(), key=lambda each: (each[0] not in planned, each[1]))
    return [
        {
            "id": user_id,
            "name": name,
            "cells": [
                {
                    "day": day,
                    "shifts": planned[user_id][day] if user_id in planned else [],
                    "today": day == today,
                }
                for day in days
            ],
        }
        for user_id, name in staff
    ]


def _totals(shifts: tuple[people.ShiftFacts, ...], days: list[dt.date]) -> list[str]:
    return [
        _("%(hours)s h") % {"hours": f"{sum(each.minutes for each in shifts if each.day == day) / 60:g}"}
        for day in days
    ]


def _load_words(at: dt.datetime) -> dict[str, Any]:
    """Say in a sentence whether the people on the roster are enough for the units that wait."""
    shop = channels.facts()
    load = fulfillment.load(shop.code, shop.timezone, at)
    needed = -(-load.queue_units * 60 // load.per_hour)
    ahead = sum(load.minutes.values())
    return {
        "units": load.queue_units,
        "per_hour": load.per_hour,
        "needed": f"{needed / 60:.1f}",
        "rostered": f"{ahead / 60:.1f}",
        "enough": ahead >= needed,
        "known": bool(ahead or load.usual_minutes),
    }


def _skills(today: dt.date) -> list[dict[str, Any]]:
    """Return trainings and checks; what is over or ends soon comes first."""
    found = []
    for each in people.skills():
        if not each.holds_on(today):
            word, rank = Status(_("is over"), "bad"), 0
        elif each.valid_until is not None and each.valid_until - today <= SOON:
            word, rank = Status(_("ends soon"), "warning"), 1
        else:
            word, rank = Status(_("holds"), "good"), 2
        until = date_format(each.valid_until) if each.valid_until else "–"
        found.append({"facts": each, "work": SKILLS[each.skill], "word": word, "rank": rank, "until": until})
    return sorted(found, key=lambda row: (row["rank"], row["facts"].name))


def _page(request: HttpRequest, form: forms.Form, title: str) -> HttpResponse:
    return render_form(
        request, form, title=title, submit=title, back_url=reverse("team_roster"), back_label=_("Roster")
    )


def _back(day: dt.date) -> HttpResponse:
    return redirect(f"{reverse('team_roster')}?week={day.isoformat()}")
