"""What may be kept of an address and of where a visitor came from."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

CLICKS = {
    "gclid": "google", "gbraid": "google", "wbraid": "google", "dclid": "google", "msclkid": "microsoft",
    "fbclid": "facebook", "ttclid": "tiktok", "twclid": "x", "li_fat_id": "linkedin", "epik": "pinterest",
    "n_media": "naver", "yclid": "yandex", "irclickid": "impact", "awc": "awin",
}  # fmt: skip
"""Parameters by which advertisers know a person again. Of each only the advertiser's name is kept."""
LONGEST_WORD = 80
LONGEST_PATH = 200
WITHHELD = "(withheld)"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_PERSON = re.compile(r"@|%40|\d{7,}")


class Entry(NamedTuple):
    """How somebody came to a page: words of its address, and the host that led here. All may be empty."""

    host: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    click: str = ""

    @property
    def from_elsewhere(self) -> bool:
        """Say whether this page was opened from another place than the shop itself."""
        return bool(self.host or self.source or self.medium or self.campaign or self.click)


def word(text: str) -> str:
    """Return a campaign word fit to be kept: short, lower case, never an address or number of a person."""
    plain = " ".join(_CONTROL.sub(" ", text).split()).lower()[:LONGEST_WORD]
    return WITHHELD if _PERSON.search(plain) else plain


def host_of(referrer: str) -> str:
    """Return the host of a referrer in lower case, or "" when there is none."""
    try:
        found = urlsplit(referrer.strip()[:2000])
        host = (found.hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    if found.scheme not in ("http", "https", "android-app") or not re.fullmatch(r"[\w.-]{1,253}", host):
        return ""
    return host


def entry(query: str, referrer: str, own_host: str) -> Entry:
    """Read how somebody came from a query string and a referrer; pages of the shop itself are no source."""
    words = dict(reversed(parse_qsl(query[:2000], max_num_fields=60))) if _sane(query) else {}
    host = host_of(referrer)
    own = own_host.rsplit(":", 1)[0].lower()
    click = next((CLICKS[name] for name in words if name in CLICKS), "")
    return Entry(
        "" if host in (own, f"www.{own}") or f"www.{host}" == own else host[:120],
        word(words.get("utm_source", "")),
        word(words.get("utm_medium", "")),
        word(words.get("utm_campaign", "")),
        click,
    )


def _sane(query: str) -> bool:
    return query[:2000].count("&") < 60


def clean_path(path: str) -> str:
    """Return the path of a page without what follows it."""
    return _CONTROL.sub("", path.split("?", 1)[0].split("#", 1)[0])[:LONGEST_PATH]


def search_term(text: str) -> str:
    """Return sought words as they are counted: case and spaces do not tell two searches apart."""
    return word(text)
