"""Experiments in the shop: which variant a page shows, and who is told that they are part of one.

Only a browser whose owner agreed to be recognized is in an experiment. Which variant it sees is in a cookie
of the experiment, set by the report of a page: the cookie says a variant and not who, so pages stay kept for
all, one for each variant. Everybody else sees the control and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storecrew.contexts.insights import public as insights

PREFIX = "sc_ab_"
DAYS = 90
PAGES = {"sort": "category", "button": "product", "block": "product"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows otherwise, empty for the control, and the cookies that chose it."""

    content: Mapping[str, str]
    cookies: tuple[str, ...] = ()


def shown(request: HttpRequest, channel_id: int, kind: str, path: str = "") -> Shown:
    """Return what this visitor sees of one thing of the shop; one read of memory where nothing is tried."""
    content: Mapping[str, str] = {}
    cookies: list[str] = []
    tried: Mapping[str, str] | None = None
    for one in insights.experiments_in_use():
        if (one.channel_id, one.kind, one.path) != (channel_id, kind, path):
            continue
        if one.taken is not None:
            content = one.contents[one.taken]
            continue
        cookies.append(f"{PREFIX}{one.id}")
        place = _place(request.COOKIES.get(cookies[-1], ""), one)
        if place:
            tried = one.contents[place]
    return Shown(content if tried is None else tried, tuple(cookies))


def _place(value: str, one: insights.ShopExperiment) -> int | None:
    return int(value) if len(value) == 1 and value in "0123456789"[: len(one.weights)] else None


def seen(
    request: HttpRequest,
    response: HttpResponse,
    visitor: int | None,
    *,
    channel_id: int,
    page: str,
    path: str,
    sold_out: bool,
) -> tuple[tuple[int, int], ...]:
    """Return the (experiment, variant) that a page showed to a browser that agreed, and see to its cookies.

    A browser that was told its variant just now saw the control, so it counts from the next page on.
    """
    found = []
    wanted = set()
    for one in _running(channel_id) if visitor is not None else ():
        name, place = f"{PREFIX}{one.id}", insights.variant_of(one, visitor or 0)
        wanted.add(name)
        if request.COOKIES.get(name) != str(place):
            response.set_cookie(
                name, str(place), max_age=DAYS * 86_400, httponly=True, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
        elif PAGES[one.kind] == page and (
            path == f"/c/{one.path}/" if one.kind == "sort" else one.kind != "button" or not sold_out
        ):
            found.append((one.id, place))
    for name in request.COOKIES:
        if name.startswith(PREFIX) and name not in wanted:
            response.delete_cookie(name)
    return tuple(found)


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Take the variants out of a browser whose owner takes the yes back."""
    for name in request.COOKIES:
        if name.startswith(PREFIX):
            response.delete_cookie(name)


def _running(channel_id: int) -> Iterator[insights.ShopExperiment]:
    return (
        one for one in insights.experiments_in_use() if one.taken is None and one.channel_id == channel_id
    )
