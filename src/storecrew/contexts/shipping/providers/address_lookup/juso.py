"""Korea's public address service (business.juso.go.kr), which answers in JSON with road addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from storecrew.contexts.shipping.errors import LookupSilent
from storecrew.contexts.shipping.providers.address_lookup.protocol import FoundAddress
from storecrew.kernel import outgoing
from storecrew.kernel.errors import DomainError

ADDRESS = "https://business.juso.go.kr/addrlink/addrLinkApi.do"
MOST = 10
LARGEST = 256 * 1024
SECONDS = 4.0  # not money: seconds
# The service refuses these, and words of its own query language.
_FORBIDDEN = re.compile(
    r"[%=><\[\]]|\b(?:OR|SELECT|INSERT|DELETE|UPDATE|CREATE|DROP|EXEC|UNION|FETCH|DECLARE|TRUNCATE)\b", re.I
)
TOO_GENERAL = frozenset({"E0005", "E0006", "E0008", "E0009", "E0010", "E0011", "E0012", "E0013", "E0015"})
"""Codes by which the service says that the words are too few, too many or too general: nothing is found."""


def _get(url: str) -> bytes:
    return outgoing.fetch(url, max_bytes=LARGEST, timeout=SECONDS).body


class Juso:
    """Asks with the key that the ministry gives out; `get` fetches an address."""

    countries = frozenset({"KR"})

    def __init__(self, key: str, *, address: str = ADDRESS, get: Callable[[str], bytes] = _get) -> None:
        self._key = key
        self._address = address
        self._get = get

    def find(self, words: str, country: str) -> tuple[FoundAddress, ...]:
        """Return what the service finds. Raises LookupSilent."""
        keyword = " ".join(_FORBIDDEN.sub(" ", words).split())
        if not keyword:
            return ()
        asked = {
            "confmKey": self._key,
            "currentPage": 1,
            "countPerPage": MOST,
            "keyword": keyword,
            "resultType": "json",
        }
        try:
            answer = json.loads(self._get(f"{self._address}?{urlencode(asked)}"))["results"]
            code = str(answer["common"]["errorCode"])
            rows = answer.get("juso") or []
        except (DomainError, OSError, ValueError, KeyError, TypeError) as error:
            raise LookupSilent(reason=type(error).__name__) from error
        if code in TOO_GENERAL:
            return ()
        if code != "0":
            raise LookupSilent(reason=code[:10])
        return tuple(found for row in rows[:MOST] if (found := _address_of(row)) is not None)


def _address_of(row: Mapping[str, Any]) -> FoundAddress | None:
    """Read one row: the road and its number, the district and building in brackets stay with them."""
    try:
        region, city = str(row["siNm"]), str(row["sggNm"])
        road, rest = str(row["roadAddrPart1"]), str(row.get("roadAddrPart2") or "").strip()
        street = road.removeprefix(region).strip().removeprefix(city).strip()
        # Sejong has no districts below it.
        return FoundAddress(
            f"{road} {rest}".strip(), f"{street} {rest}".strip(), city or region, region, str(row["zipNo"])
        )
    except (KeyError, TypeError):
        return None
