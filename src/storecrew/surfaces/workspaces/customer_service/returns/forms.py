"""Forms of returns; fields are named after the lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.surfaces.workspaces.customer_service.returns.words import CAUSES, DECISIONS, REASONS


class AnnounceForm(forms.Form):
    """Which units come back, why, and whether a vehicle of ours fetches them."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=tuple(REASONS.items()))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)
    pickup_on = forms.DateField(
        label=gettext_lazy("Fetched by our vehicle on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: the customer sends the parcel."),
    )

    def __init__(self, *args: Any, order: orders.OrderFacts, left: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = []
        for line in order.lines:
            if left.get(line.id):
                name = f"line_{line.id}"
                names.append(name)
                self.fields[name] = forms.IntegerField(
                    label=" · ".join([line.sku, line.title, *line.options.values()]),
                    min_value=0,
                    max_value=left[line.id],
                    initial=0,
                    required=False,
                    help_text=_("At most %(units)s.") % {"units": left[line.id]},
                )
        self.order_fields([*names, "reason", "note", "pickup_on"])

    def lines(self) -> dict[int, int]:
        """Return the units by line id."""
        return {int(name[5:]): units or 0 for name, units in self.cleaned_data.items() if name[:5] == "line_"}


class ReceiveForm(forms.Form):
    """Where each unit of each line goes."""

    location = forms.ChoiceField(label=gettext_lazy("Location"))

    def __init__(
        self, *args: Any, made: aftersales.ReturnFacts, places: list[inventory.LocationFacts], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.made = made
        self.fields["location"].choices = [(place.code, place.name) for place in places]  # type: ignore[attr-defined]
        for line in made.lines:
            for code, words in DECISIONS.items():
                self.fields[f"{code}_{line.id}"] = forms.IntegerField(
                    label=words, min_value=0, max_value=line.most, required=False,
                    initial=line.quantity if code == "shelf" else 0,
                )  # fmt: skip
            self.fields[f"cause_{line.id}"] = forms.ChoiceField(
                label=_("Damaged by"), choices=[("", "–"), *CAUSES.items()], required=False
            )

    def rows(self) -> list[tuple[aftersales.ReturnLineFacts, list[forms.BoundField]]]:
        """Return each line with its fields, for the page."""
        return [
            (line, [self[f"{name}_{line.id}"] for name in (*DECISIONS, "cause")]) for line in self.made.lines
        ]

    def found(self) -> list[aftersales.Found]:
        """Return what was typed."""
        values = self.cleaned_data
        return [
            aftersales.Found(line.id, code, units, values[f"cause_{line.id}"] if code == "damaged" else "")
            for line in self.made.lines
            for code in DECISIONS
            if (units := values.get(f"{code}_{line.id}") or 0)
        ]


class CancelForm(forms.Form):
    """Why nothing comes back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)
