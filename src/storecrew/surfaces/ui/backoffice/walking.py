"""Previous and next: a record remembers the list it was opened from, with filters, order and place.

A row of a list leads to `record/?in=<query of the list>&at=<place>`. The record page keeps that in the
session, so that saving a form or acting on the record does not lose it, and asks the list for the rows
around that place: one query, whatever the list holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from storecrew.surfaces.ui.backoffice.listing import Listing, walk_link

KEY = "storecrew.walk"
# how far a record may have moved in its list before its neighbors are no longer known
WINDOW = 25


@dataclass(frozen=True)
class Walk:
    """Where a record stands in its list; "" where there is no neighbor, `place` counts from 1."""

    back_url: str
    previous_url: str = ""
    next_url: str = ""
    place: int = 0


def walk(request: HttpRequest, listing: type[Listing], row_id: Any, list_url: str) -> Walk:
    """Return the way back to the list and to the neighbors of a record that was opened from it."""
    seen = _remembered(request, listing, row_id)
    if seen is None:
        return Walk(list_url)
    query, place = seen
    shown = listing(request)
    shown.state = shown.read(QueryDict(query))
    # one before and one after the window, so that its ends have neighbors too
    first = max(place - 1 - WINDOW, 0)
    rows = list(shown.matching()[first : place + WINDOW])
    keys = [str(shown.row_id(row)) for row in rows]
    page = (place - 1) // shown.page_size + 1
    back = f"{list_url}?{shown.state.query(page=page if page > 1 else '')}".rstrip("?")
    if str(row_id) in keys:
        here = keys.index(str(row_id))
        before, after = here - 1, here + 1
    else:
        # the record left the list (it was shipped): the one that moved up to its place comes next
        here = place - 1 - first
        before, after = here - 1, here

    def address(index: int) -> str:
        if not 0 <= index < len(rows):
            return ""
        url = shown.row_url(rows[index])
        return walk_link(url, query, first + index + 1) if url else ""

    return Walk(back, address(before), address(after), first + here + 1)


def _remembered(request: HttpRequest, listing: type[Listing], row_id: Any) -> tuple[str, int] | None:
    at = request.GET.get("at", "")
    key = [listing.code, str(row_id)]
    if at.isascii() and at.isdigit() and 0 < len(at) < 8:
        query = request.GET.get("in", "")[:2000]
        request.session[KEY] = [*key, query, int(at)]
        return query, max(int(at), 1)
    known = request.session.get(KEY)
    return (known[2], known[3]) if known and known[:2] == key else None
