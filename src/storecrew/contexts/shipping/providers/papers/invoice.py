"""The commercial invoice that travels with goods across a border, in English as customs expect it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.facts import ParcelSpec
from storecrew.contexts.shipping.providers.drawn import address_lines
from storecrew.kernel import printing
from storecrew.kernel.money import Money

TEMPLATE = Path(__file__).parent / "invoice.typ"


def commercial_invoice(
    *,
    number: str,
    tracking_number: str,
    sender: AddressFacts,
    recipient: AddressFacts,
    parcels: Sequence[ParcelSpec],
    customs: Mapping[str, Any],
    day: dt.date,
) -> bytes:
    """Return the invoice as PDF, one line for each kind of goods. All values have one currency."""
    items = [item for parcel in parcels for item in parcel.items]
    currency = items[0].unit_value.currency
    total = sum(item.unit_value.amount * item.quantity for item in items)
    rows = [
        [
            item.description,
            item.sku,
            item.hs_code,
            item.origin,
            str(item.quantity),
            _amount(item.unit_value),
            _amount(Money(item.unit_value.amount * item.quantity, currency)),
        ]
        for item in items
    ]
    weight = sum(parcel.weight_g for parcel in parcels)
    facts = [
        ["Invoice", number],
        ["Date", day.isoformat()],
        ["Waybill", tracking_number],
        ["Incoterm", f"{customs.get('incoterm', '')} {recipient.country}"],
        ["EORI", customs.get("eori", "")],
        ["VAT number", customs.get("vat_number", "")],
        ["Parcels", str(len(parcels))],
        ["Gross weight", f"{weight / 1000:.2f} kg"],
        ["Reason", "Sale of goods"],
    ]
    data = {
        "sender": address_lines(sender),
        "recipient": address_lines(recipient),
        "facts": [fact for fact in facts if fact[1].strip()],
        "rows": rows,
        "total": _amount(Money(total, currency)),
        "currency": currency,
        "signer": customs.get("signer", ""),
    }
    return printing.pdf(TEMPLATE, data)


def _amount(money: Money) -> str:
    return money.format("en")
