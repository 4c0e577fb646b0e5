"""Which way a visit came: rules that people edit, the first that fits wins, and says why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from storecrew.contexts.insights.rules.links import Entry

LISTS = Path(__file__).parent.parent / "lists"
_SECOND = frozenset("ac co com edu go gob gov ne net or org".split())
"""Second levels under which countries hand out domains: dailymail.co.uk is a domain, no mailbox."""


class Rule(NamedTuple):
    """One row of the table. Empty columns ask nothing; those that are filled must all fit.

    Words are separated by commas; "*" is anything at all. ``listed`` names published lists of hosts:
    "search", "social", "assistant", "mail". ``host`` fits the host and everything below it.
    """

    id: int
    way: str
    medium: str = ""
    source: str = ""
    click: str = ""
    host: str = ""
    listed: str = ""
    note: str = ""


class Listed(NamedTuple):
    """A host on a published list: which list, and the name it has there."""

    kind: str
    name: str


class Verdict(NamedTuple):
    """Which way, from which source, of which campaign; ``rule`` decided, None for "direct"."""

    way: str
    source: str
    campaign: str
    rule: Rule | None
    listed: Listed | None


DEFAULTS = (
    Rule(0, "paid_social", medium="cpc, ppc, paid, paidsocial, paid_social, paid-social", source=
         "facebook, instagram, fb, ig, meta, tiktok, x, twitter, linkedin, pinterest, kakao"),
    Rule(0, "paid_search", medium="cpc, ppc, paidsearch, paid_search, paid-search, sem, paid"),
    Rule(0, "paid_search", click="google, microsoft, naver, yandex"),
    Rule(0, "paid_social", click="tiktok, x, linkedin, pinterest"),
    Rule(0, "affiliate", click="impact, awin"),
    Rule(0, "email", medium="email, e-mail, mail, newsletter"),
    Rule(0, "affiliate", medium="affiliate, affiliates, partner, influencer"),
    Rule(0, "display", medium="display, banner, cpm, retargeting"),
    Rule(0, "print", medium="print, qr, flyer, catalog, catalogue, leaflet, offline"),
    Rule(0, "social", medium="social, social-media, sm"),
    Rule(0, "email", listed="mail"),
    Rule(0, "paid_search", host="syndicatedsearch.goog"),
    Rule(0, "display", host="doubleclick.net, googlesyndication.com, googleadservices.com"),
    Rule(0, "assistant", listed="assistant"),
    Rule(0, "search", listed="search"),
    Rule(0, "social", listed="social"),
    Rule(0, "social", click="facebook"),
    Rule(0, "campaign", medium="*"),
    Rule(0, "campaign", source="*"),
    Rule(0, "referral", host="*"),
)  # fmt: skip
"""What every shop begins with. A click id of Facebook is on free posts too, so it says social, not paid."""


def classify(entry: Entry, rules: Iterable[Rule]) -> Verdict:
    """Return the way of the first rule that fits; nothing at all to go by is "direct"."""
    listed = listed_host(entry.host) if entry.host else None
    source = entry.source or (listed.name.lower() if listed else "") or entry.host or entry.click
    for rule in rules:
        if fits(rule, entry, listed):
            return Verdict(rule.way, source, entry.campaign, rule, listed)
    return Verdict("direct", source, entry.campaign, None, listed)


def fits(rule: Rule, entry: Entry, listed: Listed | None) -> bool:
    """Say whether every filled column of a rule fits; a rule that asks nothing never does."""
    asked = (
        (rule.medium, entry.medium, False),
        (rule.source, entry.source, False),
        (rule.click, entry.click, False),
        (rule.host, entry.host, True),
        (rule.listed, listed.kind if listed else "", False),
    )
    filled = [one for one in asked if one[0].strip()]
    return bool(filled) and all(_among(*one) for one in filled)


def _among(words: str, value: str, below: bool) -> bool:
    if not value:
        return False
    return any(one in ("*", value) or (below and value.endswith(f".{one}")) for one in _split(words))


@lru_cache(maxsize=512)
def _split(words: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in words.split(",") if part.strip())


@cache
def _lists() -> dict[str, Listed]:
    known: dict[str, Listed] = {}
    # assistants last: some of their hosts lie below those of a search engine
    public, own = (_read(name) for name in ("referrers.json", "own.json"))
    for kind in ("social", "search", "assistant", "mail"):
        found = public.get(kind, {}) | own[kind]
        known |= {host: Listed(kind, name) for host, name in found.items() if "/" not in host}
    return known


def _read(name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((LISTS / name).read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=4096)
def listed_host(host: str) -> Listed | None:
    """Find a host on the published lists: itself, a parent of it, or its name under another country.

    A site that has "mail" in front of its domain is where mails are read, whatever else its domain is for.

    >>> listed_host("www.google.co.kr").name
    'Google'
    >>> listed_host("webmail.example.co.uk")
    Listed(kind='mail', name='example.co.uk')
    """
    known = _lists()
    parts = host.removeprefix("www.").split(".")
    own = -3 if len(parts) > 2 and parts[-2] in _SECOND and len(parts[-1]) == 2 else -2
    if any("mail" in part for part in parts[:own]):
        return Listed("mail", ".".join(parts[own:]))
    for start in range(len(parts) - 1):
        tail = parts[start:]
        name = ".".join(tail)
        if name in known:
            return known[name]
        # "google.{}" stands for google.de as well as google.co.kr
        for ending in (1, 2):
            if len(tail) > ending:
                found = known.get(".".join((*tail[:-ending], "{}")))
                if found is not None:
                    return found
    return known.get(f"www.{host.removeprefix('www.')}")
