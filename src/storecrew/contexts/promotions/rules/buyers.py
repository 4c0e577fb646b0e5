"""Knowing a buyer again, however the address is written (ABU-05).

Limits per customer count under the mailbox, the telephone and the door, whichever is known: a second account,
a "+tag" or a guest order does not make a second customer. Once an order is paid, under the card as well.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

_DOTS_DO_NOT_COUNT = frozenset({"gmail.com", "googlemail.com"})
_SHORTEST_PHONE = 7


def mailbox(email: str) -> str:
    """Return the mailbox behind an address: without tag, and without dots where they mean nothing."""
    local, _, domain = email.strip().casefold().rpartition("@")
    local = local.split("+", 1)[0]
    if domain in _DOTS_DO_NOT_COUNT:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local else ""


def telephone(phone: str) -> str:
    """Return the last digits of a number, which are the same with and without the country's prefix."""
    digits = "".join(character for character in phone if character.isdigit())
    return digits[-9:].lstrip("0") if len(digits) >= _SHORTEST_PHONE else ""


def door(address: Mapping[str, object]) -> str:
    """Return a delivery address without blanks, case and punctuation; empty without a street."""
    if not address.get("street"):
        return ""
    parts = (str(address.get(name, "")) for name in ("street", "street2", "postal_code", "country"))
    return "|".join("".join(filter(str.isalnum, part.casefold())) for part in parts)


def keys(
    email: str, phone: str, address: Mapping[str, object], secret: str, *, customer_id: int | None = None
) -> list[str]:
    """Return what uses are counted under: hashes, sorted, so that rows are always taken in one order."""
    known = {
        "customer": str(customer_id or ""),
        "email": mailbox(email),
        "phone": telephone(phone),
        "door": door(address),
    }
    return sorted(_hash(kind, value, secret) for kind, value in known.items() if value)


def card_key(card: str, secret: str) -> str:
    """Return what uses are counted under for whoever pays by a card; its name is a hash already."""
    return _hash("card", card, secret)


def _hash(kind: str, value: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"{kind}|{value}".encode(), hashlib.sha256).hexdigest()
