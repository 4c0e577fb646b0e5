"""What a promotion and other ways of doing it would have brought, side by side (5.1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.numbers import rate
from storecrew.surfaces.workspaces.marketing_manager.promotions import fields as own
from storecrew.surfaces.workspaces.marketing_manager.promotions.promotion_record import find

LETTERS = ("b", "c", "d")
DAYS = (7, 28, 90, 365)
BY_PERCENT = ("percent_off", "flash_sale", "bogo", "buy_x_get_y", "set", "bundle", "amount_off")
BY_AMOUNT = ("percent_off", "amount_off", "buy_x_for_total", "bundle")
MOST_OTHERS = 3


class CompareForm(forms.Form):
    """How far back, three other ways of doing it, and other promotions to stand beside it."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Orders and carts of the last"),
        coerce=int,
        initial=28,
        choices=lambda: [(each, _("%(days)s days") % {"days": each}) for each in DAYS],
    )
    other = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Compare with other promotions"),
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )

    def __init__(self, *args: Any, row: Promotion, **kwargs: Any) -> None:
        """Offer what the kind can change, and the newest other promotions."""
        super().__init__(*args, **kwargs)
        newest = Promotion.objects.exclude(pk=row.pk).order_by("-pk").values_list("pk", "name")[:50]
        self.fields["other"].choices = list(newest)  # type: ignore[attr-defined]
        groups = [("", _("as it is")), ("-", _("everybody")), *promotions.group_names().items()]
        for letter in LETTERS:
            made: dict[str, forms.Field] = {}
            if row.kind in BY_PERCENT:
                made["percent"] = own.PercentField(label=gettext_lazy("Percent off"), required=False)
            if row.kind in BY_AMOUNT:
                made["amounts"] = own.AmountsField(label=gettext_lazy("Amount"), required=False)
            made["spend"] = own.AmountsField(label=gettext_lazy("From a value of"), required=False)
            made["only"] = forms.ChoiceField(label=gettext_lazy("Only for"), choices=groups, required=False)
            for name, field in made.items():
                words = {"letter": letter.upper(), "what": field.label}
                field.widget.attrs["aria-label"] = _("Variant %(letter)s: %(what)s") % words
                self.fields[f"{name}_{letter}"] = field

    def clean(self) -> dict[str, Any]:
        """Take a percent or an amount, and only a few rivals."""
        values = super().clean() or {}
        for letter in LETTERS:
            if values.get(f"percent_{letter}") is not None and values.get(f"amounts_{letter}"):
                self.add_error(f"amounts_{letter}", _("Write a percent or an amount, not both."))
        if len(values.get("other") or ()) > MOST_OTHERS:
            self.add_error("other", _("Choose three at most."))
        return values

    def table(self) -> tuple[list[Any], list[tuple[str, list[forms.BoundField]]]]:
        """Return the headers and the rows of the variants, for the template."""
        rows = [
            (letter.upper(), [field for field in self if field.name.endswith(f"_{letter}")])
            for letter in LETTERS
        ]
        return [field.label for field in rows[0][1]], rows

    def variants(self) -> list[tuple[str, promotions.Variant]]:
        """Return the variants that change anything, each with its name."""
        found = []
        for letter in LETTERS:
            get = {
                name: self.cleaned_data.get(f"{name}_{letter}")
                for name in ("percent", "amounts", "spend", "only")
            }
            if any(value not in (None, "", {}) for value in get.values()):
                only = {"": None, "-": ""}.get(str(get["only"]), get["only"])
                variant = promotions.Variant(
                    get["percent"], get["amounts"] or None, get["spend"] or None, only
                )
                found.append((_name(letter, variant), variant))
        return found


def _name(letter: str, variant: promotions.Variant) -> str:
    said = []
    if variant.percent_bp is not None:
        said.append(_("%(percent)s off") % {"percent": rate(variant.percent_bp)})
    if variant.amounts:
        said.append(_("%(amounts)s off") % {"amounts": own.amounts_text(dict(variant.amounts))})
    if variant.min_spend:
        said.append(_("from %(amounts)s") % {"amounts": own.amounts_text(dict(variant.min_spend))})
    if variant.only is not None:
        names = promotions.group_names()
        said.append(str(names.get(variant.only, variant.only)) if variant.only else str(_("everybody")))
    return f"{letter.upper()}: {' · '.join(said)}"


class Measure(NamedTuple):
    """One row of the comparison: its words, its value, and whether it is money."""

    words: str
    value: Callable[[Any], Any]
    is_money: bool = False


def _measures() -> list[Measure]:
    return [
        Measure(_("It applies to"), lambda each: f"{each.touched} ({each.share:g}%)"),
        Measure(_("Units that get cheaper"), lambda each: each.units + each.gifts),
        Measure(_("What it costs"), lambda each: each.discount, True),
        Measure(_("Margin without it"), lambda each: each.margin_before, True),
        Measure(_("Margin with it"), lambda each: each.margin_after, True),
        Measure(_("First-time buyers that gain"), lambda each: each.gains_new),
        Measure(_("Returning customers that gain"), lambda each: each.gains_known),
        Measure(_("Taken off for first-time buyers"), lambda each: each.off_new, True),
        Measure(_("Taken off for returning customers"), lambda each: each.off_known, True),
    ]


@workspace_page(permission="promotions.read")
def simulate(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Price the orders and open carts of the last days anew: as it is, in variants, beside others."""
    row = find(promotion_id)
    form = CompareForm(request.GET or None, row=row)
    tables: list[Table] = []
    asked = bool(request.GET)
    if asked and form.is_valid():
        variants, others = (
            form.variants(),
            list(Promotion.objects.filter(pk__in=form.cleaned_data["other"]).order_by("pk")),
        )
        names = [_("A: as it is"), *(name for name, _variant in variants), *(each.name for each in others)]
        found = promotions.compare_variants(
            row,
            [variant for _words, variant in variants],
            others=others,
            days=form.cleaned_data["days"],
            at=clock.now(),
        )
        for each in found:
            tables += [
                _table(_("Orders, %(currency)s"), names, each.orders, each.currency),
                _table(_("Open carts, %(currency)s"), names, each.carts, each.currency),
            ]
    headers, rows = form.table()
    context = {
        "form": form,
        "header_title": _("Simulate on past orders"),
        "intro": row.name,
        "back_url": reverse("promotion", args=[row.pk]),
        "back_label": row.name,
        "headers": headers,
        "variants": rows,
        "tables": tables,
        "empty": asked and not form.errors and not tables,
    }
    return render(request, "marketing_manager/simulation.html", context, status=422 if form.errors else 200)


def _table(title: str, names: Sequence[str], found: Sequence[Any], currency: str) -> Table:
    def cell(measure: Measure, each: Any) -> Any:
        value = measure.value(each)
        if not measure.is_money:
            return value
        return _("a cost is missing") if value is None else Money(value, currency).format()

    rows = [[measure.words, *(cell(measure, each) for each in found)] for measure in _measures()]
    heading = title % {"currency": currency}
    return Table(
        f"{heading} ({found[0].orders})",
        [_("Measure"), *names],
        rows if found[0].orders else [],
        empty=_("There are none in this time."),
        kinds=["text", *["number"] * len(names)],
    )
