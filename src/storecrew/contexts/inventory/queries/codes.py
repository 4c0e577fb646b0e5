"""What a scanned code means: an article, a bin, a receipt, or one unit with a serial number."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory.facts import Code
from storecrew.contexts.inventory.models import Bin, Receipt, Serial
from storecrew.kernel import gs1


def read_code(text: str, *, location_id: int | None = None, today: dt.date) -> Code:
    """Read a scanned or typed code and say what it is; five queries at most.

    GS1 element strings give lot, serial number, date and count besides. Bins are those of the location;
    an article is found by its barcode in any length, else by its SKU in any case.
    """
    try:
        scan = gs1.parse(text, today=today)
    except gs1.UnreadableCode as error:
        return Code("unknown", None, text, problem=str(error))
    plain = scan.plain or text.strip()
    if not scan.gtin and location_id is not None:
        shelf = Bin.objects.filter(location_id=location_id, code__iexact=plain).first()
        if shelf is not None:
            return Code("bin", shelf.pk, shelf.code)
    found = catalog.variant_by_code(gs1.spellings(scan.gtin) if scan.gtin else (plain,))
    if found is not None:
        return Code("article", found.id, found.sku, scan.lot, scan.serial, scan.until, scan.count)
    receipt = Receipt.objects.filter(reference__iexact=plain, state=Receipt.State.OPEN).first()
    if receipt is not None:
        return Code("receipt", receipt.pk, receipt.reference)
    unit = Serial.objects.filter(code=plain).first()
    if unit is not None:
        return Code("serial", unit.variant_id, plain, serial=unit.code)
    return Code("unknown", None, plain, scan.lot, scan.serial, scan.until, scan.count)
