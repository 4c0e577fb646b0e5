"""Quantities as people type them: whole pieces, ASCII digits, within a limit."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Invalid

MOST = 100_000


class InvalidQuantity(Invalid):
    """The quantity is not a whole number from 1 to 100,000."""

    code = "invalid_quantity"
    message = _("The quantity must be a whole number.")
    next_step = _("Use a number from 1 to 100,000.")


def parse_quantity(value: Any) -> int:
    """Return a quantity from 1 to 100,000; raise InvalidQuantity for anything else.

    Integers and strings of ASCII digits are read; floats, full-width digits, signs and booleans are not.
    """
    if isinstance(value, str):
        text = value.strip()
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise InvalidQuantity(value=text[:40])
        value = int(text)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidQuantity(value=str(value)[:40])
    if not 1 <= value <= MOST:
        raise InvalidQuantity(value=str(value)[:40])
    return value
