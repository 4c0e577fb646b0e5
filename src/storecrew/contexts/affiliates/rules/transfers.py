"""Files for the bank: a table, and SEPA credit transfers (pain.001.001.03)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from storecrew.kernel.money import Money

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03"
_SPELLED = str.maketrans(
    {
        "ß": "ss",
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
    }
)
_UNUSUAL = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


class Transfer(NamedTuple):
    """One payment to a partner."""

    reference: str
    name: str
    iban: str
    amount: Money
    day: dt.date


def fits_sepa(transfer: Transfer) -> bool:
    """Say whether a payment can be a SEPA transfer: in euro, to an IBAN."""
    return transfer.amount.currency == "EUR" and bool(transfer.iban)


def table(transfers: Sequence[Transfer]) -> str:
    """Return the payments as a table."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["reference", "name", "iban", "amount", "currency", "day"])
    for each in transfers:
        amount = f"{each.amount.decimal:f}"
        # A name that a spreadsheet would run as a formula is inert by an apostrophe (BAD-10).
        name = "'" + each.name if each.name.lstrip()[:1] in "=+-@'" else each.name
        writer.writerow([each.reference, name, each.iban, amount, each.amount.currency, each.day])
    return out.getvalue()


def sepa(
    transfers: Sequence[Transfer], *, message: str, at: dt.datetime, debtor: str, debtor_iban: str
) -> bytes:
    """Return the payments in euro as one batch for a bank; others are left out, and those without an IBAN."""
    euros = [each for each in transfers if fits_sepa(each)]
    total = f"{Money(sum(each.amount.amount for each in euros), 'EUR').decimal:f}"
    document = ET.Element("Document", {"xmlns": NAMESPACE})
    root = ET.SubElement(document, "CstmrCdtTrfInitn")
    header = ET.SubElement(root, "GrpHdr")
    _add(header, "MsgId", message[:35])
    _add(header, "CreDtTm", at.strftime("%Y-%m-%dT%H:%M:%S"))
    _add(header, "NbOfTxs", str(len(euros)))
    _add(header, "CtrlSum", total)
    _add(ET.SubElement(header, "InitgPty"), "Nm", _plain(debtor))
    batch = ET.SubElement(root, "PmtInf")
    _add(batch, "PmtInfId", message[:35])
    _add(batch, "PmtMtd", "TRF")
    _add(batch, "NbOfTxs", str(len(euros)))
    _add(batch, "CtrlSum", total)
    kind = ET.SubElement(ET.SubElement(batch, "PmtTpInf"), "SvcLvl")
    _add(kind, "Cd", "SEPA")
    _add(batch, "ReqdExctnDt", at.date().isoformat())
    _add(ET.SubElement(batch, "Dbtr"), "Nm", _plain(debtor))
    _add(ET.SubElement(ET.SubElement(batch, "DbtrAcct"), "Id"), "IBAN", debtor_iban)
    agent = ET.SubElement(ET.SubElement(batch, "DbtrAgt"), "FinInstnId")
    _add(ET.SubElement(agent, "Othr"), "Id", "NOTPROVIDED")
    _add(batch, "ChrgBr", "SLEV")
    for each in euros:
        one = ET.SubElement(batch, "CdtTrfTxInf")
        _add(ET.SubElement(one, "PmtId"), "EndToEndId", each.reference[:35])
        amount = ET.SubElement(ET.SubElement(one, "Amt"), "InstdAmt", {"Ccy": "EUR"})
        amount.text = f"{each.amount.decimal:f}"
        _add(ET.SubElement(one, "Cdtr"), "Nm", _plain(each.name))
        _add(ET.SubElement(ET.SubElement(one, "CdtrAcct"), "Id"), "IBAN", each.iban)
        _add(ET.SubElement(one, "RmtInf"), "Ustrd", _plain(f"Commission {each.reference}"))
    body: bytes = ET.tostring(document, encoding="utf-8", xml_declaration=True)
    return body


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _plain(text: str) -> str:
    """Return text in the letters that every bank takes: without accents, as banks write it themselves."""
    bare = unicodedata.normalize("NFKD", text.replace("&", "+").translate(_SPELLED))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    return _UNUSUAL.sub("?", bare)[:70] or "?"
