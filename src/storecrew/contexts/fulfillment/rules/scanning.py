"""Whether what a scanner read is the right thing; ``kernel.gs1`` takes the code apart."""

from __future__ import annotations

import datetime as dt

from storecrew.kernel import gs1


def read(code: str, *, today: dt.date) -> gs1.Scan:
    """Return what a scanned code says; a code that breaks the standard is no more than its text."""
    try:
        return gs1.parse(code, today=today)
    except gs1.UnreadableCode:
        return gs1.Scan(plain=code.strip())


def is_item(scan: gs1.Scan, *, sku: str, barcode: str = "") -> bool:
    """Say whether a scan names an article, by its SKU or by its GTIN in any length."""
    if scan.plain and scan.plain.casefold() == sku.casefold():
        return True
    return bool(barcode) and (barcode in gs1.spellings(scan.gtin) if scan.gtin else barcode == scan.plain)


def is_place(code: str, bin_code: str) -> bool:
    """Say whether a scan names a bin; a place without a code needs no scan."""
    return not bin_code or code.strip().casefold() == bin_code.casefold()
