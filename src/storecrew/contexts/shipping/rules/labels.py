"""The life of a label, and what is checked before a carrier is asked for one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

# requested: we are asking. unknown: no answer came, the carrier may have made it. voiding: we are taking it
# back and have no answer yet.
STATES = [
    ("requested", "requested"),
    ("unknown", "unknown"),
    ("bought", "bought"),
    ("refused", "refused"),
    ("voiding", "voiding"),
    ("voided", "voided"),
]
DOCUMENTS = [("pdf", "pdf"), ("zpl", "zpl"), ("customs", "customs")]
OPEN = ("requested", "unknown")
# A label in these states does not exist at the carrier, so it may be asked for again under the same key.
GONE = ("refused", "voided")

# How long one who asked may take before another process believes that it died.
ASKING = dt.timedelta(minutes=2)
# A carrier that does not know a key after this time never received it.
NEVER_ARRIVED = dt.timedelta(minutes=2)
# After so long without a clear word a person asks the carrier.
PERSON_AFTER = dt.timedelta(hours=1)
_FIRST_CHECK = dt.timedelta(minutes=1)
_LONGEST_CHECK = dt.timedelta(hours=1)


def next_check(at: dt.datetime, checks: int) -> dt.datetime:
    """Return when to ask about an open answer again: after 1, 2, 4 ... minutes, at most an hour."""
    return at + min(_FIRST_CHECK * 2 ** min(checks, 10), _LONGEST_CHECK)


def carrier_key(key: str, attempt: int) -> str:
    """Return the key a carrier sees: a new attempt must not bring back the label that was voided."""
    return key if attempt == 1 else f"{key}/{attempt}"


def fingerprint(content: Mapping[str, Any]) -> str:
    """Tell whether two requests under one key want the same label."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def sscc(*, extension: int, company_prefix: str, serial: int) -> str:
    """Return a serial shipping container code: 18 digits with the check digit.

    ``company_prefix`` are the 4 to 12 digits that GS1 gave the shop.

    :raises ValueError: the prefix is not one, or the serial number does not fit beside it
    """
    if not (company_prefix.isascii() and company_prefix.isdigit() and 4 <= len(company_prefix) <= 12):
        raise ValueError("a GS1 company prefix has 4 to 12 digits")
    room = 16 - len(company_prefix)
    if not 0 <= extension <= 9 or not 0 <= serial < 10**room:
        raise ValueError("no serial numbers are left under this prefix")
    body = f"{extension}{company_prefix}{serial:0{room}d}"
    return body + str(check_digit(body))


def check_digit(digits: str) -> int:
    """Return the GS1 check digit of a number without it: weights 3, 1, 3 ... from the right."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def zone_of(country: str, postal_code: str, zones: Sequence[tuple[str, Sequence[str], Sequence[str]]]) -> str:
    """Return the code of the first zone (code, countries, prefixes) that holds a destination; "" if none."""
    code = postal_code.upper().replace(" ", "").replace("-", "")
    for name, countries, prefixes in zones:
        if prefixes:
            if any(starts_with(code, country, prefix) for prefix in prefixes):
                return name
        elif country in countries:
            return name
    return ""


def starts_with(code: str, country: str, entry: str) -> bool:
    """Say whether a plain post code begins as an entry such as "DE:258" or "258" says."""
    where, _, prefix = entry.upper().rpartition(":")
    wanted = prefix.replace(" ", "").replace("-", "")
    return bool(wanted) and where in ("", country) and code.startswith(wanted)


def step_for(weight_g: int, steps: Sequence[tuple[int, int]]) -> int | None:
    """Return the amount of the lowest weight step (grams, amount) that takes a weight; None when too
    heavy.
    """
    return next((amount for limit, amount in sorted(steps) if weight_g <= limit), None)
