"""A search engine for trying out: most pages are listed, some are not, the same ones each time."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b
from urllib.parse import urlsplit

from storecrew.contexts.seo.providers.inspector import Inspected

_LESS_OFTEN = (
    ("crawled", "Crawled - currently not indexed"),
    ("discovered", "Discovered - currently not indexed"),
    ("other_canonical", "Duplicate, Google chose different canonical than user"),
    ("unknown", "URL is unknown to Google"),
)


class SimulatedInspector:
    """Answers by the address alone, without the network."""

    def inspect(self, url: str, *, at: dt.datetime) -> Inspected:
        """Return an answer; one address in eight is not listed."""
        number = int.from_bytes(blake2b(urlsplit(url).path.encode(), digest_size=4).digest(), "big")
        crawled = at - dt.timedelta(days=1 + number % 20, minutes=number % 1440)
        if number % 32 >= len(_LESS_OFTEN):
            return Inspected("indexed", "Submitted and indexed", url, crawled)
        reason, said = _LESS_OFTEN[number % 32]
        if reason in ("discovered", "unknown"):
            return Inspected(reason, said)
        other = url.rstrip("/").rpartition("/")[0] + "/" if reason == "other_canonical" else url
        return Inspected(reason, said, other, crawled)
