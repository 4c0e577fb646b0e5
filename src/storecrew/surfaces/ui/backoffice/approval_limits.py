"""The limits from which on a second person is needed, per role and channel, and single-person mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.numbers import rate


class LimitForm(forms.Form):
    """One limit: for whom, where, and how much."""

    name = forms.ChoiceField(label=gettext_lazy("Limit"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        required=False,
        max_length=3,
        help_text=gettext_lazy("For amounts of money only, such as EUR."),
    )
    value = forms.CharField(
        label=gettext_lazy("Value"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("A percentage or an amount."),
    )
    unlimited = forms.BooleanField(
        label=gettext_lazy("No limit: one person alone may do it, however much it is"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.name: kind for kind in approvals.limit_kinds()}
        everyone, everywhere = [("", _("All roles"))], [("", _("All channels"))]
        choices = {
            "name": [(kind.name, kind.label) for kind in self.kinds.values()],
            "role": everyone + [(role.code, _(role.name)) for role in people.all_roles()],
            "channel": everywhere + [(each.code, each.name) for each in channels.all_channels()],
        }
        for field, options in choices.items():
            self.fields[field].choices = options  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Turn the value into basis points or minor units."""
        data = super().clean() or {}
        data["currency"] = str(data.get("currency", "")).strip().upper()
        kind = self.kinds.get(data.get("name", ""))
        text = str(data.get("value", "")).strip().removesuffix("%").strip()
        if kind is None:
            return data
        if bool(text) == bool(data.get("unlimited")):
            # Saved as nothing it would let one person do all, and nobody would have said so.
            neither = _("Write a value, or tick below that there is no limit.")
            both = _("Write a value, or tick that there is no limit, not both.")
            self.add_error("value", both if text else neither)
            return data
        if kind.unit == "percent":
            data["currency"] = ""
        elif not data["currency"]:
            self.add_error("currency", _("Say in which currency."))
            return data
        try:
            # A percentage has two decimals like most money, so both are read in the same way.
            unit = "EUR" if kind.unit == "percent" else data["currency"]
            data["value"] = Money.parse(text.replace(",", "."), unit).amount if text else None
        except DomainError as error:
            self.add_error("value", str(error))
        return data


@workspace_page(permission="settings.read")
def limits(request: HttpRequest) -> HttpResponse:
    """Show the limits; those with the right set and remove them here."""
    actor = request_actor(request)
    form = LimitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        actor.require("approvals.write")
        if _saved(request, form):
            return redirect("approvals_limits")
    names = {role.code: _(role.name) for role in people.all_roles()}
    shops = {each.code: each.name for each in channels.all_channels()}
    stored = approvals.all_limits()
    context = {
        "header_title": _("Limits"),
        "kinds": [
            {
                "label": kind.label,
                "help": kind.help,
                "default": kind.default_words or default_words(kind),
                "is_set": any(row.name == kind.name and not row.role and not row.channel for row in stored),
                "rows": [
                    {
                        "id": row.id,
                        "role": names.get(row.role, row.role) or _("All roles"),
                        "channel": shops.get(row.channel, row.channel) or _("All channels"),
                        "value": value_words(kind.unit, row.value, row.currency),
                    }
                    for row in stored
                    if row.name == kind.name
                ],
            }
            for kind in approvals.limit_kinds()
        ],
        "single_person": approvals.single_person(),
        "form": form,
        "may_write": actor.can("approvals.write"),
        "back_url": reverse("approvals_list"),
        "back_label": _("Approvals"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "backoffice/approval_limits.html", context, status=status)


def default_words(kind: approvals.LimitKind) -> str:
    """Write what holds without a row for people; by currency where it differs."""
    if isinstance(kind.default, Mapping):
        return ", ".join(value_words(kind.unit, value, code) for code, value in kind.default.items())
    return value_words(kind.unit, kind.default, "")


def value_words(unit: str, value: int | None, currency: str) -> str:
    """Write a limit for people."""
    if value is None:
        return _("no limit")
    if unit == "money" and not value:
        return _("nothing")
    return rate(value) if unit == "percent" else Money(value, currency).format()


def _saved(request: HttpRequest, form: LimitForm) -> bool:
    actor, at = request_actor(request), clock.now()
    if "single_person" in request.POST:
        on = request.POST["single_person"] == "1"
        approvals.set_single_person(on=on, actor=actor, at=at)
        said = _("People may approve their own requests now.") if on else _("A second person is asked again.")
    elif "remove" in request.POST:
        approvals.remove_limit(limit_id=int(request.POST["remove"]), actor=actor, at=at)
        said = _("The limit is removed. What holds for more people holds here again.")
    elif form.is_valid():
        data = form.cleaned_data
        try:
            approvals.set_limit(
                name=data["name"],
                role=data["role"],
                channel=data["channel"],
                currency=data["currency"],
                value=data["value"],
                actor=actor,
                at=at,
            )
        except DomainError as error:
            form.add_error("value", str(error))
            return False
        kind = form.kinds[data["name"]]
        if data["value"] is None:
            said = _("Saved. %(limit)s: no limit any more; no second person is asked.") % {
                "limit": kind.label
            }
        else:
            value = value_words(kind.unit, data["value"], data["currency"])
            said = _("Saved. %(limit)s: %(value)s.") % {"limit": kind.label, "value": value}
    else:
        return False
    messages.success(request, said)
    return True
