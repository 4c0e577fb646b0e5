"""Forms of agencies, their access, work items, bookings and deliveries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Agency, Campaign, MarketingChannel, WorkItem
from storecrew.contexts.people import public as people
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_forms import (
    MoneyForm,
    currencies,
    typed,
)

_free: dict[str, Any] = {"required": False}
MOST = 200


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _campaigns() -> list[tuple[int, str]]:
    rows = Campaign.objects.exclude(state=Campaign.State.ENDED)
    return list(rows.values_list("pk", "name")[:MOST])


class AgencyForm(MoneyForm):
    """Who an agency is and what was agreed with it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    what = forms.CharField(
        label=_("What it does"), max_length=120, **_free, help_text=_("Such as search, social media, design.")
    )
    email = forms.EmailField(label=_("E-mail"), **_free)
    currency = forms.ChoiceField(label=_("Bills in"))
    hourly_rate = forms.CharField(label=_("Per hour"), max_length=20, **_free)
    answer_hours = forms.IntegerField(
        label=_("Begins within (hours)"),
        min_value=1,
        max_value=1000,
        help_text=_("So long after it was given, work is begun. You are told when it is not."),
    )
    contract_until = _day(_("Contract until"), **_free)
    active = forms.BooleanField(label=_("Active"), **_free)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = currencies()  # type: ignore[attr-defined]

    def content(self) -> marketing.AgencyContent:
        """Return what was entered."""
        values = self.cleaned_data
        return marketing.AgencyContent(
            name=values["name"],
            what=values["what"],
            email=values["email"],
            currency=values["currency"],
            hourly_rate=self.amount("hourly_rate", values["currency"]) or 0,
            answer_hours=values["answer_hours"],
            contract_until=values["contract_until"],
            active=values["active"],
        )


def agency_initial(row: Agency) -> dict[str, Any]:
    """Return an agency as its form shows it."""
    names = ("name", "what", "email", "currency", "answer_hours", "contract_until", "active")
    found = {name: getattr(row, name) for name in names}
    return found | {"hourly_rate": typed(row.hourly_rate, row.currency)}


class AccessForm(forms.Form):
    """Who comes in, until when, and for which campaigns."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("They sign in with it; the password is set by “Forgot your password?” at the sign-in."),
    )
    campaigns = forms.TypedMultipleChoiceField(
        label=_("Campaigns they work on"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of these they see what was given to their agency. They see nothing else of the shop."),
    )
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaigns"].choices = _campaigns()  # type: ignore[attr-defined]

    def content(self) -> dict[str, Any]:
        """Return what was entered."""
        values = dict(self.cleaned_data)
        return values | {"campaign_ids": values.pop("campaigns")}


class ItemForm(MoneyForm):
    """What is to be done, until when, for how much."""

    title = forms.CharField(label=_("Title"), max_length=120)
    campaign = forms.TypedChoiceField(label=_("Campaign"), coerce=int)
    channel = forms.ChoiceField(label=_("Channel"), choices=MarketingChannel.choices)
    brief = forms.CharField(
        label=_("Brief"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What, for whom, how one sees that it is good. Whoever gets the work sees only this."),
    )
    due_at = MomentField(label=_("Due"))
    estimate = forms.DecimalField(
        label=_("Estimated hours"), min_value=0, max_value=10_000, decimal_places=2, **_free
    )
    cost = forms.CharField(
        label=_("Agreed cost"), max_length=20, **_free, help_text=_("In the currency of the campaign.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"].choices = _campaigns()  # type: ignore[attr-defined]

    def content(self) -> marketing.ItemContent:
        """Return what was entered."""
        values = self.cleaned_data
        currency = Campaign.objects.values_list("currency", flat=True).get(pk=values["campaign"])
        return marketing.ItemContent(
            campaign_id=values["campaign"],
            channel=values["channel"],
            title=values["title"],
            brief=values["brief"],
            due_at=values["due_at"],
            estimate_minutes=_minutes(values["estimate"]),
            cost=self.amount("cost", currency) or 0,
        )


def item_initial(row: WorkItem) -> dict[str, Any]:
    """Return a work item as its form shows it."""
    found = {name: getattr(row, name) for name in ("title", "channel", "brief", "due_at")}
    return found | {
        "campaign": row.campaign_id,
        "estimate": Decimal(row.estimate_minutes) / 60,
        "cost": typed(row.cost, row.campaign.currency),
    }


class GiveForm(forms.Form):
    """Who gets a work item: an agency or somebody of the house."""

    holder = forms.ChoiceField(label=_("Who does it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = {role.code for role in people.all_roles() if "agencies.read" in role.permissions}
        agencies = Agency.objects.filter(active=True).values_list("pk", "name")
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (_("Agencies"), [(f"agency-{key}", name) for key, name in agencies[:MOST]]),
            (
                _("People of the house"),
                [(f"person-{each.id}", each.name or each.email) for each in people.members_with(seen)][:MOST],
            ),
        ]

    def content(self) -> dict[str, int]:
        """Return {"agency_id": 3} or {"person_id": 5}."""
        kind, _dash, key = self.cleaned_data["holder"].partition("-")
        return {f"{kind}_id": int(key)}


class BackForm(forms.Form):
    """Why something goes back."""

    reason = forms.CharField(
        label=_("What is missing"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def content(self) -> str:
        """Return what was entered."""
        return str(self.cleaned_data["reason"])


class BookForm(MoneyForm):
    """Time and expenses of a day."""

    day = _day(_("Day"))
    hours = forms.DecimalField(label=_("Hours"), min_value=0, max_value=24, decimal_places=2, **_free)
    expenses = forms.CharField(label=_("Expenses"), max_length=20, **_free)
    note = forms.CharField(label=_("What was done"), max_length=200, **_free)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def content(self) -> dict[str, Any]:
        """Return what was entered."""
        day: dt.date = self.cleaned_data["day"]
        return {
            "day": day,
            "minutes": _minutes(self.cleaned_data["hours"]),
            "expenses": self.amount("expenses", self.currency) or 0,
            "note_text": self.cleaned_data["note"],
        }


class _Pictures(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Return all files of this name."""
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class _PicturesField(forms.FileField):
    """Several pictures; decoded where they are kept."""

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        """Return (name, bytes) of each picture."""
        return [(each.name, each.read()) for each in data or ()]


class DeliverForm(forms.Form):
    """What was made: links, pictures, or both."""

    links = forms.CharField(
        label=_("Links"),
        widget=forms.Textarea(attrs={"rows": 4}),
        **_free,
        help_text=_("Whole addresses that begin with https://, one on each line."),
    )
    pictures = _PicturesField(
        label=_("Pictures"),
        widget=_Pictures(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
        **_free,
    )

    def content(self) -> dict[str, Any]:
        """Return what was entered."""
        return {
            "links": self.cleaned_data["links"].splitlines(),
            "pictures": self.cleaned_data["pictures"],
        }


def _minutes(hours: Decimal | None) -> int:
    return int((hours or Decimal()) * 60)
