"""The shop as its surface knows it: which addresses it has, and what each is worth.

The surface that serves the pages registers itself, since contexts know no addresses. Pages themselves are
made by ``kernel.shown``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Protocol

from storecrew.contexts.seo.facts import Address, Traffic
from storecrew.kernel.shown import NotServed


class Site(Protocol):
    """What the audit asks of the surface."""

    def addresses(self) -> Iterable[Address]:
        """Yield every page that may be found, in every language."""
        ...

    def status(self, path: str) -> tuple[int, str]:
        """Return (status, where it leads) of a path with its language, without making the page."""
        ...

    def closed(self) -> tuple[str, ...]:
        """Return what robots.txt closes, as it says it ("/*/checkout/")."""
        ...

    def weight(self, url: str) -> int | None:
        """Return the bytes of a picture of the shop, None where it is not ours or not known."""
        ...

    def traffic(self, at: dt.datetime) -> Mapping[str, Traffic]:
        """Return the traffic of 28 days by path without language."""
        ...


_sites: list[Site] = []


def register_site(site: Site) -> None:
    """Name the shop; the last one named answers."""
    _sites[:] = [site]


def site() -> Site:
    """Return the shop. Raises NotServed where no surface registered."""
    if not _sites:
        raise NotServed()
    return _sites[0]
