"""Where a page ended, as text that goes through an address."""

from __future__ import annotations

import base64
import binascii
import json
import math


class InvalidCursor(ValueError):
    """The text is no cursor of ours."""


def encode(sort: str, key: float, product_id: int) -> str:
    """A cursor behind the product with this key in this order."""
    value = json.dumps([sort, repr(key), product_id])
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


def decode(cursor: str, sort: str) -> tuple[float, int]:
    """The key and product to go on after. Raises :class:`InvalidCursor` also for another order's cursor."""
    if len(cursor) > 200:
        raise InvalidCursor(cursor)
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        of, key, product_id = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        number = float(key)
    except (ValueError, TypeError, binascii.Error):
        raise InvalidCursor(cursor) from None
    if of != sort or math.isnan(number) or type(product_id) is not int:
        raise InvalidCursor(cursor)
    return number, product_id
