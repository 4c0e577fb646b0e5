"""Forms about purchase orders; amounts are typed in major units of the order's currency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Discrepancy, LandedCost, PurchaseOrder, Supplier
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money, exponent
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import location_choices

Lines = list[purchasing.WantedLine]


class AmountField(forms.CharField):
    """An amount of `currency`, read as minor units."""

    currency = "EUR"

    def clean(self, value: Any) -> Any:
        """Return minor units, None for an empty optional field."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Money.parse(text, self.currency).amount
        except DomainError as error:
            raise forms.ValidationError(str(error)) from None


class LinesField(forms.CharField):
    """Lines such as `MUG-RED 12` or `MUG-RED 12 4.80`, one article each; `currency` is that of the prices."""

    widget = forms.Textarea
    currency = "EUR"

    def clean(self, value: Any) -> Lines:
        """Return the wanted lines; names the first row that cannot be read."""
        rows = [row for row in super().clean(value).splitlines() if row.strip()]
        parts = [re.split(r"[\s;,\t]+", row.strip()) for row in rows]
        ids = catalog.variant_ids_by_sku([part[0] for part in parts])
        found: Lines = []
        for number, part in enumerate(parts, start=1):
            if part[0] not in ids or len(part) not in (2, 3) or not part[1].isdigit():
                raise forms.ValidationError(
                    _("Row %(row)d: write a known SKU, the quantity and, if agreed, the price.")
                    % {"row": number}
                )
            try:
                amount = Money.parse(part[2], self.currency).amount if len(part) == 3 else None
            except DomainError as error:
                raise forms.ValidationError(f"{number}: {error}") from None
            found.append(purchasing.WantedLine(ids[part[0]], int(part[1]), amount))
        return found


def _date(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class NewOrderForm(forms.Form):
    """A new order: to whom, for where, what."""

    supplier = forms.ChoiceField(label=gettext_lazy("Supplier"))
    location = forms.ChoiceField(label=gettext_lazy("Location"))
    expected_on = _date(gettext_lazy("Expected"), required=False)
    lines = LinesField(
        label=gettext_lazy("Lines"),
        help_text=gettext_lazy("One article a row: SKU, quantity and, if agreed, the price of one."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=1000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suppliers = {row.code: row for row in Supplier.objects.filter(active=True)}
        self.fields["supplier"].choices = [(code, row.name) for code, row in suppliers.items()]  # type: ignore[attr-defined]
        self.fields["location"].choices = location_choices(actor)  # type: ignore[attr-defined]
        chosen = suppliers.get(str(self.data.get("supplier", "")))
        if chosen:
            self.fields["lines"].currency = chosen.currency  # type: ignore[attr-defined]


class EditOrderForm(forms.Form):
    """The lines of a draft."""

    lines = LinesField(label=gettext_lazy("Lines"))
    expected_on = _date(gettext_lazy("Expected"))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=1000)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class OptionalReasonForm(forms.Form):
    """Why, where something is missing."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed when not everything has come."),
    )


class CostForm(forms.Form):
    """Freight, duty or another cost of a delivery."""

    kind = forms.ChoiceField(label=gettext_lazy("Cost"), choices=LandedCost.Kind.choices)
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3, required=False)
    amount = AmountField(label=gettext_lazy("Amount"), max_length=24)
    basis = forms.ChoiceField(label=gettext_lazy("Spread"), choices=LandedCost.Basis.choices)

    def clean_currency(self) -> str:
        """Return a currency that exists; the amount is read in it."""
        code = str(self.cleaned_data["currency"]).upper()
        if not code:
            return code
        try:
            exponent(code)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from None
        self.fields["amount"].currency = code  # type: ignore[attr-defined]
        return code


class DiscrepancyForm(forms.Form):
    """What happens with goods that are not as ordered."""

    next_step = forms.ChoiceField(
        label=gettext_lazy("Next step"),
        choices=[(key, label) for key, label in Discrepancy.NextStep.choices if key != "decide"],
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class PerLine(forms.Form):
    """A form with the same few fields for each line of an order; the page shows them as a table."""

    template = "inventory_manager/order_lines.html"
    rows: list[Any]
    columns: tuple[tuple[str, Any], ...]

    def lines(self) -> Sequence[Any]:
        """Return what was typed for each line."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """Return what was typed, the lines as one value."""
        return {name: self.cleaned_data[name] for name in self.base_fields} | {"lines": self.lines()}

    def head(self) -> list[forms.BoundField]:
        """Return what is asked once."""
        return [field for field in self.visible_fields() if not field.name.rpartition("_")[2].isdigit()]

    def table(self) -> list[tuple[Any, list[tuple[Any, forms.BoundField]]]]:
        """Return each line with the words and fields of its columns."""
        return [
            (line, [(label, self[f"{name}_{line.pk}"]) for name, label in self.columns]) for line in self.rows
        ]

    def add(self, name: str, line: Any, field: forms.Field) -> None:
        """Add the field of a line, which says to listeners what it is of."""
        field.widget.attrs["aria-label"] = str(field.label)
        self.fields[f"{name}_{line.pk}"] = field


class ReceiveForm(PerLine):
    """What arrived of each line; fields are named after the line."""

    document = forms.CharField(label=gettext_lazy("Delivery note"), max_length=60, required=False)
    posting = forms.CharField(widget=forms.HiddenInput, max_length=40)
    columns = (
        ("accepted", gettext_lazy("arrived")),
        ("damaged", gettext_lazy("damaged")),
        ("wrong", gettext_lazy("wrong article")),
    )

    def __init__(self, *args: Any, order: PurchaseOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [line for line in order.lines.all() if line.accepted < line.quantity]
        for line in self.rows:
            for name, label in self.columns:
                field = forms.IntegerField(
                    label=f"{line.sku} · {label}", min_value=0, max_value=100_000, required=False, initial=0
                )
                self.add(name, line, field)

    def lines(self) -> list[purchasing.ReceivedLine]:
        """Return what was typed."""
        values = self.cleaned_data
        return [
            purchasing.ReceivedLine(
                line.pk, *(values.get(f"{name}_{line.pk}") or 0 for name in ("accepted", "damaged", "wrong"))
            )
            for line in self.rows
        ]


class InvoiceForm(PerLine):
    """A supplier's invoice; quantity and price of each line are named after the line."""

    number = forms.CharField(label=gettext_lazy("Invoice number"), max_length=60)
    invoiced_on = _date(gettext_lazy("Invoice date"))
    total = AmountField(label=gettext_lazy("Total"), max_length=24)
    columns = (("quantity", gettext_lazy("units")), ("price", gettext_lazy("price")))

    def __init__(self, *args: Any, order: PurchaseOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(order.lines.all())
        self.fields["total"].currency = order.currency  # type: ignore[attr-defined]
        for line in self.rows:
            units = forms.IntegerField(
                label=f"{line.sku} · {_('units')}", min_value=0, max_value=1_000_000, initial=line.accepted
            )
            self.add("quantity", line, units)
            price = AmountField(
                label=f"{line.sku} · {_('price')}",
                max_length=24,
                initial=Money(line.unit_amount, order.currency).decimal,
            )
            price.currency = order.currency
            self.add("price", line, price)

    def lines(self) -> list[purchasing.InvoicedLine]:
        """Return the lines that ask for something."""
        values = self.cleaned_data
        return [
            purchasing.InvoicedLine(line.pk, values[f"quantity_{line.pk}"], values[f"price_{line.pk}"])
            for line in self.rows
            if values[f"quantity_{line.pk}"]
        ]


def lines_text(order: PurchaseOrder) -> str:
    """Return the lines of an order as people type them."""
    return "\n".join(
        f"{line.sku} {line.quantity} {Money(line.unit_amount, order.currency).decimal}"
        for line in order.lines.all()
    )
