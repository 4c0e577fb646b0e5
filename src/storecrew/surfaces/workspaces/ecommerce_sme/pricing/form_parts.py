"""Fields and errors that the forms of prices share."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.channels import public as channels
from storecrew.kernel.errors import DomainError


class OperationForm(forms.Form):
    """A form whose errors may come from an operation, whose details name each field with a sentence."""

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        named = {name: text for name, text in error.details.items() if name in self.fields}
        for name, text in named.items():
            self.add_error(name, str(text))
        if not named:
            self.add_error(None, str(error))


class LoweringForm(OperationForm):
    """A form about prices, which asks for a reason when they fall so far that a second person must look."""

    reason = forms.CharField(
        label=gettext_lazy("Why should they fall so far?"),
        required=False,
        max_length=400,
        widget=forms.HiddenInput,
    )

    def ask_for_a_reason(self, error: DomainError) -> None:
        """Show the field for the reason, with what was said."""
        self.fields["reason"].widget = forms.TextInput(attrs={"maxlength": 400, "autofocus": True})
        self.fields["reason"].required = True
        self.add_error("reason", str(error))


def tell_waiting(request: HttpRequest, count: int) -> None:
    """Say that prices wait for a second person."""
    if count:
        text = ngettext(
            "%(count)s price waits until a colleague approves.",
            "%(count)s prices wait until a colleague approves.",
            count,
        )
        messages.info(request, text % {"count": count})


class LocalMomentField(forms.CharField):
    """A date and time on the wall clock of a place; the form sets ``zone`` before it is cleaned."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    zone = "UTC"

    def clean(self, value: Any) -> dt.datetime | None:
        """Return the instant, or None for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        try:
            local = dt.datetime.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError(_("Choose a date and a time.")) from None
        if local.tzinfo is None:
            local = local.replace(tzinfo=ZoneInfo(self.zone))
        return local.astimezone(dt.UTC)


def local_text(moment: dt.datetime | None, zone: str) -> str:
    """Return an instant as the text of a LocalMomentField."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if moment else ""


def zone_of(channel_code: str) -> str:
    """Return the time zone of a channel, or of the default one."""
    return channels.facts(channel_code or None).timezone


def channel_choices(blank: str) -> list[tuple[str, str]]:
    """Return (code, name) of all channels after a first choice that means none."""
    return [("", blank), *((each.code, each.name) for each in channels.all_channels())]


def market_choices(blank: str) -> list[tuple[str, str]]:
    """Return (code, name) of all markets after a first choice that means none."""
    return [("", blank), *((each.code, f"{each.name} ({each.currency})") for each in channels.all_markets())]
