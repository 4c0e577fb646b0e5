"""The days on which carriers, locations and countries rest: a list, a form, and taking days out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import RestDay
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text


def _who(row: RestDay) -> str:
    if row.country:
        return _("%(country)s (public holiday)") % {"country": shipping.country_name(row.country)}
    return shipping.who_rests(row) or _("everybody")


def _kind(row: RestDay) -> str:
    if row.location:
        return _("Location closed")
    if row.country:
        return _("Public holiday")
    return _("Carrier rests") if row.account else _("Nothing moves")


KINDS: dict[str, tuple[Text, Q]] = {
    "location": (gettext_lazy("Location closed"), ~Q(location="")),
    "country": (gettext_lazy("Public holiday"), ~Q(country="")),
    "carrier": (gettext_lazy("Carrier rests"), Q(account__isnull=False)),
    "everybody": (gettext_lazy("Nothing moves"), Q(account__isnull=True, location="", country="")),
}


def _of_kind(rows: QuerySet[RestDay], op: str, values: list[str]) -> QuerySet[RestDay]:
    wanted = Q(pk__in=[])
    for value in values:
        if value in KINDS:
            wanted |= KINDS[value][1]
    return rows.exclude(wanted) if op == "not" else rows.filter(wanted)


def _take_out(bulk: BulkRequest) -> str:
    count = 0
    for row in bulk.rows:
        shipping.remove_rest_day(row.pk, actor=bulk.actor, at=bulk.at)
        count += 1
    return ngettext("%(n)s day was taken out.", "%(n)s days were taken out.", count) % {"n": count}


def _preview(bulk: BulkRequest, rows: Any) -> list[Effect]:
    return [Effect(date_format(row.day), row.name, _("parcels move")) for row in rows]


class RestDayList(Listing):
    """Days of rest, the next ones first."""

    code = "shipping.rest_days"
    title = gettext_lazy("Rest days")
    permission = "shipping.read"
    search_fields = ("name",)
    default_sort = "day"
    intro = gettext_lazy("The shop promises by these days at once, and all teams see them on the calendar.")
    empty_title = gettext_lazy("No rest day yet")
    empty_text = gettext_lazy(
        "Add the days on which a location is closed, a country celebrates or a carrier moves nothing."
    )
    columns = (
        Column("day", gettext_lazy("Day"), kind="date", sort="day", primary=True),
        Column("name", gettext_lazy("Name"), sort="name"),
        Column("kind", gettext_lazy("Kind"), _kind),
        Column("who", gettext_lazy("Who rests"), _who, sort="account__name"),
    )
    filters = (
        Filter("day", gettext_lazy("Day"), "date", "day"),
        Filter(
            "kind",
            gettext_lazy("Kind"),
            "choice",
            choices=tuple((code, words) for code, (words, _q) in KINDS.items()),
            apply=_of_kind,
        ),
    )
    views = (SystemView(gettext_lazy("Newest first"), "sort=-day"),)
    bulk_actions = (
        BulkAction(
            "take_out", gettext_lazy("Take out"), run=_take_out, preview=_preview, permission="carriers.write"
        ),
    )

    def rows(self) -> QuerySet[RestDay]:
        """Return all days with their carriers."""
        return RestDay.objects.select_related("account")

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a day."""
        return (_("Add a day"), reverse("rest_days_add")) if self.actor.can("carriers.write") else None


class RestDayForm(forms.Form):
    """A day of rest, and whose it is."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    who = forms.ChoiceField(
        label=gettext_lazy("Who rests"),
        required=False,
        help_text=gettext_lazy(
            "A location packs nothing, a carrier moves nothing; on a public holiday both rest in that "
            "country and nothing is delivered there."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = shipping.places_of()
        countries = {
            country for shop in channels.all_channels() for country in (shop.country, *shop.countries)
        }
        countries |= {place.country for place in places}
        named = sorted((shipping.country_name(code), code) for code in countries if code)
        groups = [
            (_("Location closed"), [(f"location:{place.code}", place.name) for place in places]),
            (_("Carrier rests"), [(f"carrier:{each.code}", each.name) for each in shipping.accounts()]),
            (_("Public holiday"), [(f"country:{code}", name) for name, code in named]),
        ]
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", _("everybody")),
            *((name, choices) for name, choices in groups if choices),
        ]

    def whose(self) -> dict[str, str]:
        """Return who rests as the command takes it."""
        kind, _colon, code = self.cleaned_data["who"].partition(":")
        return {kind: code} if code else {}


@workspace_page(permission="carriers.write")
def rest_day_add(request: HttpRequest) -> HttpResponse:
    """Add a day."""
    form = RestDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shipping.add_rest_day(
                day=form.cleaned_data["day"],
                name=form.cleaned_data["name"],
                **form.whose(),
                actor=request_actor(request),
                at=clock.now(),
            )
        except shipping.InvalidRestDay as error:
            for name, words in error.details.items():
                form.add_error(name if name in form.fields else "who", str(words))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("rest_days_list")
    return render_form(
        request,
        form,
        title=_("Add a rest day"),
        back_url=reverse("rest_days_list"),
        back_label=_("Rest days"),
    )


urlpatterns = [
    path("rest-days/", RestDayList.as_view(), name="rest_days_list"),
    path("rest-days/add/", rest_day_add, name="rest_days_add"),
]
