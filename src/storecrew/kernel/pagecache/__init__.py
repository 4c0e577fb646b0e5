"""A cache of whole anonymous pages that answers ahead of Django.

A view says what its page shows, and nothing else is needed::

    return cacheable(render(...), "product:12", "channel:1", "content", until=price.ends_at)

The page is kept until one of these tags is bumped (``kernel.revisions``), until the given instant, or for
a minute, whichever comes first. A page that read the session, the user, a CSRF token or an unknown cookie
is never kept, whatever the view says. See ``README.md`` beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)

ENVIRON_KEY = "storecrew.pagecache"
"""Where the middleware leaves a ``Policy`` for the wrapper; the environ never leaves the server."""
DEFAULT_SECONDS = 60.0
"""How long a page lives at most. A crash between a commit and its bump can be stale for so long."""


@dataclass(frozen=True)
class Policy:
    """How a finished page may be kept."""

    tags: frozenset[str]
    seconds: float = DEFAULT_SECONDS
    for_everyone: bool = False
    cookies: tuple[str, ...] = ()


def cacheable(
    response: Response,
    *tags: str,
    until: datetime | None = None,
    for_everyone: bool = False,
    cookies: tuple[str, ...] = (),
) -> Response:
    """Mark a page that shows nothing personal as fit for the page cache.

    ``tags``: everything the page shows that can change. ``until``: the instant at which the page becomes
    wrong by itself, such as the end of a sale. ``for_everyone``: visitors with a session get it too,
    because the page holds nothing personal for them either; never set it where prices depend on the buyer.
    ``cookies`` choose one of a few versions of this page (a variant, never a person): each value is kept by
    itself.
    """
    marks = {
        "cache_tags": set(tags), "cache_until": until, "cache_for_everyone": for_everyone,
        "cache_cookies": cookies,
    }  # fmt: skip
    for name, value in marks.items():
        setattr(response, name, value)
    return response
