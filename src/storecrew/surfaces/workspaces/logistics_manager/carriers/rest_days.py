"""The days on which carriers rest: a list, a form to add one, and taking days out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import RestDay
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text


def _who(row: RestDay) -> str:
    return row.account.name if row.account else _("everybody")


def _take_out(bulk: BulkRequest) -> str:
    count = 0
    for row in bulk.rows:
        shipping.remove_rest_day(row.pk, actor=bulk.actor, at=bulk.at)
        count += 1
    return ngettext("%(n)s day was taken out.", "%(n)s days were taken out.", count) % {"n": count}


def _preview(bulk: BulkRequest, rows: Any) -> list[Effect]:
    return [Effect(date_format(row.day), row.name, _("parcels move")) for row in rows]


class RestDayList(Listing):
    """Days without movement, the next ones first."""

    code = "shipping.rest_days"
    title = gettext_lazy("Rest days")
    permission = "shipping.read"
    search_fields = ("name",)
    default_sort = "day"
    intro = gettext_lazy("The shop promises by these days at once, and carriers are compared by them.")
    empty_title = gettext_lazy("No rest day yet")
    empty_text = gettext_lazy("Add the holidays on which carriers do not move parcels.")
    columns = (
        Column("day", gettext_lazy("Day"), kind="date", sort="day", primary=True),
        Column("name", gettext_lazy("Name"), sort="name"),
        Column("who", gettext_lazy("Who rests"), _who, sort="account__name"),
    )
    filters = (Filter("day", gettext_lazy("Day"), "date", "day"),)
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
    """A day without movement."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    carrier = forms.ChoiceField(label=gettext_lazy("Who rests"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        carriers = [(account.code, account.name) for account in shipping.accounts()]
        self.fields["carrier"].choices = [("", _("everybody")), *carriers]  # type: ignore[attr-defined]


@workspace_page(permission="carriers.write")
def rest_day_add(request: HttpRequest) -> HttpResponse:
    """Add a day."""
    form = RestDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shipping.add_rest_day(**form.cleaned_data, actor=request_actor(request), at=clock.now())
        except shipping.InvalidRestDay as error:
            for name, words in error.details.items():
                form.add_error(name if name in form.fields else None, str(words))
        except DomainError as error:
            form.add_error(None, f"{error} {error.next_step}")
        else:
            messages.success(request, _("Saved."))
            return redirect("rest_days_list")
    context = {
        "form": form,
        "header_title": _("Add a rest day"),
        "submit_label": _("Save"),
        "back_url": reverse("rest_days_list"),
        "back_label": _("Rest days"),
    }
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("rest-days/", RestDayList.as_view(), name="rest_days_list"),
    path("rest-days/add/", rest_day_add, name="rest_days_add"),
]
