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

MOST_ROWS = 60


class Photos(forms.ClearableFileInput):
    """A field that takes several photos at once, straight from a phone's camera too."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos; checked where they are kept."""

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """Return the bytes of each photo."""
        return [each.read() for each in data or ()]


class AnnounceForm(forms.Form):
    """Which units come back, why, and whether a vehicle of ours fetches them."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=tuple(REASONS.items()))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)
    credit = forms.BooleanField(
        label=gettext_lazy("The customer wants a voucher instead of money"), required=False
    )
    pickup_on = forms.DateField(
        label=gettext_lazy("Fetched by our vehicle on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: the customer sends the parcel."),
    )

    def __init__(
        self,
        *args: Any,
        order: orders.OrderFacts,
        left: Mapping[int, int],
        others: Mapping[int, tuple[aftersales.ExchangeChoice, ...]] | None = None,
        **kwargs: Any,
    ) -> None:
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
                found = (others or {}).get(line.id, ())
                if found:
                    names.append(f"instead_{line.id}")
                    self.fields[names[-1]] = forms.ChoiceField(
                        label=_("Instead of %(sku)s") % {"sku": line.sku},
                        choices=[("", _("money")), *((each.variant_id, _said(each)) for each in found)],
                        required=False,
                    )
        self.order_fields([*names, "reason", "note", "credit", "pickup_on"])

    def lines(self) -> dict[int, int]:
        """Return the units by line id."""
        return {int(name[5:]): units or 0 for name, units in self.cleaned_data.items() if name[:5] == "line_"}

    def instead(self) -> dict[int, int]:
        """Return the wanted variants by line id."""
        chosen = self.cleaned_data.items()
        return {int(name[8:]): int(value) for name, value in chosen if name[:8] == "instead_" and value}


def _said(choice: aftersales.ExchangeChoice) -> str:
    words = f"{choice.sku} {choice.title}"
    if choice.extra:
        return f"{words} ({_('%(amount)s more') % {'amount': choice.extra.format()}})"
    return f"{words} ({_('%(amount)s back') % {'amount': choice.back.format()}})" if choice.back else words


class ReceiveForm(forms.Form):
    """Where each unit of each line goes; articles with serial numbers or lots unit by unit, lot by lot."""

    location = forms.ChoiceField(label=gettext_lazy("Location"))
    photos = PhotosField(
        label=gettext_lazy("Photos"),
        required=False,
        widget=Photos(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
        help_text=gettext_lazy("What came, where it matters. The customer sees them too."),
    )

    def __init__(
        self,
        *args: Any,
        made: aftersales.ReturnFacts,
        places: list[inventory.LocationFacts],
        marks: Mapping[int, inventory.SentMarks],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.made = made
        self.marks = marks
        choices = [(place.code, place.name) for place in places]
        self.fields["location"].choices = choices  # type: ignore[attr-defined]
        for line in made.lines:
            for row in self._rows_of(line):
                self._add_marked(line, row)
            if not self._rows_of(line):
                self._add_plain(line)
            self.fields[f"cause_{line.id}"] = forms.ChoiceField(
                label=_("Damaged by"), choices=[("", "–"), *CAUSES.items()], required=False,
                initial="carrier" if line.reason == "damaged" else "",
            )  # fmt: skip

    def _rows_of(self, line: aftersales.ReturnLineFacts) -> range:
        """Return a row for each unit with a serial number, or for each lot and one more, or none."""
        known = self.marks[line.variant_id]
        if known.serials:
            return range(min(line.quantity, MOST_ROWS))
        return range(len(known.lots) + 1) if known.lots else range(0)

    def _add_plain(self, line: aftersales.ReturnLineFacts) -> None:
        for code, words in DECISIONS.items():
            self.fields[f"{code}_{line.id}"] = forms.IntegerField(
                label=words, min_value=0, max_value=line.most, required=False,
                initial=line.quantity if code == "shelf" else 0,
            )  # fmt: skip

    def _add_marked(self, line: aftersales.ReturnLineFacts, row: int) -> None:
        known, end = self.marks[line.variant_id], f"{line.id}_{row}"
        if known.serials:
            self.fields[f"mark_{end}"] = forms.CharField(
                label=_("Serial number"), max_length=80, required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )  # fmt: skip
        else:
            self.fields[f"mark_{end}"] = forms.ChoiceField(
                label=_("Lot"), choices=[("", "–"), *((code, code) for code in known.lots)], required=False
            )
            self.fields[f"units_{end}"] = forms.IntegerField(
                label=_("Units"), min_value=0, max_value=line.most, required=False,
                initial=line.quantity if row == 0 else 0,
            )  # fmt: skip
        self.fields[f"to_{end}"] = forms.ChoiceField(
            label=_("Goes to"), choices=tuple(DECISIONS.items()), required=False
        )

    def rows(self) -> list[tuple[aftersales.ReturnLineFacts, list[forms.BoundField]]]:
        """Return each line with its fields, for the page."""
        return [(line, [self[name] for name in self._names(line)]) for line in self.made.lines]

    def _names(self, line: aftersales.ReturnLineFacts) -> list[str]:
        return [name for name in self.fields if name.split("_")[1:2] == [str(line.id)]]

    def found(self) -> list[aftersales.Found]:
        """Return what was typed."""
        found: dict[tuple[int, str, str, str], int] = {}
        values = self.cleaned_data
        for line in self.made.lines:
            serials = bool(self.marks[line.variant_id].serials)
            for row in self._rows_of(line):
                end = f"{line.id}_{row}"
                mark, to = str(values.get(f"mark_{end}") or "").strip(), values.get(f"to_{end}") or "shelf"
                units = 1 if serials else values.get(f"units_{end}") or 0
                lot, serial = ("", mark) if serials else (mark, "")
                spot = (line.id, to, "", "") if to == "missing" else (line.id, to, lot, serial)
                found[spot] = found.get(spot, 0) + units
            for code in DECISIONS:
                spot = (line.id, code, "", "")
                found[spot] = found.get(spot, 0) + (values.get(f"{code}_{line.id}") or 0)
        return [
            aftersales.Found(
                line_id, to, units, values[f"cause_{line_id}"] if to == "damaged" else "", lot, serial
            )
            for (line_id, to, lot, serial), units in found.items()
            if units
        ]


class DecideForm(forms.Form):
    """Where units that were set apart go now."""

    def __init__(self, *args: Any, unit: aftersales.UnitFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [
            (code, words) for code, words in DECISIONS.items() if code not in ("missing", unit.decision)
        ]
        self.fields["to"] = forms.ChoiceField(label=_("Goes to"), choices=places)
        self.fields["quantity"] = forms.IntegerField(
            label=_("Units"), min_value=1, max_value=unit.quantity, initial=unit.quantity
        )
        self.fields["cause"] = forms.ChoiceField(
            label=_("Damaged by"), choices=[("", "–"), *CAUSES.items()], required=False
        )


class CancelForm(forms.Form):
    """Why nothing comes back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("The customer reads this in a mail."),
    )
