"""Checks of channel and market fields; plain Python."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from storecrew.kernel.money import UnknownCurrency, exponent

CODE = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")
HOST = re.compile(r"^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")
LEGAL_KEYS = (
    "trade_name",
    "representative",
    "address",
    "phone",
    "email",
    "registration_number",
    "vat_number",
    "mail_order_number",
    "mail_order_authority",
    "privacy_officer",
)


def known_countries() -> frozenset[str]:
    """Return the two-letter codes of all countries CLDR knows, without groupings such as EU."""
    return frozenset(c for c in get_global("territory_currencies") if len(c) == 2 and c.isalpha())


@cache
def known_timezones() -> frozenset[str]:
    """Return the names of all time zones; the system has a file of each, so they are looked for once."""
    return frozenset(available_timezones())


def clean_codes(values: Iterable[str], *, upper: bool = False) -> list[str]:
    """Trim, drop blanks and repeats, and keep the order in which the codes were written."""
    seen: dict[str, None] = {}
    for value in values:
        code = str(value).strip()
        if code:
            seen[code.upper() if upper else code] = None
    return list(seen)


def market_problems(
    *, code: str, name: str, currency: str, countries: list[str], country: str, tax_display: str
) -> dict[str, str]:
    """Return {field: reason code} for each field of a market that cannot be saved."""
    problems = _code_and_name(code, name)
    try:
        exponent(currency)
    except UnknownCurrency:
        problems["currency"] = "unknown_currency"
    known = known_countries()
    if not countries:
        problems["countries"] = "required"
    elif any(c not in known for c in countries):
        problems["countries"] = "unknown_country"
    if country not in countries:
        problems["default_country"] = "not_in_countries"
    if tax_display not in ("gross", "net"):
        problems["tax_display"] = "unknown_choice"
    return problems


def channel_problems(
    *, code: str, name: str, kind: str, locales: list[str], locale: str, timezone: str, host: str
) -> dict[str, str]:
    """Return {field: reason code} for each field of a channel that cannot be saved."""
    problems = _code_and_name(code, name)
    if kind not in ("b2c", "b2b", "d2c"):
        problems["kind"] = "unknown_choice"
    if not locales:
        problems["locales"] = "required"
    elif not all(_is_locale(value) for value in locales):
        problems["locales"] = "unknown_locale"
    if locale not in locales:
        problems["default_locale"] = "not_in_locales"
    if timezone not in known_timezones():
        problems["timezone"] = "unknown_timezone"
    if host and not HOST.match(host):
        problems["host"] = "invalid_host"
    return problems


def clean_legal(legal: Mapping[str, object]) -> dict[str, str]:
    """Keep the known facts of the footer as trimmed text; unknown keys are dropped."""
    kept = {key: str(legal.get(key) or "").strip() for key in LEGAL_KEYS}
    return {key: value for key, value in kept.items() if value}


def _code_and_name(code: str, name: str) -> dict[str, str]:
    problems = {}
    if not CODE.match(code):
        problems["code"] = "invalid_code"
    if not name.strip():
        problems["name"] = "required"
    return problems


def _is_locale(value: str) -> bool:
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True
