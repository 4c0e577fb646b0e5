"""The address form of a country with what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.shipping import public as shipping

HALF = {"postal_code": "w-3", "city": "w-3", "region": "w-3"}
# The company is asked only where somebody opens it; the second line waits behind a link as well.
LATER = ("company", "street2")
NAMES = ("name", "company", "street", "street2", "city", "postal_code", "region", "country", "phone")


def typed(post: Mapping[str, Any], channel: ChannelFacts) -> dict[str, str]:
    """Return what was typed into the address fields; the country is one that the channel delivers to."""
    values = {name: str(post.get(name, "")).strip()[:200] for name in NAMES}
    if values["country"] not in (channel.countries or (values["country"],)):
        values["country"] = channel.country
    values["country"] = values["country"] or channel.country
    return values


def address_form(
    values: Mapping[str, str],
    channel: ChannelFacts,
    locale: str,
    errors: Mapping[str, str] | None = None,
    *,
    in_parcel: bool = True,
    by_company: bool = False,
) -> Any:
    """Return the fields in the country's own order; ``errors`` are sentences by field.

    Where nothing is sent, only what tells the tax is asked; ``more`` are the fields of the whole address.
    With ``by_company`` the company is not among them but beside them, with its VAT number.
    """
    country = values.get("country") or channel.country
    try:
        form = shipping.address_form(country, locale)
    except shipping.InvalidAddress:
        country = channel.country
        form = shipping.address_form(country, locale)
    problems = dict(errors or {})
    fields = [_field(one, values.get(one.name, ""), problems.get(one.name, "")) for one in form.fields]
    company = next((one for one in fields if one.name == "company"), None) if by_company else None
    fields = [one for one in fields if one is not company]
    more = [] if in_parcel else _only_for_tax(fields)
    asked = [one for one in fields if one not in more and (in_parcel or one.name != "phone")]
    _fill_rows(asked)
    _fill_rows(more)
    return SimpleNamespace(
        country=country,
        countries=shipping.country_choices(list(channel.countries), locale) if channel.countries else [],
        fields=[
            *(one for one in asked if one.name != "company"),
            *(one for one in asked if one.name == "company"),
        ],
        more=more,
        more_open=any(one.value or one.error for one in more),
        company=_buyer(company, values, problems) if company else None,
        errors=problems,
        lookup=in_parcel and shipping.can_find_addresses(country),
        email=SimpleNamespace(value=values.get("email", ""), error=problems.get("email", "")),
    )


def _buyer(company: Any, values: Mapping[str, str], problems: Mapping[str, str]) -> Any:
    number, wrong = values.get("vat_number", ""), problems.get("vat_number", "")
    return SimpleNamespace(
        name=company.value,
        name_error=company.error,
        number=number,
        number_error=wrong,
        is_open=bool(company.value or company.error or number or wrong),
    )


def _only_for_tax(fields: list[Any]) -> list[Any]:
    """Return the fields that may stay empty where nothing is sent; what is asked is about who pays."""
    more = []
    for one in fields:
        one.autocomplete = one.autocomplete.replace("shipping ", "billing ")
        if one.name == "name":
            one.label = _("Your name")
            one.missing = _("%(field)s is missing.") % {"field": one.label}
        elif one.name in ("street", "street2", "city", "company", "region"):
            if one.name == "region" and one.required:
                continue
            one.required = one.optional_line = False
            more.append(one)
    return more


def _fill_rows(fields: list[Any]) -> None:
    """Let a half-wide field that has no neighbor for the other half take the whole row."""
    alone = None
    for one in (*fields, None):
        if one is not None and one.width:
            alone = None if alone else one
        elif alone is not None:
            alone.width, alone = "", None


def _field(one: shipping.AddressField, value: str, error: str) -> Any:
    is_phone = one.name == "phone"
    return SimpleNamespace(
        name=one.name,
        label=one.label,
        value=value,
        error=error,
        required=one.required,
        autocomplete=f"shipping {one.autocomplete}",
        type="tel" if is_phone else "text",
        inputmode="" if one.inputmode == "text" else one.inputmode,
        pattern=one.pattern,
        width=HALF.get(one.name, ""),
        hint=_phone_hint(one) if is_phone else "",
        wrong=_("This looks different, for example %(example)s.") % {"example": one.example}
        if one.example
        else "",
        missing=_("%(field)s is missing.") % {"field": one.label},
        choices=one.choices,
        optional_line=one.hidden or one.name in LATER,
    )


def _phone_hint(one: shipping.AddressField) -> str:
    """Say what the number is for."""
    if one.required:
        return _("The carrier calls or texts before it delivers.")
    return _("Only if the carrier cannot find you.")


def reveal_words() -> dict[str, str]:
    """Return the words of the links that open what most people do not need."""
    return {"street2": _("Add an apartment, floor or building"), "company": _("Add a company")}
