"""Forms about price lists and single prices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.customers import public as customers
from storecrew.contexts.pricing.models import PriceList
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.amounts import read_amount
from storecrew.surfaces.workspaces.ecommerce_sme.pricing.form_parts import (
    LocalMomentField,
    LoweringForm,
    OperationForm,
    channel_choices,
    market_choices,
    zone_of,
)

KINDS = [
    ("base", _("Base prices")),
    ("sale", _("Sale")),
    ("segment", _("Customer segment")),
    ("company", _("Company")),
]


DIRECTIONS = [
    ("nearest", _("To the nearest price")),
    ("up", pgettext_lazy("rounding", "Up")),
    ("down", pgettext_lazy("rounding", "Down")),
]


class PriceListForm(OperationForm):
    """A price list: where, to whom and when."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(label=_("Code"), max_length=64, help_text=_("Small letters, digits and hyphens."))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3)
    channel_code = forms.ChoiceField(label=_("Channel"), required=False)
    market_code = forms.ChoiceField(label=_("Market"), required=False)
    segment = forms.ChoiceField(label=_("Customer segment"), required=False)
    company = forms.ChoiceField(
        label=_("Company"), required=False, help_text=_("One that buys on account, and all who order for it.")
    )
    priority = forms.IntegerField(
        label=_("Priority"),
        initial=0,
        min_value=-1000,
        max_value=1000,
        help_text=_("The higher priority wins. Among equal priorities the lower price wins."),
    )
    starts_at = LocalMomentField(label=_("Starts"), required=False)
    ends_at = LocalMomentField(
        label=_("Ends"),
        required=False,
        help_text=_("Wall time of the channel. From this moment on it is over."),
    )

    rounding_step = forms.CharField(
        label=_("Rounding: step"),
        required=False,
        max_length=24,
        help_text=_("Prices change by whole steps, such as 1.00 or 1000. Empty: they are not rounded."),
    )
    rounding_ending = forms.CharField(
        label=_("Rounding: ending"),
        required=False,
        max_length=24,
        help_text=_("What a price ends in within a step, such as 0.99 of 1.00 or 900 of 1000."),
    )
    rounding_direction = forms.ChoiceField(
        label=_("Rounding: direction"), choices=DIRECTIONS, initial="nearest", required=False
    )

    prices = forms.BooleanField(
        label=_("Take its prices over"), required=False,
        help_text=_("Those that fall too far for one person wait until a colleague approves."),
    )  # fmt: skip

    def __init__(self, *args: Any, existing: bool = False, copied: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not copied:
            del self.fields["prices"]
        self.fields["channel_code"].choices = channel_choices(str(_("All channels")))  # type: ignore[attr-defined]
        self.fields["market_code"].choices = market_choices(str(_("All markets")))  # type: ignore[attr-defined]
        for name, choices in zip(("segment", "company"), group_choices(), strict=True):
            # What a list says already stays, even if nobody is in that group any more.
            said = str(self.initial.get(name) or "")
            known = [*choices, (said, said)] if said not in dict(choices) else choices
            self.fields[name].choices = known  # type: ignore[attr-defined]
        if existing:
            self.fields["code"].disabled = True
        zone = zone_of(str(self.data.get("channel_code") or self.initial.get("channel_code") or ""))
        for name in ("starts_at", "ends_at"):
            self.fields[name].zone = zone  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        """Return the currency in capitals."""
        return str(self.cleaned_data["currency"]).upper()

    def clean_rounding_direction(self) -> str:
        """Return the direction, the nearest price where none is chosen."""
        return str(self.cleaned_data["rounding_direction"] or "nearest")

    def clean(self) -> dict[str, Any]:
        """Read step and ending in the list's currency."""
        data = super().clean() or {}
        for name in ("rounding_step", "rounding_ending"):
            try:
                data[name] = read_amount(data.get(name, ""), data["currency"]) or 0
            except KeyError:
                data[name] = 0
            except DomainError as error:
                self.add_error(name, str(error))
        return data


def group_choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the segments and the companies that a price list can be for, with an empty choice first."""
    segments, companies = [("", "–")], [("", "–")]
    for code, name in sorted(customers.group_names().items(), key=lambda group: str(group[1]).casefold()):
        (companies if code.startswith("company:") else segments).append((code, str(name)))
    return segments, companies


class SinglePriceForm(LoweringForm):
    """One price of one variant in one list, from a quantity on."""

    price_list = forms.ChoiceField(label=_("Price list"))
    min_quantity = forms.IntegerField(label=_("From quantity"), min_value=1, max_value=100_000, initial=1)
    amount = forms.CharField(
        label=_("Price"), required=False, max_length=24, help_text=_("Leave it empty to take the price away.")
    )
    strike = forms.CharField(label=_("Strike price"), required=False, max_length=24)
    on_request = forms.BooleanField(
        label=_("Price on request"),
        required=False,
        help_text=_("The shop shows no price and asks people to contact you. Leave the price empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists = {each.code: each for each in PriceList.objects.all()}
        self.fields["price_list"].choices = [  # type: ignore[attr-defined]
            (each.code, f"{each.name} ({each.currency})") for each in self.lists.values()
        ]

    def clean(self) -> dict[str, Any]:
        """Read the amounts in the currency of the list."""
        data = super().clean() or {}
        found = self.lists.get(data.get("price_list", ""))
        for name in ("amount", "strike"):
            if found is None or name not in data:
                continue
            try:
                data[name] = read_amount(data[name], found.currency)
            except DomainError as error:
                self.add_error(name, str(error))
        if data.get("on_request") and (data.get("amount") is not None or data.get("strike") is not None):
            self.add_error(
                "on_request", _("A price on request has no amount. Empty the price, or untick this.")
            )
        return data


class BulkChangeForm(LoweringForm):
    """What a bulk change does to the selected prices."""

    mode = forms.ChoiceField(
        label=_("How"),
        choices=[
            ("percent", _("By percent")),
            ("amount", _("By an amount")),
            ("set", _("Set to an amount")),
            ("from", _("From another price list, by percent")),
        ],
    )
    source_list = forms.ChoiceField(
        label=_("From the price list"),
        required=False,
        help_text=_("Only for prices from another list; another currency is converted by the rate of today."),
    )
    value = forms.CharField(
        label=_("Value"),
        max_length=24,
        help_text=_("-10 lowers by ten percent or by ten units of the currency."),
    )
    rounding = forms.ChoiceField(
        label=_("Rounding"),
        choices=[
            ("none", _("None")),
            ("list", _("As the price list rounds")),
            ("99", _("Ends in .99")),
            ("10", _("To 10")),
            ("100", _("To 100")),
        ],
    )
    strike_old = forms.BooleanField(
        label=_("Keep the old price as strike price where the new one is lower"), required=False
    )
    title = forms.CharField(label=_("Name of this change"), required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        currency: str,
        rounds: bool = False,
        sources: Iterable[PriceList] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        others = [("", "–"), *((each.code, f"{each.name} ({each.currency})") for each in sources)]
        self.fields["source_list"].choices = others  # type: ignore[attr-defined]
        if rounds:
            self.fields["rounding"].initial = "list"

    def clean(self) -> dict[str, Any]:
        """Turn the value into basis points or minor units."""
        data = super().clean() or {}
        text = str(data.get("value", "")).strip().replace("−", "-").removesuffix("%")
        if "mode" not in data or not text:
            return data
        sign = -1 if text.startswith("-") else 1
        # A percentage has two decimals like most money, so both are read in the same way.
        unit = "EUR" if data["mode"] in ("percent", "from") else self.currency
        try:
            amount = read_amount(text.lstrip("+-"), unit)
        except DomainError as error:
            self.add_error("value", str(error))
        else:
            data["value"] = sign * (amount or 0)
        return data
