"""Labels that we draw ourselves, as PDF and as ZPL for label printers of 203 dots an inch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping.facts import ParcelSpec
from storecrew.contexts.shipping.rules.printed import printed_lines
from storecrew.kernel import printing

TEMPLATE = Path(__file__).parent / "label.typ"
_LONG, _LARGE, _SMALL = 30, 14, 11


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a label shows. ``numbers`` are the SSCC of each parcel; ``marks`` short words for handling."""

    carrier: str
    service: str
    zone: str
    order_ref: str
    sender: AddressFacts
    recipient: AddressFacts
    parcels: Sequence[ParcelSpec]
    numbers: Sequence[str]
    day: dt.date
    marks: Sequence[str] = ()


def pdf(sheet: Sheet) -> bytes:
    """Return the label as PDF, one page of 100 x 150 mm for each parcel."""
    recipient = address_lines(sheet.recipient)
    count = len(sheet.parcels)
    pages = [
        {
            "place": _("Parcel %(n)s of %(count)s") % {"n": place + 1, "count": count},
            "weight": weight_words(parcel.weight_g),
            "bars": printing.bars_svg(printing.gs1_128([("00", number)])),
            "number": f"(00) {number}",
            "last": place == count - 1,
        }
        for place, (parcel, number) in enumerate(zip(sheet.parcels, sheet.numbers, strict=True))
    ]
    return printing.pdf(
        TEMPLATE,
        {
            "carrier": sheet.carrier,
            "service": sheet.service,
            "zone": sheet.zone,
            "order": sheet.order_ref or "–",
            "date": sheet.day.isoformat(),
            "sender": address_lines(sheet.sender),
            "recipient": recipient,
            "recipient_size": _SMALL if max(map(len, recipient), default=0) > _LONG else _LARGE,
            "marks": list(sheet.marks),
            "pages": pages,
            "words": {
                "from": _("From"),
                "to": _("To"),
                "order": _("Order"),
                "weight": _("Weight"),
                "date": _("Date"),
            },
        },
    )


def zpl(sheet: Sheet) -> str:
    """Return the label as ZPL II, one format for each parcel, UTF-8."""
    formats = []
    for place, (parcel, number) in enumerate(zip(sheet.parcels, sheet.numbers, strict=True)):
        rows = ["^XA", "^CI28", "^PW812", "^LL1218", "^LH0,0"]
        rows += _text(30, 30, 44, sheet.carrier), _text(30, 80, 30, sheet.service)
        rows += _text(620, 30, 60, sheet.zone), _text(620, 100, 22, f"{place + 1}/{len(sheet.parcels)}")
        rows.append("^FO20,140^GB772,3,3^FS")
        rows += [
            _text(30, 155 + 26 * at, 22, line) for at, line in enumerate(address_lines(sheet.sender)[:5])
        ]
        rows.append("^FO20,300^GB772,3,3^FS")
        rows += [
            _text(30, 320 + 52 * at, 44, line) for at, line in enumerate(address_lines(sheet.recipient)[:7])
        ]
        rows.append("^FO20,700^GB772,3,3^FS")
        rows.append(_text(30, 720, 28, sheet.order_ref))
        rows.append(_text(420, 720, 28, weight_words(parcel.weight_g)))
        rows.append(_text(620, 720, 28, sheet.day.isoformat()))
        rows.append(_text(30, 770, 36, "   ".join(sheet.marks)))
        # Mode D is GS1: the printer sets FNC1 and the check character by itself.
        rows.append(f"^FO60,860^BY3^BCN,230,Y,N,N,D^FD(00){number}^FS")
        formats.append("\n".join([*rows, "^XZ"]))
    return "\n".join(formats) + "\n"


def address_lines(address: AddressFacts) -> list[str]:
    """Return an address as it is written on a parcel in its country, with the country's code and the
    phone.
    """
    values = address.as_json()
    return [row for row in (*printed_lines(values), address.country, address.phone) if row]


def weight_words(weight_g: int) -> str:
    """Return a weight as it is written on a label."""
    return f"{weight_g / 1000:.2f} kg"


def _text(x: int, y: int, size: int, text: str) -> str:
    """One field. Signs that command the printer are written in hexadecimal, so text stays text."""
    safe = "".join(f"_{ord(sign):02X}" if sign in "^~_" else sign for sign in " ".join(text.split()))
    return f"^FO{x},{y}^A0N,{size},{size}^FH^FD{safe[:120]}^FS"
