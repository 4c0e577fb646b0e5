"""Previous and next: a record remembers the list it was opened from, with filters, order and place.

A row of a list leads to `record/?in=<address of the list>&at=<place>`. The record page keeps that in the
session, so that saving a form or acting on the record does not lose it, and asks the list for the rows
around that place: one query, whatever the list holds. So a record that several lists lead to goes back to
the one it was opened from.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

from storecrew.surfaces.ui.backoffice.access import may_open, request_actor
from storecrew.surfaces.ui.backoffice.columns import Text
from storecrew.surfaces.ui.backoffice.listing import Listing, walk_link

KEY = "storecrew.walk"
# how far a record may have moved in its list before its neighbors are no longer known
WINDOW = 25


@dataclass(frozen=True)
class Walk:
    """Where a record stands in its list; "" where there is no neighbor, `place` counts from 1."""

    back_url: str
    back_label: Text
    previous_url: str = ""
    next_url: str = ""
    place: int = 0


def walk(request: HttpRequest) -> Walk | None:
    """Return the way back to the list that a record was opened from, and to its neighbors there."""
    seen = _remembered(request)
    if seen is None:
        return None
    address, place = seen
    path, _mark, query = address.partition("?")
    shown = list_of(request, path, query)
    if shown is None:
        return None
    # one before and one after the window, so that its ends have neighbors too
    first = max(place - 1 - WINDOW, 0)
    rows = list(shown.matching()[first : place + WINDOW])
    urls = [shown.row_url(row) for row in rows]
    page = (place - 1) // shown.page_size + 1
    back = f"{path}?{shown.state.query(page=page if page > 1 else '')}".rstrip("?")
    here = place - 1 - first
    if not (here < len(urls) and urls[here] == request.path) and request.path in urls:
        here = urls.index(request.path)
    # a record that left the list (it was shipped): the one that moved up to its place comes next
    after = here + 1 if request.path in urls else here

    def neighbor(index: int) -> str:
        if not 0 <= index < len(urls) or not urls[index]:
            return ""
        return walk_link(urls[index], address, first + index + 1)

    return Walk(back, shown.title, neighbor(here - 1), neighbor(after), first + here + 1)


def list_of(request: HttpRequest, path: str, query: str) -> Listing | None:
    """Return the list at an address as it stood there; None for what is no list, or not one's own."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    kind: Any = getattr(found.func, "listing", None)
    if kind is None or not may_open(path, request_actor(request)):
        return None
    asked = copy(request)
    asked.GET = QueryDict(query)
    asked.path = path
    shown: Listing = kind(asked, **found.kwargs)
    return shown


def _remembered(request: HttpRequest) -> tuple[str, int] | None:
    at = request.GET.get("at", "")
    if at.isascii() and at.isdigit() and 0 < len(at) < 8:
        address = request.GET.get("in", "")[:2000]
        request.session[KEY] = [request.path, address, int(at)]
        return address, max(int(at), 1)
    known = request.session.get(KEY)
    return (known[1], known[2]) if known and len(known) == 3 and known[0] == request.path else None
