"""News feeds: RSS 2.0, RSS 1.0 and Atom, read without trusting a byte of them."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST = 60
_TAGS = re.compile(r"<[^<>]*>")
_DATES = ("pubDate", "published", "updated", "date")
_TEXTS = ("description", "summary", "content")


class Clipping(NamedTuple):
    """One entry of a feed. ``key`` is the same each time the entry is read."""

    key: str
    title: str
    url: str
    summary: str
    at: dt.datetime | None


class NoFeed(ValueError):
    """It is no feed; the text is "not_xml", "not_a_feed" or "empty"."""


def clippings(body: bytes) -> list[Clipping]:
    """Return the entries of a feed, at most sixty, each once.

    :raises NoFeed: it cannot be read
    """
    try:
        root = fromstring(body, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NoFeed("not_xml") from error
    if _name(root) not in ("rss", "RDF", "feed"):
        raise NoFeed("not_a_feed")
    found: dict[str, Clipping] = {}
    for item in root.iter():
        if _name(item) in ("item", "entry") and len(found) < MOST:
            one = _clipping(item)
            if one is not None:
                found.setdefault(one.key, one)
    if not found:
        raise NoFeed("empty")
    return list(found.values())


def _clipping(item: Element) -> Clipping | None:
    title, url = plain(_text(item, ("title",)))[:200], _link(item)
    if not url or not title:
        return None
    name = _text(item, ("guid", "id")) or url
    key = blake2b(name.encode(), digest_size=16).hexdigest()
    return Clipping(key, title, url, plain(_text(item, _TEXTS))[:400], _date(_text(item, _DATES)))


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _among(item: Element, name: str) -> Iterator[Element]:
    return (child for child in item if _name(child) == name)


def _text(item: Element, names: tuple[str, ...]) -> str:
    for name in names:
        for child in _among(item, name):
            text = "".join(child.itertext()).strip()
            if text:
                return text
    return ""


def _link(item: Element) -> str:
    """Return the address of an entry; only of the web, since people will press it."""
    for child in _among(item, "link"):
        rel = child.get("rel", "alternate")
        url = (child.get("href") or "".join(child.itertext())).strip()
        if rel == "alternate" and is_web(url):
            return url[:500]
    return ""


def is_web(url: str) -> bool:
    """Say whether an address may be a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= 500


def plain(text: str) -> str:
    """Return text without markup, in one line.

    >>> plain("&lt;p&gt;Wool &amp;amp; felt&lt;/p&gt;")
    'Wool & felt'
    """
    return " ".join(html.unescape(_TAGS.sub(" ", html.unescape(text))).split())


def _date(text: str) -> dt.datetime | None:
    for read in (parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            found = read(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    return None
