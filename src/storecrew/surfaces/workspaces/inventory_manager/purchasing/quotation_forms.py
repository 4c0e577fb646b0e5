"""Forms about requests for quotation; prices are typed in the supplier's currency."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Quotation, Supplier
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.surfaces.workspaces.inventory_manager.purchasing.order_forms import AmountField, LinesField
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import location_choices


def _day(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"})
    )


class RequestForm(forms.Form):
    """A new request: whom to ask, for where, what, until when."""

    suppliers = forms.MultipleChoiceField(
        label=gettext_lazy("Suppliers"), widget=forms.CheckboxSelectMultiple
    )
    location = forms.ChoiceField(label=gettext_lazy("Location"))
    answer_by = _day(gettext_lazy("Answer by"), required=True)
    lines = LinesField(
        label=gettext_lazy("Lines"), help_text=gettext_lazy("One article a row: SKU and quantity.")
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Stands below the list in the mail."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Supplier.objects.filter(active=True).values_list("code", "name", "currency")
        self.fields["suppliers"].choices = [  # type: ignore[attr-defined]
            (code, f"{name} · {currency}") for code, name, currency in rows
        ]
        self.fields["location"].choices = location_choices(actor)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What one supplier answered; fields of prices are named after the line."""

    def __init__(self, data: Any = None, *, quotation: Quotation) -> None:
        known = {row.line_id: row for row in quotation.prices.all()}
        self.lines_of = list(quotation.request.lines.all())
        initial: dict[str, Any] = {
            "lead_days": quotation.lead_days,
            "valid_until": quotation.valid_until,
            "reference": quotation.reference,
            "note": quotation.note,
        }
        for line in self.lines_of:
            row = known.get(line.pk)
            initial[f"moq_{line.pk}"] = row.moq if row else 1
            if row:
                initial[f"price_{line.pk}"] = str(Money(row.unit_amount, quotation.currency).decimal)
        super().__init__(data, initial=initial)
        for line in self.lines_of:
            words = {"sku": line.sku, "quantity": line.quantity, "currency": quotation.currency}
            price = AmountField(
                label=_("%(sku)s · price of one in %(currency)s") % words,
                required=False,
                max_length=24,
                help_text=_("Asked for %(quantity)s. Leave it empty for what they do not offer.") % words,
            )
            price.currency = quotation.currency
            self.fields[f"price_{line.pk}"] = price
            self.fields[f"moq_{line.pk}"] = forms.IntegerField(
                label=_("%(sku)s · smallest order") % words, min_value=1
            )
        self.fields["lead_days"] = forms.IntegerField(
            label=_("Lead time in days"), min_value=0, max_value=1000
        )
        self.fields["valid_until"] = _day(_("Valid until"), required=False)
        self.fields["reference"] = forms.CharField(
            label=_("Supplier's number"), required=False, max_length=80
        )
        self.fields["note"] = forms.CharField(label=_("Note"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """Return the values; an answer without any price is none."""
        values = super().clean() or {}
        if not self.errors and all(values.get(f"price_{line.pk}") is None for line in self.lines_of):
            raise forms.ValidationError(_("Enter at least one price, or write down that they do not offer."))
        return values

    def prices(self) -> list[purchasing.QuotedPrice]:
        """Return the prices that were entered."""
        values = self.cleaned_data
        return [
            purchasing.QuotedPrice(line.pk, values[f"price_{line.pk}"], values[f"moq_{line.pk}"])
            for line in self.lines_of
            if values[f"price_{line.pk}"] is not None
        ]
