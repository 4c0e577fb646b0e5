"""What a value of each kind has to be, how it is stored, and how it is read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from storecrew.contexts.fields.facts import FieldSpec, Plain, Stored, words

KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
SCALE = 10_000
LONGEST = 500
HIGHEST = 10**12
KINDS = ("text", "number", "choice", "boolean", "date", "url")
LIMITED = ("text", "number")
_TRUE = frozenset({"true", "yes", "1", "on", "예"})
_FALSE = frozenset({"false", "no", "0", "off", "아니요"})


class WrongValue(ValueError):
    """A value that the field does not take; ``str()`` is for people."""


def clean(spec: FieldSpec, raw: object) -> Stored | None:
    """Return a value as it is stored; None for an empty one. Raises WrongValue."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, (list, dict)):
        raise WrongValue(_("This must be a single value."))
    return _CLEANERS[spec.kind](spec, str(raw).strip() if not isinstance(raw, bool) else str(raw).lower())


def plain(spec: FieldSpec, stored: Stored) -> Plain:
    """Return a stored value as programs get it."""
    if spec.kind == "boolean":
        return bool(stored.number)
    if spec.kind == "number":
        whole, rest = divmod(stored.number or 0, SCALE)
        return whole if not rest else (stored.number or 0) / SCALE
    return stored.day if spec.kind == "date" else stored.text


def shown(spec: FieldSpec, stored: Stored, locale: str) -> str:
    """Return a stored value as people read it."""
    if spec.kind == "choice":
        labels = {choice.value: words(choice.labels, locale) for choice in spec.choices}
        return labels.get(stored.text) or stored.text
    if spec.kind == "boolean":
        return _("yes") if stored.number else _("no")
    return str(plain(spec, stored))


def _text(spec: FieldSpec, raw: str) -> Stored:
    text = " ".join("".join(char if char.isprintable() else " " for char in raw).split())
    if not text:
        raise WrongValue(_("There is nothing readable in it."))
    longest = min(spec.most or LONGEST, LONGEST)
    if len(text) > longest:
        raise WrongValue(_("At most %(n)s characters.") % {"n": longest})
    if spec.least is not None and len(text) < spec.least:
        raise WrongValue(_("At least %(n)s characters.") % {"n": spec.least})
    return Stored(text=text)


def _number(spec: FieldSpec, raw: str) -> Stored:
    try:
        number = Decimal(raw.replace(",", "."))
        scaled = number * SCALE
    except InvalidOperation:
        raise WrongValue(_("This must be a number.")) from None
    if not number.is_finite() or abs(number) > HIGHEST:
        raise WrongValue(_("This must be a number."))
    if scaled != scaled.to_integral_value():
        raise WrongValue(_("At most four digits after the point."))
    if spec.least is not None and number < spec.least:
        raise WrongValue(_("At least %(n)s.") % {"n": spec.least})
    if spec.most is not None and number > spec.most:
        raise WrongValue(_("At most %(n)s.") % {"n": spec.most})
    return Stored(number=int(scaled))


def _choice(spec: FieldSpec, raw: str) -> Stored:
    if raw not in {choice.value for choice in spec.choices}:
        raise WrongValue(_("Choose one of the list."))
    return Stored(text=raw)


def _boolean(spec: FieldSpec, raw: str) -> Stored:
    if raw.casefold() not in _TRUE | _FALSE:
        raise WrongValue(_("This must be yes or no."))
    return Stored(number=SCALE if raw.casefold() in _TRUE else 0)


def _date(spec: FieldSpec, raw: str) -> Stored:
    try:
        return Stored(day=dt.date.fromisoformat(raw).isoformat())
    except ValueError:
        raise WrongValue(_("This must be a date such as 2027-03-01.")) from None


def _url(spec: FieldSpec, raw: str) -> Stored:
    try:
        parts = urlsplit(raw)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine or len(raw) > LONGEST or any(char <= " " or char in "<>\"'\\" for char in raw):
        raise WrongValue(_("This must be a web address that begins with https://."))
    return Stored(text=raw)


_CLEANERS: dict[str, Callable[[FieldSpec, str], Stored]] = {
    "text": _text,
    "number": _number,
    "choice": _choice,
    "boolean": _boolean,
    "date": _date,
    "url": _url,
}
