"""The form of a promotion: only what its kind needs, in plain words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel.money import Money
from storecrew.surfaces.workspaces.marketing_manager.promotions import fields as own

LANES = (
    ("product", _("discounts on articles")),
    ("order", _("discounts on the order")),
    ("shipping", _("delivery")),
    ("gift", _("gifts")),
)
# Which fields of the benefit each kind asks for; everything else is the same for all.
ASKED = {
    "percent_off": ("percent", "scope"),
    "amount_off": ("amounts", "per_unit", "scope"),
    "flash_sale": ("percent", "scope"),
    "bogo": ("scope", "buy", "get", "percent"),
    "buy_x_get_y": ("scope", "buy", "gets", "get", "percent"),
    "buy_x_for_total": ("scope", "buy", "amounts"),
    "bundle": ("parts", "amounts", "percent"),
    "set": ("group_one", "group_two", "group_three", "percent"),
    "tiered": ("scope", "basis", "steps"),
    "bonus_product": ("scope", "gifts", "get"),
    "shipping": ("percent", "amounts", "methods"),
    "giveaway": ("gifts",),
    "sample": ("scope", "gifts"),
    "next_order_coupon": ("percent", "amounts", "valid_days"),
}
BENEFITS = frozenset(name for names in ASKED.values() for name in names)
_text: dict[str, Any] = {"required": False}


def _groups() -> list[tuple[str, Any]]:
    """Return the groups of buyers of now; tiers come and go with the loyalty program."""
    return list(promotions.group_names().items())


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget)


class PromotionForm(forms.Form):
    """Everything of one promotion; the fields of its benefit follow from its kind."""

    name = forms.CharField(label=_("Name for colleagues"), max_length=120)
    percent = own.PercentField(label=_("Percent off"), **_text, help_text=_("100 is free."))
    amounts = own.AmountsField(label=_("Amount"), **_text, help_text=_("Such as 5.00 EUR, 7000 KRW."))
    per_unit = forms.BooleanField(label=_("For each unit, not once per order"), **_text)
    scope = own.ArticlesField(
        label=_("Which articles"),
        **_text,
        help_text=_(
            "One a row: a SKU, a category such as women/shoes, or a product such as p/enamel-mug. Empty: all."
        ),
    )
    buy = forms.IntegerField(label=_("How many are bought"), initial=1, min_value=1, max_value=1000, **_text)
    gets = own.ArticlesField(label=_("Which articles are cheaper with them"), **_text)
    get = forms.IntegerField(
        label=_("How many are cheaper or free"), initial=1, min_value=1, max_value=1000, **_text
    )
    parts = own.UnitsField(
        label=_("What belongs together"), **_text, help_text=_("One a row: SKU and units.")
    )
    group_one = own.ArticlesField(label=_("One of these"), **_text)
    group_two = own.ArticlesField(label=_("with one of these"), **_text)
    group_three = own.ArticlesField(label=_("and one of these"), **_text)
    basis = forms.ChoiceField(
        label=_("Steps by"),
        choices=(("quantity", _("number of units")), ("spend", _("value of the goods"))),
        **_text,
    )
    steps = own.StepsField(
        label=_("Steps"),
        **_text,
        help_text=_("One a row, from where on and what is off: “3 10%” or “100 5.00 EUR”."),
    )
    gifts = own.ArticlesField(
        label=_("What is given"), **_text, help_text=_("SKUs, one a row; the first that is there is given.")
    )
    methods = forms.CharField(label=_("Only for these ways of delivery"), max_length=200, **_text)
    valid_days = forms.IntegerField(
        label=_("Days the code is good for"), initial=60, min_value=1, max_value=730, **_text
    )

    min_spend = own.AmountsField(
        label=_("From a value of"), **_text, help_text=_("Such as 50.00 EUR; empty: any.")
    )
    min_quantity = forms.IntegerField(label=_("From how many units"), min_value=0, max_value=10_000, **_text)
    groups = forms.MultipleChoiceField(
        label=_("Only for"), choices=_groups, widget=forms.CheckboxSelectMultiple, **_text
    )
    not_groups = forms.MultipleChoiceField(
        label=_("Not for"), choices=_groups, widget=forms.CheckboxSelectMultiple, **_text
    )
    not_reduced = forms.BooleanField(label=_("Not on goods that are reduced already"), **_text)
    channels = forms.MultipleChoiceField(
        label=_("Shops"), widget=forms.CheckboxSelectMultiple, **_text, help_text=_("None chosen: all.")
    )
    starts = _moment(_("From"))
    ends = _moment(_("Until"))
    timezone = forms.CharField(
        label=_("Time zone"), max_length=40, **_text, help_text=_("Empty: the local time of each shop.")
    )
    weekdays = forms.CharField(
        label=_("Days of the week"),
        max_length=20,
        **_text,
        help_text=_("1 is Monday: 1,2,3. Empty: every day."),
    )

    priority = forms.IntegerField(label=_("Priority"), initial=0, min_value=-1000, max_value=1000, **_text)
    exclusive = forms.BooleanField(label=_("Never together with others"), **_text)
    combines = forms.MultipleChoiceField(
        label=_("Goes together with"),
        choices=LANES,
        initial=[key for key, _name in LANES],
        widget=forms.CheckboxSelectMultiple,
        **_text,
    )
    currency = forms.CharField(label=_("Currency of the budget"), max_length=3, **_text)
    budget = forms.CharField(label=_("Budget"), max_length=20, **_text)
    uses_cap = forms.IntegerField(label=_("Orders at most"), min_value=0, max_value=10**9, **_text)
    customer_cap = forms.IntegerField(
        label=_("Orders per customer at most"), min_value=0, max_value=1000, **_text
    )
    units_cap = forms.IntegerField(label=_("Units at most"), min_value=0, max_value=10**9, **_text)
    margin_floor = own.PercentField(
        label=_("Margin that has to stay"), **_text, help_text=_("Percent of the price. Empty: no floor.")
    )

    planned = own.UnitsField(
        label=_("Units that will be sold"),
        **_text,
        help_text=_("One a row: SKU and units. This is what the warehouse is asked for before it may start."),
    )
    pause_below = forms.IntegerField(
        label=_("Pause when no more than this is left"), initial=0, min_value=0, max_value=10**6, **_text
    )
    sentence_en = forms.CharField(label=_("Sentence for customers, English"), max_length=300, **_text)
    sentence_ko = forms.CharField(label=_("Sentence for customers, Korean"), max_length=300, **_text)
    exclusions_en = forms.CharField(
        label=_("What is excluded, English"),
        max_length=500,
        **_text,
        help_text=_("“Nothing is excluded.” is an answer."),
    )
    exclusions_ko = forms.CharField(label=_("What is excluded, Korean"), max_length=500, **_text)
    service_brief = forms.CharField(
        label=_("Brief for customer service"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        **_text,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        """Keep the fields that the kind asks for."""
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in BENEFITS - set(ASKED[kind]):
            del self.fields[name]
        self.fields["channels"].choices = [(each.code, each.name) for each in channels.all_channels()]  # type: ignore[attr-defined]

    def clean_weekdays(self) -> list[int]:
        """Return days from 0 for Monday."""
        found = [part.strip() for part in self.cleaned_data["weekdays"].split(",") if part.strip()]
        if any(part not in "1234567" or len(part) != 1 for part in found):
            raise forms.ValidationError(_("Write digits from 1 to 7."))
        return sorted({int(part) - 1 for part in found})

    def content(self) -> promotions.Content:
        """Return what was entered as a promotion's content."""
        values = self.cleaned_data
        return promotions.Content(
            name=values["name"],
            kind=self.kind,
            definition=self._definition(),
            by_code=bool(self.initial.get("by_code")),
            priority=values["priority"] or 0,
            exclusive=values["exclusive"],
            combines=tuple(values["combines"]),
            channels=tuple(values["channels"]),
            starts=_wall_clock(values["starts"]),
            ends=_wall_clock(values["ends"]),
            timezone=values["timezone"].strip(),
            sentence={"en": values["sentence_en"], "ko": values["sentence_ko"]},
            exclusions={"en": values["exclusions_en"], "ko": values["exclusions_ko"]},
            service_brief=values["service_brief"],
            currency=values["currency"].strip().upper(),
            margin_floor_bp=values["margin_floor"],
            uses_cap=values["uses_cap"] or 0,
            customer_cap=values["customer_cap"] or 0,
            budget_cap=self._budget(),
            units_cap=values["units_cap"] or 0,
            pause_below=values["pause_below"] or 0,
            planned=values["planned"],
        )

    def _budget(self) -> int:
        values = self.cleaned_data
        if not values["budget"].strip():
            return 0
        return Money.parse(values["budget"], values["currency"].strip().upper() or "EUR").amount

    def _definition(self) -> dict[str, Any]:
        values = self.cleaned_data
        needs = {
            name: values[name]
            for name in ("min_spend", "min_quantity", "groups", "not_groups")
            if values[name]
        }
        return {
            "scope": {**values.get("scope", {}), "not_reduced": values["not_reduced"]},
            "needs": needs,
            "weekdays": values["weekdays"],
            "benefit": self._benefit(),
        }

    def _benefit(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in ASKED[self.kind]}
        found: dict[str, Any] = {
            name: values[name]
            for name in ("amounts", "per_unit", "buy", "get", "gets", "basis", "valid_days")
            if values.get(name)
        }
        if values.get("percent"):
            found["percent_bp"] = values["percent"]
        if values.get("parts"):
            found["parts"] = [list(pair) for pair in values["parts"].items()]
        if values.get("gifts"):
            found["gifts"] = values["gifts"].get("variants", [])
        if values.get("methods"):
            found["methods"] = [part.strip() for part in values["methods"].split(",") if part.strip()]
        if "group_one" in values:
            found["groups"] = [
                values[name] for name in ("group_one", "group_two", "group_three") if values[name]
            ]
        if "steps" in values:
            found["tiers"] = _tiers(values["steps"], values["basis"])
        return found


def _wall_clock(moment: dt.datetime | None) -> dt.datetime | None:
    """Return what was typed, without the zone that the form read it in."""
    return None if moment is None else moment.replace(tzinfo=None)


def _tiers(steps: list[tuple[str, str, str]], basis: str) -> dict[str, list[dict[str, int]]]:
    found: dict[str, list[dict[str, int]]] = {}
    currencies = {currency for _start, _off, currency in steps if currency} or (
        {each.currency for each in channels.all_channels()} if basis == "spend" else {""}
    )
    for currency in sorted(currencies):
        for start, off, named in steps:
            threshold = int(float(start)) if basis == "quantity" else Money.parse(start, currency).amount
            tier = {"threshold": threshold}
            if named:
                tier["amount"] = Money.parse(off, named).amount
            else:
                tier["percent_bp"] = round(float(off) * 100)
            if not named or named == currency:
                found.setdefault(currency, []).append(tier)
    return found
