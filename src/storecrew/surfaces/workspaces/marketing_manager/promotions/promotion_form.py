"""The form of a promotion: only what its kind needs, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.errors import DomainError
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
    "bogo": ("scope", "buy", "get", "percent", "most_times"),
    "buy_x_get_y": ("scope", "buy", "gets", "get", "percent", "most_times"),
    "buy_x_for_total": ("scope", "buy", "amounts", "most_times"),
    "bundle": ("parts", "amounts", "percent", "most_times"),
    "set": ("group_one", "group_two", "group_three", "percent", "most_times"),
    "tiered": ("scope", "basis", "steps"),
    "bonus_product": ("scope", "buy", "gifts", "get", "most_times"),
    "shipping": ("percent", "amounts", "methods"),
    "giveaway": ("gifts",),
    "sample": ("scope", "gifts"),
    "next_order_coupon": ("percent", "amounts", "valid_days"),
}
# What a kind is nothing without; the domain refuses it, the form says so before.
REQUIRED = {
    "percent_off": ("percent",),
    "amount_off": ("amounts",),
    "flash_sale": ("percent", "scope", "starts", "ends"),
    "bogo": ("percent", "scope"),
    "buy_x_get_y": ("percent", "scope", "gets"),
    "buy_x_for_total": ("amounts", "scope"),
    "bundle": ("parts",),
    "set": ("percent", "group_one", "group_two"),
    "tiered": ("steps",),
    "bonus_product": ("gifts",),
    "giveaway": ("gifts", "uses_cap"),
    "sample": ("gifts",),
}
BENEFITS = frozenset(name for names in ASKED.values() for name in names)
_text: dict[str, Any] = {"required": False}


def _groups() -> list[tuple[str, Any]]:
    """Return the groups of buyers of now; tiers come and go with the loyalty program."""
    return list(promotions.group_names().items())


def _methods() -> list[tuple[str, Any]]:
    """Return the ways of delivery of all shops, each once."""
    return list(shipping.method_names().items())


def _zones() -> list[tuple[str, Any]]:
    """Return whose clock counts: each shop's own, or one for all."""
    zones = sorted({each.timezone for each in channels.all_channels()} | {"UTC"})
    return [("", _("local time of each shop")), *((zone, zone) for zone in zones)]


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
            "One a row: type a name and choose, or write a SKU, a category such as women/shoes, or a product "
            "such as p/enamel-mug. Empty: all."
        ),
    )
    buy = forms.IntegerField(label=_("How many are bought"), initial=1, min_value=1, max_value=1000, **_text)
    gets = own.ArticlesField(label=_("Which articles are cheaper with them"), **_text)
    get = forms.IntegerField(
        label=_("How many are cheaper or free"), initial=1, min_value=1, max_value=1000, **_text
    )
    most_times = forms.IntegerField(
        label=_("At most so many times in one order"), min_value=0, max_value=1000, **_text,
        help_text=_("Empty: as often as it fits."),
    )  # fmt: skip
    parts = own.UnitsField(
        label=_("What belongs together"), **_text, help_text=_("One a row: SKU and units.")
    )
    group_one = own.ArticlesField(label=_("One of these"), **_text)
    group_two = own.ArticlesField(label=_("with one of these"), **_text)
    group_three = own.ArticlesField(label=_("and one of these"), **_text)
    basis = forms.ChoiceField(
        label=_("Steps by"),
        choices=(("quantity", _("number of units")), ("spend", _("value of the goods"))),
    )
    steps = own.StepsField(
        label=_("Steps"),
        **_text,
        help_text=_("One a row, from where on and what is off: “3 10%” or “100 5.00 EUR”."),
    )
    gifts = own.ArticlesField(
        label=_("What is given"),
        groups=False,
        **_text,
        help_text=_("SKUs, one a row; the first that is there is given."),
    )
    methods = forms.MultipleChoiceField(
        label=_("Only for these ways of delivery"),
        choices=_methods,
        widget=forms.CheckboxSelectMultiple,
        **_text,
        help_text=_("None chosen: all."),
    )
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
    countries = forms.CharField(
        label=_("Only for orders that go to"), max_length=400, **_text,
        help_text=_("Two letters each, with commas between them; empty: anywhere."),
    )  # fmt: skip
    not_scope = own.ArticlesField(
        label=_("Not for these articles"),
        **_text,
        help_text=_("One a row: a category such as women/shoes, or a product such as p/enamel-mug."),
    )
    not_reduced = forms.BooleanField(label=_("Not on goods that are reduced already"), **_text)
    channels = forms.MultipleChoiceField(
        label=_("Shops"), widget=forms.CheckboxSelectMultiple, **_text, help_text=_("None chosen: all.")
    )
    starts = own.WallClockField(label=_("From"), **_text)
    ends = own.WallClockField(label=_("Until"), **_text)
    early_starts = own.WallClockField(
        label=_("Earlier for some, from"), **_text,
        help_text=_("Whom you choose below may have it from then on, everybody else from the start above."),
    )  # fmt: skip
    early_groups = forms.MultipleChoiceField(
        label=_("Who comes early"), choices=_groups, widget=forms.CheckboxSelectMultiple, **_text
    )
    timezone = forms.ChoiceField(label=_("Time zone"), choices=_zones, **_text)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        **_text,
        help_text=_("None chosen: every day."),
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
        label=_("Orders per customer at most"), min_value=0, max_value=1000, **_text,
        help_text=_(
            "Empty: no limit. For a group that an order ends, such as customers with no order yet, one each."
        ),
    )  # fmt: skip
    units_cap = forms.IntegerField(label=_("Units at most"), min_value=0, max_value=10**9, **_text)
    margin_floor = own.PercentField(
        label=_("Margin that has to stay"), **_text, help_text=_("Percent of the price. Empty: no floor.")
    )

    planned = own.UnitsField(
        label=_("Units that will be sold"),
        **_text,
        help_text=_(
            "One a row: SKU and units. This is what the warehouse is asked for before it may start. "
            "What is left out is planned by its past sales."
        ),
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
        if kind == "bonus_product":
            self.fields["most_times"].help_text = _("Empty: once.")
            self.fields["get"].label = _("How many are given")
        for name in REQUIRED.get(kind, ()):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("This is needed for this kind of promotion.")
        self.fields["channels"].choices = [(each.code, each.name) for each in channels.all_channels()]  # type: ignore[attr-defined]

    def clean_countries(self) -> list[str]:
        """Return codes of countries."""
        found = [part.strip() for part in self.cleaned_data["countries"].split(",") if part.strip()]
        if wrong := [part for part in found if len(part) != 2 or not part.isalpha()]:
            raise forms.ValidationError(_("%(name)s is no country.") % {"name": wrong[0][:20]})
        return [part.upper() for part in found]

    def clean_not_scope(self) -> own.Scope:
        """Return whole products and categories."""
        found: own.Scope = self.cleaned_data["not_scope"]
        if found.get("variants"):
            raise forms.ValidationError(
                _("Write the product, such as p/enamel-mug, instead of one SKU of it.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Read amounts beside their fields, so that what is wrong with one stands there."""
        values: dict[str, Any] = super().clean() or {}
        readings: dict[str, Callable[[], object]] = {"budget": self._budget}
        if "steps" in values and "basis" in values:
            readings["steps"] = lambda: _tiers(values["steps"], values["basis"])
        for name, read in readings.items():
            if name in values and "currency" in values:
                try:
                    read()
                except (DomainError, forms.ValidationError) as error:
                    self.add_error(name, error if isinstance(error, forms.ValidationError) else str(error))
        if values.get("early_groups") and not values.get("early_starts"):
            self.add_error("early_starts", _("Say from when on they may have it."))
        return values

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
            starts=values["starts"],
            ends=values["ends"],
            timezone=values["timezone"],
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
            for name in ("min_spend", "min_quantity", "groups", "not_groups", "countries")
            if values[name]
        }
        excluded = {f"not_{kind}": ids for kind, ids in values["not_scope"].items()}
        early = {}
        if values["early_starts"]:
            starts = values["early_starts"].isoformat(timespec="minutes")
            early = {"early": {"starts": starts, "groups": sorted(values["early_groups"])}}
        return {
            **early,
            "scope": {**values.get("scope", {}), **excluded, "not_reduced": values["not_reduced"]},
            "needs": needs,
            "weekdays": sorted(values["weekdays"]),
            "benefit": self._benefit(),
        }

    def _benefit(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in ASKED[self.kind]}
        found: dict[str, Any] = {
            name: values[name]
            for name in (
                "amounts",
                "per_unit",
                "buy",
                "get",
                "gets",
                "basis",
                "valid_days",
                "methods",
                "most_times",
            )
            if values.get(name)
        }
        if values.get("percent"):
            found["percent_bp"] = values["percent"]
        if values.get("parts"):
            found["parts"] = [list(pair) for pair in values["parts"].items()]
        if values.get("gifts"):
            found["gifts"] = values["gifts"].get("variants", [])
        if "group_one" in values:
            found["groups"] = [
                values[name] for name in ("group_one", "group_two", "group_three") if values[name]
            ]
        if "steps" in values:
            found["tiers"] = _tiers(values["steps"], values["basis"])
        return found


def _whole(number: str) -> int:
    """Return how many units a step begins with. Raises ValidationError."""
    if not number.isdigit():
        raise forms.ValidationError(_("%(row)s: write whole units.") % {"row": number})
    return int(number)


def _tiers(steps: list[tuple[str, str, str]], basis: str) -> dict[str, list[dict[str, int]]]:
    found: dict[str, list[dict[str, int]]] = {}
    currencies = {currency for _start, _off, currency in steps if currency} or (
        {each.currency for each in channels.all_channels()} if basis == "spend" else {""}
    )
    for currency in sorted(currencies):
        for start, off, named in steps:
            threshold = _whole(start) if basis == "quantity" else Money.parse(start, currency).amount
            tier = {"threshold": threshold}
            if named:
                tier["amount"] = Money.parse(off, named).amount
            else:
                tier["percent_bp"] = int(Decimal(off) * 100)
            if not named or named == currency:
                found.setdefault(currency, []).append(tier)
    return found
