"""Forms about channels and markets. They shape input; the operations decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.models import Channel, Market
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockPolicy
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.errors import DomainError

REASONS = {
    "required": gettext_lazy("Please fill this in."),
    "invalid_code": gettext_lazy("Use lower-case letters, digits and dashes."),
    "unknown_currency": gettext_lazy("This is not a currency code like EUR."),
    "unknown_country": gettext_lazy("Use two-letter country codes like DE, FR."),
    "not_in_countries": gettext_lazy("The default country must be one of the countries."),
    "unknown_choice": gettext_lazy("Choose one of the options."),
    "unknown_locale": gettext_lazy("Choose languages of the list."),
    "not_in_locales": gettext_lazy("The default language must be one of the languages."),
    "unknown_timezone": gettext_lazy("Choose a time zone like Europe/Berlin."),
    "invalid_host": gettext_lazy("Write a host name like shop.example.com, without https://."),
    "taken": gettext_lazy("Another channel uses this already."),
    "fixed": gettext_lazy("The currency cannot change: prices and orders are in it. Make a new market."),
}
LEGAL_LABELS = {
    "trade_name": gettext_lazy("Trade name"),
    "representative": gettext_lazy("Representative"),
    "address": gettext_lazy("Address"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "registration_number": gettext_lazy("Business registration number"),
    "vat_number": gettext_lazy("VAT number"),
    "mail_order_number": gettext_lazy("Mail-order registration number"),
    "mail_order_authority": gettext_lazy("Mail-order authority"),
    "privacy_officer": gettext_lazy("Privacy officer"),
}


class OperationForm(forms.Form):
    """A form whose errors may come from an operation."""

    def take(self, error: DomainError) -> None:
        """Show what an operation refused beside the field it is about."""
        reasons: dict[str, str] = error.details.get("fields", {})
        for name, reason in reasons.items():
            words = str(REASONS.get(reason, error.message))
            self.add_error(name if name in self.fields else None, words)
        if not reasons:
            self.add_error(None, str(error))


class GiftWrapForm(forms.Form):
    """What wrapping an order as a gift costs in a channel."""

    active = forms.BooleanField(label=gettext_lazy("Offer it in the checkout"), required=False)
    price = forms.CharField(label=gettext_lazy("Price"), required=False, max_length=24)


class SourcingForm(forms.Form):
    """How far an order may be spread over locations, and which of them is asked first."""

    split = forms.ChoiceField(
        label=gettext_lazy("How far an order may be spread"),
        choices=StockPolicy.Split.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("More spread finds stock more often, and sends more parcels."),
    )

    def __init__(self, *args: Any, places: Sequence[inventory.SourcingPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in places:
            self.fields[f"at-{place.code}"] = forms.IntegerField(
                label=_("Priority of %(name)s") % {"name": place.name},
                min_value=1,
                max_value=10_000,
                help_text=_("The location with the lowest number is asked first."),
            )

    def priorities(self) -> dict[str, int]:
        """Return the priorities by the code of the location."""
        typed = self.cleaned_data.items()
        return {name.removeprefix("at-"): value for name, value in typed if name.startswith("at-")}


class ReturnRulesForm(forms.Form):
    """What customers of a channel may announce back by themselves."""

    is_open = forms.BooleanField(
        label=gettext_lazy("Customers announce returns themselves"),
        required=False,
        help_text=gettext_lazy("On the page of their order. Else they ask customer service."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days to return"),
        help_text=gettext_lazy("From the day after the parcel arrived; 14 or more."),
    )
    transit_days = forms.IntegerField(
        label=gettext_lazy("Days on the way"),
        help_text=gettext_lazy("Granted where nobody knows when the parcel arrived."),
    )
    most_open = forms.IntegerField(
        label=gettext_lazy("Announced returns of an order at once"),
    )
    exchange = forms.ChoiceField(
        label=gettext_lazy("Other variants instead of money"),
        choices=aftersales.EXCHANGES,
        help_text=gettext_lazy("The other variant is set aside from the moment it is agreed to."),
    )
    exchange_ships = forms.ChoiceField(
        label=gettext_lazy("Other variants are sent"), choices=aftersales.EXCHANGE_SHIPS
    )
    exchange_days = forms.IntegerField(
        label=gettext_lazy("Days that another variant is set aside"),
        help_text=gettext_lazy("When the return has not come by then, it is canceled."),
    )
    credit = forms.BooleanField(
        label=gettext_lazy("Customers may take a voucher instead of money"), required=False
    )
    credit_bonus = forms.IntegerField(
        label=gettext_lazy("Percent that such a voucher is worth more"),
        help_text=gettext_lazy("0 to 50."),
    )

    label_service = forms.ChoiceField(
        label=gettext_lazy("Carrier of return labels"),
        required=False,
        help_text=gettext_lazy("Customers take the label from the page of their order; its price is ours."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label_service"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("none: customers choose a carrier")),
            *shipping.service_choices(),
        ]
        for name, (least, most) in aftersales.RULE_BOUNDS.items():
            field = self.fields[name]
            field.validators += [MinValueValidator(least), MaxValueValidator(most)]
            field.widget.attrs |= {"min": least, "max": most}


class MarketForm(OperationForm):
    """A market: countries, currency and how tax is shown."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    currency = forms.CharField(label=gettext_lazy("Currency"), min_length=3, max_length=3)
    countries = forms.CharField(
        label=gettext_lazy("Countries"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Two-letter codes with commas between them, for example DE, FR, NL."),
    )
    default_country = forms.CharField(label=gettext_lazy("Default country"), min_length=2, max_length=2)
    tax_display = forms.ChoiceField(
        label=gettext_lazy("Tax display"), choices=Market.TaxDisplay.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, market: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if market:
            self.fields["code"].disabled = True
            self.fields["currency"].disabled = True

    def values(self) -> dict[str, Any]:
        """Return what `save_market` takes."""
        codes = self.cleaned_data["countries"].replace(";", ",").replace("\n", ",").split(",")
        return self.cleaned_data | {"countries": codes}


class ChannelForm(OperationForm):
    """A channel: who buys there, its market, languages, time zone and the trader's facts."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Channel.Kind.choices)
    market_code = forms.ChoiceField(label=gettext_lazy("Market"))
    locales = forms.MultipleChoiceField(label=gettext_lazy("Languages"), widget=forms.CheckboxSelectMultiple)
    default_locale = forms.ChoiceField(label=gettext_lazy("Default language"))
    timezone = forms.CharField(
        label=gettext_lazy("Time zone"), widget=forms.TextInput(attrs={"list": "timezones"})
    )
    host = forms.CharField(
        label=gettext_lazy("Host name"),
        required=False,
        help_text=gettext_lazy("Visitors of this host see this channel, for example shop.example.com."),
    )
    is_default = forms.BooleanField(label=gettext_lazy("Default channel"), required=False)
    active = forms.BooleanField(label=gettext_lazy("Active"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        markets = [(m.code, f"{m.name} ({m.currency})") for m in channels.all_markets()]
        self.fields["market_code"].choices = markets  # type: ignore[attr-defined]
        shown = Locale.parse(get_language() or "en", sep="-")
        languages = [
            (code, Locale.parse(code, sep="-").get_display_name(shown) or code)
            for code, _label in settings.LANGUAGES
        ]
        self.fields["locales"].choices = languages  # type: ignore[attr-defined]
        self.fields["default_locale"].choices = languages  # type: ignore[attr-defined]
        for key in channels.LEGAL_KEYS:
            self.fields[f"legal_{key}"] = forms.CharField(
                label=LEGAL_LABELS[key], required=False, max_length=300
            )

    def values(self) -> dict[str, Any]:
        """Return what `save_channel` takes."""
        data = dict(self.cleaned_data)
        legal = {key: data.pop(f"legal_{key}") for key in channels.LEGAL_KEYS}
        return data | {"legal": legal}

    @staticmethod
    def timezones() -> list[str]:
        """Return the time zones to suggest."""
        return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc"))
