"""News feeds, asked for by the guarded client: public addresses only, at most a megabyte, no redirects."""

from __future__ import annotations

from typing import NamedTuple

from storecrew.contexts.insights.rules.feeds import Clipping, NoFeed, clippings
from storecrew.kernel import outgoing

LARGEST = 1 << 20
SECONDS = 10.0  # not money: seconds
KINDS = (
    "application/rss",
    "application/atom",
    "application/rdf",
    "application/xml",
    "text/xml",
    "text/plain",
)


class Issue(NamedTuple):
    """What a feed had. ``clippings`` is None where nothing changed; ``trouble`` is a code or ""."""

    clippings: list[Clipping] | None
    etag: str = ""
    modified: str = ""
    trouble: str = ""


def read(url: str, *, etag: str = "", modified: str = "") -> Issue:
    """Ask for a feed if it changed since; a feed that cannot be read says why. Never within a transaction."""
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in asked.items() if value}
    try:
        got = outgoing.call("GET", url, headers=headers, max_bytes=LARGEST, accept=KINDS, timeout=SECONDS)
        if got.status == 304:
            return Issue(None, etag, modified)
        return Issue(clippings(got.body), got.etag, got.modified)
    except NoFeed as error:
        return Issue(None, trouble=str(error))
    except (outgoing.Refused, outgoing.Unreachable) as error:
        return Issue(None, trouble=str(error.details.get("reason", "connection")))
