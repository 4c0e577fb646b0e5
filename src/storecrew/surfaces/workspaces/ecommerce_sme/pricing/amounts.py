"""Amounts as people type and paste them, and as they are shown in a field."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from storecrew.kernel.money import InvalidAmount, Money, exponent

_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_UNCLEAR = re.compile(r"-?\d{1,3}(?:\.\d{3})+")


# What a field, a pasted column and a file say for a price on request, beside the word on screen.
ON_REQUEST = "on request"
_ASKED = frozenset({ON_REQUEST, "ask", "문의", "가격 문의"})


class TypedPrice(NamedTuple):
    """What somebody typed into a price field: minor units (None: nothing), or that people have to ask."""

    amount: int | None
    on_request: bool = False


def read_price(text: str, currency: str) -> TypedPrice:
    """Read an amount, or a word for "on request". Raises InvalidAmount with a sentence."""
    word = " ".join(text.split()).casefold()
    if word in _ASKED or word == str(_("on request")).casefold():
        return TypedPrice(None, on_request=True)
    return TypedPrice(read_amount(text, currency))


def price_text(amount: int | None, currency: str, *, on_request: bool = False) -> str:
    """Return a price as the text of a field, such as ``12.50`` or ``on request``."""
    return _("on request") if on_request else field_text(amount, currency)


def read_amount(text: str, currency: str) -> int | None:
    """Return minor units, or None for an empty field. Raises InvalidAmount with a sentence.

    ``1,234.50`` and ``1234.50`` and ``12,50`` are read; ``1.234`` is refused where the currency has not three
    decimals, since people in one half of the world mean a thousand by it.
    """
    raw = "".join(text.split()).replace("\N{NO-BREAK SPACE}", "")
    raw = raw.strip("€$£¥₩").removeprefix(currency).removesuffix(currency)
    if not raw:
        return None
    places = exponent(currency)
    if _THOUSANDS.fullmatch(raw) and not (places == 3 and raw.count(",") == 1 and "." not in raw):
        raw = raw.replace(",", "")
    elif _UNCLEAR.fullmatch(raw) and places != 3:
        raise InvalidAmount(
            _("%(text)s can be read in two ways.") % {"text": text.strip()[:20]},
            next_step=_("Write 1234 or 1234.50."),
        )
    elif raw.count(",") == 1 and "." not in raw:
        raw = raw.replace(",", ".")
    amount = Money.parse(raw, currency).amount
    if amount < 0:
        raise InvalidAmount(_("An amount cannot be negative."))
    return amount


def field_text(amount: int | None, currency: str) -> str:
    """Return minor units as the text of a field, such as ``12.50``; empty for None."""
    return "" if amount is None else str(Money(amount, currency).decimal)
