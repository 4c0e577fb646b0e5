"""Barcodes: GTIN-8, -12 (UPC), -13 (EAN) and -14 by their check digit."""

from __future__ import annotations

from stdnum import ean


class InvalidBarcode(ValueError):
    """The text is not a GTIN; the message says why."""


def clean_barcode(value: object) -> str:
    """The digits of a GTIN without blanks and dashes; ``""`` for an empty value.

    Raises :class:`InvalidBarcode` when the length or the check digit is wrong.
    """
    text = str(value)
    if not text.isalnum():
        # Blanks and dashes, and the apostrophe by which spreadsheets keep leading zeros.
        text = ean.compact(text).strip().lstrip("'")
    if not text:
        return ""
    if not (text.isascii() and text.isdigit()):
        raise InvalidBarcode("not_digits")
    if len(text) not in {8, 12, 13, 14}:
        raise InvalidBarcode("length")
    if ean.calc_check_digit(text[:-1]) != text[-1]:
        raise InvalidBarcode("check_digit")
    return text
