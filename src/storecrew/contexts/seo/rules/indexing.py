"""What a search engine says about an address, in our words, and where that contradicts what we want."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storecrew.contexts.seo.rules.seen import ERROR, WARNING

INDEXED, CRAWLED, DISCOVERED, ELSEWHERE = "indexed", "crawled", "discovered", "elsewhere"
BLOCKED, BROKEN, UNKNOWN = "blocked", "error", "unknown"

REASONS: Mapping[str, str] = {
    "indexed": INDEXED,
    "indexed_blocked": INDEXED,
    "crawled": CRAWLED,
    "discovered": DISCOVERED,
    "alternate": ELSEWHERE,
    "duplicate": ELSEWHERE,
    "other_canonical": ELSEWHERE,
    "redirect": ELSEWHERE,
    "noindex": BLOCKED,
    "robots": BLOCKED,
    "unauthorized": BLOCKED,
    "forbidden": BLOCKED,
    "refused": BLOCKED,
    "removed": BLOCKED,
    "not_found": BROKEN,
    "soft_404": BROKEN,
    "server_error": BROKEN,
    "redirect_error": BROKEN,
    "unfetched": BROKEN,
    "unknown": UNKNOWN,
}
"""Why an address stands where it stands, and the state that this is."""

_WORDS: tuple[tuple[str, str], ...] = (
    ("indexed, though blocked", "indexed_blocked"),
    ("submitted and indexed", "indexed"),
    ("indexed, ", "indexed"),
    ("indexed; ", "indexed"),
    ("crawled ", "crawled"),
    ("크롤링됨", "crawled"),
    ("discovered ", "discovered"),
    ("발견됨", "discovered"),
    ("alternate page", "alternate"),
    ("적절한 표준 태그", "alternate"),
    ("google chose different canonical", "other_canonical"),
    ("google에서 사용자와 다른 표준", "other_canonical"),
    ("submitted url not selected", "other_canonical"),
    ("duplicate", "duplicate"),
    ("중복", "duplicate"),
    ("redirect error", "redirect_error"),
    ("리디렉션 오류", "redirect_error"),
    ("page with redirect", "redirect"),
    ("리디렉션이 포함된", "redirect"),
    ("noindex", "noindex"),
    ("blocked by robots.txt", "robots"),
    ("robots.txt", "robots"),
    ("(401)", "unauthorized"),
    ("(403)", "forbidden"),
    ("4xx", "refused"),
    ("page removal", "removed"),
    ("soft 404", "soft_404"),
    ("소프트 404", "soft_404"),
    ("(404)", "not_found"),
    ("5xx", "server_error"),
    ("unknown to google", "unknown"),
)
"""What stands in the engine's words, English or Korean, for each reason; the first that fits counts."""
_FETCHES: Mapping[str, str] = {
    "SOFT_404": "soft_404",
    "BLOCKED_ROBOTS_TXT": "robots",
    "NOT_FOUND": "not_found",
    "ACCESS_DENIED": "unauthorized",
    "ACCESS_FORBIDDEN": "forbidden",
    "BLOCKED_4XX": "refused",
    "SERVER_ERROR": "server_error",
    "REDIRECT_ERROR": "redirect_error",
    "INTERNAL_CRAWL_ERROR": "unfetched",
    "INVALID_URL": "unfetched",
}

DISCOVERY = dt.timedelta(days=14)
"""How long an engine may take to open a page that it heard of; before that nothing is wrong."""
ENGINE_CHECKS: Mapping[str, tuple[int, str]] = {
    "engine_left_out": (ERROR, "text"),
    "engine_canonical": (WARNING, "text"),
    "engine_lists_noindex": (ERROR, "status"),
}
"""Checks of what the engine says: severity and the field that cures it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer beside what the page says of itself (``index``, "" where no page is known)."""

    path: str
    index: str
    state: str
    since: dt.datetime
    said: str = ""
    canonical: str = ""


def reason_in(words: str) -> str:
    """Return the reason that the engine's words name, "" for words that nobody knows."""
    plain = " ".join(words.casefold().split())
    return next((reason for mark, reason in _WORDS if mark in plain), "")


def reason_of(found: Mapping[str, Any]) -> str:
    """Return the reason in an answer of the URL Inspection API (its ``indexStatusResult``).

    The words are more exact than the codes, and a wording that changes is caught by the codes.
    """
    if reason := reason_in(str(found.get("coverageState", ""))):
        return reason
    if found.get("verdict") == "PASS":
        return "indexed"
    if str(found.get("indexingState", "")).startswith(("BLOCKED_BY_META", "BLOCKED_BY_HTTP")):
        return "noindex"
    if found.get("robotsTxtState") == "DISALLOWED":
        return "robots"
    if reason := _FETCHES.get(str(found.get("pageFetchState", "")), ""):
        return reason
    return "crawled" if found.get("lastCrawlTime") else "unknown"


def contradictions(one: Standing, at: dt.datetime) -> dict[str, dict[str, Any]]:
    """Return where the engine does something else than we want: values of findings by code."""
    if one.index in ("noindex", "blocked") and one.state == INDEXED:
        return {"engine_lists_noindex": {"said": one.said}}
    if one.index != "open":
        return {}
    if one.canonical and one.canonical != one.path:
        return {"engine_canonical": {"to": one.canonical}}
    waits = one.state in (DISCOVERED, UNKNOWN) and at - one.since < DISCOVERY
    return {} if one.state == INDEXED or waits else {"engine_left_out": {"said": one.said}}


def fell_out_at_once(fallen: int, indexed: int) -> bool:
    """Say whether so many pages left the index in a week that somebody has to look: 5, and one in twenty."""
    return fallen >= 5 and fallen * 20 >= fallen + indexed
