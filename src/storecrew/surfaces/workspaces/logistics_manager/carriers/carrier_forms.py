"""Forms of carriers: connection, services, and the contract's table as lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CarrierAccount, CarrierZone
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money, exponent

LABELS = {
    "gs1_prefix": gettext_lazy("GS1 company prefix"),
    "tracking_page": gettext_lazy("Tracking page, with {number}"),
    "timezone": gettext_lazy("Time zone"),
    "script": gettext_lazy("Life of the parcels"),
    "failure": gettext_lazy("What goes wrong"),
    "webhook_secret": gettext_lazy("Secret of messages"),
    "account_number": gettext_lazy("Account number"),
    "site_id": gettext_lazy("Site ID"),
    "password": gettext_lazy("Password"),
    "client_id": gettext_lazy("Client ID"),
    "client_secret": gettext_lazy("Client secret"),
    "api_key": gettext_lazy("API key"),
    "secret_key": gettext_lazy("Secret key"),
}


class KindForm(forms.Form):
    """How a new carrier is connected."""

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Connected by"))
    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3, initial="EUR")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(each.kind, each.name) for each in shipping.carrier_kinds()]  # type: ignore[attr-defined]


class ConnectionForm(forms.Form):
    """Settings and secrets of a contract; secrets are written and never shown."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    test_mode = forms.BooleanField(label=gettext_lazy("Use the carrier's test system"), required=False)
    position = forms.IntegerField(label=gettext_lazy("Place in lists"), min_value=0, max_value=999)
    claim_days = forms.IntegerField(
        label=gettext_lazy("Days after the delivery in which it takes claims"), min_value=1, max_value=365
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: CarrierAccount, kind: shipping.CarrierKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in kind.setting_fields:
            self.fields[f"setting_{name}"] = forms.CharField(
                label=LABELS.get(name, name),
                required=False,
                initial=row.settings.get(name, ""),
                max_length=300,
            )
        for name in kind.secret_fields:
            self.fields[f"secret_{name}"] = forms.CharField(
                label=LABELS.get(name, name),
                required=False,
                max_length=300,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text=_("Stored sealed. Leave empty to keep it."),
            )

    def part(self, prefix: str) -> dict[str, str]:
        """Return the values of all fields with a prefix."""
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }


class TableForm(forms.Form):
    """The contract's services and table, one line each."""

    services = forms.CharField(
        label=gettext_lazy("Services"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: code; name; the carrier's own code; parcel or pallet; "
            "least days; most days; most kg."
        ),
    )
    table = forms.CharField(
        label=gettext_lazy("Prices by zone and weight"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One a line: zone; countries; postal codes; more days; service; up to kg; price. "
            "The first zone that fits counts. Spreadsheets paste as they are."
        ),
    )

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_services(self) -> list[shipping.ServiceRow]:
        """Read the services."""
        return [self._service(number, cells) for number, cells in _lines(self.cleaned_data["services"])]

    def clean_table(self) -> list[shipping.ZoneRow]:
        """Read the zones with their steps, in the order of their first line."""
        zones: dict[str, dict[str, Any]] = {}
        for number, cells in _lines(self.cleaned_data["table"]):
            try:
                name, countries, codes, days, service, up_to, price = [*cells, *[""] * 7][:7]
                zone = zones.setdefault(
                    name,
                    {
                        "countries": tuple(countries.upper().replace(",", " ").split()),
                        "postal_codes": tuple(codes.upper().replace(",", " ").split()),
                        "extra_days": int(days or 0),
                        "rates": {},
                    },
                )
                step = (_grams(up_to), Money.parse(_point(price), self.currency).amount)
            except (ValueError, DomainError) as error:
                raise _wrong_line(number, cells) from error
            zone["rates"].setdefault(service, []).append(step)
        return [
            shipping.ZoneRow(
                name, zone["countries"], zone["postal_codes"], zone["extra_days"],
                {service: tuple(steps) for service, steps in zone["rates"].items()},
            )
            for name, zone in zones.items()
        ]  # fmt: skip

    def _service(self, number: int, cells: Sequence[str]) -> shipping.ServiceRow:
        try:
            code, name, carrier_code, unit, least, most, kilos = [*cells, *[""] * 7][:7]
            return shipping.ServiceRow(
                code=code,
                name=name,
                carrier_code=carrier_code,
                unit="pallet" if unit.lower().startswith("pal") else "parcel",
                min_days=int(least or 1),
                max_days=int(most or least or 3),
                max_weight_g=_grams(kilos) if kilos else None,
            )
        except ValueError as error:
            raise _wrong_line(number, cells) from error


def services_text(row: CarrierAccount) -> str:
    """Return the services of a contract as lines."""
    return "\n".join(
        "; ".join(
            [
                each.code,
                each.name,
                each.carrier_code,
                each.unit,
                str(each.min_days),
                str(each.max_days),
                f"{each.max_weight_g / 1000:g}" if each.max_weight_g else "",
            ]
        )
        for each in row.services.filter(active=True)
    )


def table_text(row: CarrierAccount) -> str:
    """Return the table of a contract as lines."""
    lines = []
    zones = CarrierZone.objects.filter(account=row).prefetch_related("rates__service")
    places = exponent(row.currency)
    for zone in zones:
        head = [zone.code, " ".join(zone.countries), " ".join(zone.postal_codes), str(zone.extra_days)]
        for rate in zone.rates.all():
            price = f"{rate.amount / 10**places:.{places}f}"
            lines.append("; ".join([*head, rate.service.code, f"{rate.up_to_g / 1000:g}", price]))
    return "\n".join(lines)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    return [
        (number, [cell.strip() for cell in line.replace("\t", ";").split(";")])
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]


def _point(price: str) -> str:
    """A lone comma is a decimal comma, as spreadsheets of half the world write it."""
    return price.replace(",", ".") if price.count(",") == 1 and "." not in price else price


def _grams(kilos: str) -> int:
    whole, _dot, part = kilos.replace(",", ".").partition(".")
    return int(whole or 0) * 1000 + int((part + "000")[:3])


def _wrong_line(number: int, cells: Sequence[str]) -> forms.ValidationError:
    return forms.ValidationError(
        _("Line %(number)s cannot be read: %(line)s") % {"number": number, "line": "; ".join(cells)}
    )
