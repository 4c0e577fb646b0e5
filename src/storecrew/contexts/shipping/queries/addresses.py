"""Clean addresses and the forms that ask for them, in the words of the shopper."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from babel import Locale, UnknownLocaleError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.errors import InvalidAddress
from storecrew.contexts.shipping.facts import AddressField, AddressForm, CheckedAddress, Destination
from storecrew.contexts.shipping.rules.address_formats import AddressFormat, address_format, countries
from storecrew.contexts.shipping.rules.addresses import LIMITS, Cleaned, clean
from storecrew.contexts.shipping.rules.printed import printed_lines
from storecrew.kernel.sentence import say

_NAMED = re.compile(r"%\((\w+)\)")

_AUTOCOMPLETE = {
    "name": "name",
    "company": "organization",
    "street": "address-line1",
    "street2": "address-line2",
    "city": "address-level2",
    "region": "address-level1",
    "postal_code": "postal-code",
    "country": "country",
    "phone": "tel",
}


def clean_address(
    data: Mapping[str, Any], locale: str = "en", *, to_deliver: bool = False, for_tax: bool = False
) -> AddressFacts:
    """Return the address as it is printed in its country, or raise InvalidAddress with a sentence for each
    field. ``to_deliver``: also for what carriers of the country ask of an order; ``for_tax``: only for what
    tells the tax.

    ``data`` has the fields of ``AddressFacts``; others are ignored. Post codes, regions and phone numbers
    are brought into their usual form, and a region that the post code tells is filled in.
    """
    return check_address(data, locale, to_deliver=to_deliver, for_tax=for_tax).address


def check_address(
    data: Mapping[str, Any], locale: str = "en", *, to_deliver: bool = False, for_tax: bool = False
) -> CheckedAddress:
    """Do what ``clean_address`` does, and say also what about the address a person should look at."""
    cleaned = clean(data, to_deliver=to_deliver, for_tax=for_tax)
    with translation.override(locale):
        if cleaned.problems:
            raise InvalidAddress(
                **{name: sentence(name, code, cleaned) for name, code in cleaned.problems.items()}
            )
        warnings = {name: sentence(name, code, cleaned) for name, code in cleaned.warnings.items()}
    return CheckedAddress(AddressFacts(**cleaned.values), warnings)


def takes_parcels(address: Mapping[str, Any]) -> bool:
    """Say whether an address has all that a parcel needs: one that was given for the tax may not."""
    return "required" not in clean(address, to_deliver=True).problems.values()


def check_destination(country: str, postal_code: str = "", locale: str = "en") -> Destination:
    """Return a country and a post code as they are printed. The code may be empty; InvalidAddress otherwise.

    For questions that are asked before there is an address: when would it arrive, what would it cost.
    """
    cleaned = clean({"country": country, "postal_code": postal_code})
    wrong = {name: cleaned.problems.get(name, "") for name in ("country", "postal_code")}
    if wrong["postal_code"] == "required":
        wrong["postal_code"] = ""
    with translation.override(locale):
        sentences = {name: sentence(name, code, cleaned) for name, code in wrong.items() if code}
    if sentences:
        raise InvalidAddress(**sentences)
    return Destination(cleaned.values["country"], cleaned.values["postal_code"])


def clean_saved_address(address: AddressFacts, locale: str) -> AddressFacts:
    """Return an address of a customer's book as it is printed; InvalidAddress."""
    return clean_address(address.as_json(), locale)


def address_form(country: str, locale: str = "en") -> AddressForm:
    """Return the fields of an address in a country, in order, with labels in the locale; InvalidAddress."""
    country_format = address_format(country.strip().upper())
    with translation.override(locale):
        if country_format is None:
            raise InvalidAddress(country=_("Choose a country from the list."))
        names = ["name", "company", *_shown_parts(country_format), "phone"]
        fields = [_field(name, country_format, locale) for name in names]
    return AddressForm(country_format.country, tuple(fields))


def country_choices(codes: tuple[str, ...] | list[str] = (), locale: str = "en") -> list[tuple[str, str]]:
    """Return (code, name) of these countries, or of all, sorted by name in the locale."""
    names = _territories(locale)
    chosen = codes or countries()
    return sorted(((code, names.get(code, code)) for code in chosen), key=lambda pair: pair[1].casefold())


def printed_address(address: Mapping[str, Any], locale: str = "en", *, phone: bool = True) -> list[str]:
    """Return an address as it is written on a parcel in its country, the country in words, without empty
    lines.
    """
    values = {name: str(address.get(name) or "") for name in LIMITS}
    country = _territories(locale).get(values["country"], values["country"])
    return [line for line in (*printed_lines(values), country, values["phone"] if phone else "") if line]


def _shown_parts(country_format: AddressFormat) -> list[str]:
    parts = [part for part in country_format.order if part != "region" or country_format.asks_region]
    parts.insert(parts.index("street") + 1, "street2")
    return parts


def _field(name: str, country_format: AddressFormat, locale: str) -> AddressField:
    is_code = name == "postal_code"
    numeric = is_code and _digits_only(country_format.postal_example)
    return AddressField(
        name=name,
        label=_label(name, country_format),
        required=_asked_for(name, country_format),
        autocomplete=_AUTOCOMPLETE[name],
        inputmode="numeric" if numeric else "tel" if name == "phone" else "text",
        pattern=_browser_pattern(country_format.postal_pattern) if numeric else "",
        example=country_format.postal_example if is_code else "",
        choices=_region_choices(country_format, locale) if name == "region" else (),
        hidden=name in ("street2", "company"),
        max_length=LIMITS[name],
    )


def _asked_for(name: str, country_format: AddressFormat) -> bool:
    """Say whether a form does without a part of the address or not."""
    if name == "phone":
        return country_format.needs_phone
    return name == "name" or (name in country_format.required and not _derived(name, country_format))


def _derived(name: str, country_format: AddressFormat) -> bool:
    """Say whether a part may stay empty because the post code always tells it."""
    return name == "region" and country_format.country == "KR"


def _digits_only(example: str) -> bool:
    return bool(example) and example.replace("-", "").replace(" ", "").isdigit()


def _browser_pattern(pattern: str) -> str:
    """Let blanks and hyphens be typed or left out: they are put in place afterwards."""
    # Character classes stay as they are, but for the one that is a separator itself.
    parts = re.split(r"(\[[^\]]*\])", pattern)
    for index, part in enumerate(parts):
        if not part.startswith("["):
            parts[index] = re.sub(r" \??|\\?-\??", "\0", part)
        elif part == r"[ \-]":
            parts[index] = "\0"
    return "".join(parts).replace("\0?", "\0").replace("\0", r"[ \-]?")


def _region_choices(country_format: AddressFormat, locale: str) -> tuple[tuple[str, str], ...]:
    local = locale.split("-", maxsplit=1)[0] in _LOCAL_SCRIPTS.get(country_format.country, ())
    pairs = [(each.key, each.name if local else each.latin) for each in country_format.regions]
    return tuple(sorted(dict(pairs).items(), key=lambda pair: pair[1]))


# Who reads the names of regions in their own script.
_LOCAL_SCRIPTS = {
    "KR": ("ko",),
    "JP": ("ja",),
    "CN": ("zh",),
    "TW": ("zh",),
    "HK": ("zh",),
    "TH": ("th",),
    "RU": ("ru",),
    "UA": ("uk",),
    "AE": ("ar",),
    "EG": ("ar",),
    "AM": ("hy",),
}


def _label(name: str, country_format: AddressFormat) -> str:
    labels: dict[str, Callable[[], str]] = {
        "name": lambda: _("Full name"),
        "company": lambda: _("Company"),
        "street": lambda: _("Street and house number"),
        "street2": lambda: _("Apartment, floor, building"),
        "city": lambda: _city_label(country_format.city_label),
        "region": lambda: _region_label(country_format.region_label),
        "postal_code": lambda: _postal_label(country_format.postal_label),
        "country": lambda: _("Country"),
        "phone": lambda: _("Phone"),
    }
    return labels[name]()


def _postal_label(kind: str) -> str:
    return {"zip": _("ZIP code"), "eircode": _("Eircode"), "pin": _("PIN code")}.get(kind, _("Postal code"))


def _city_label(kind: str) -> str:
    return {"suburb": _("Suburb"), "post_town": _("Town"), "district": _("District")}.get(kind, _("City"))


def _region_label(kind: str) -> str:
    return {
        "state": pgettext("address", "State"),
        "county": _("County"),
        "prefecture": _("Prefecture"),
        "do_si": _("Province or city"),
        "emirate": _("Emirate"),
        "island": _("Island"),
        "area": _("Area"),
        "oblast": _("Oblast"),
        "parish": _("Parish"),
        "department": _("Department"),
        "district": _("District"),
        "region": _("Region"),
    }.get(kind, _("Province"))


def sentence(name: str, code: str, cleaned: Cleaned) -> str:
    """Say what is wrong and what to do about it."""
    country_format = address_format(cleaned.values["country"])
    label = _label(name, country_format) if country_format else name
    facts = cleaned.facts | {"label": label, "limit": cleaned.facts.get(f"limit_{name}", "")}
    if code == "required":
        return _required_sentence(name, facts)
    text = {
        "too_long": gettext_noop("Use at most %(limit)s characters."),
        "unknown_country": gettext_noop("Choose a country from the list."),
        "old_korean_code": gettext_noop(
            "This is a code with six digits from before 2015. Write the one with five digits."
        ),
        "wrong_pattern": gettext_noop(
            "%(code)s does not look like a code of this country. Write it like %(example)s."
        ),
        "unknown_region": gettext_noop("Choose one from the list."),
        "other_region": gettext_noop(
            "%(code)s lies in %(region_of_code)s, not in %(region)s. Correct one of the two."
        ),
        "region_from_code": gettext_noop("%(typed)s is not in the list; the postal code says %(region)s."),
        "wrong_phone": gettext_noop("Write the number with its area code, or with + and the country code."),
        "unlikely_phone": gettext_noop("This number is not in use. Check it if a call should reach you."),
        "no_number": gettext_noop("There is no house number."),
    }[code]
    return _said(text, facts)


def _required_sentence(name: str, facts: Mapping[str, str]) -> str:
    sentences = {
        "name": gettext_noop("Write the name of the person who receives the parcel."),
        "street": gettext_noop("Write the street and house number."),
        "city": gettext_noop("Write the city or town."),
        "region": gettext_noop("Choose one from the list."),
        "country": gettext_noop("Choose a country from the list."),
        "phone": gettext_noop("Write a phone number: carriers there deliver only with one."),
        "postal_code": gettext_noop("Write the postal code, for example %(example)s."),
    }
    return _said(sentences[name], facts)


def _said(text: str, facts: Mapping[str, str]) -> str:
    """Return the sentence with the facts that it names, and with no others: it may be stored."""
    return say(text, **{name: facts[name] for name in _NAMED.findall(text)})


def country_name(country: str) -> str:
    """Return the name of a country in the reader's language; the code when it has none."""
    return _territories(translation.get_language() or "en").get(country, country)


def _territories(locale: str) -> Mapping[str, str]:
    try:
        return Locale.parse(locale.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en").territories
