"""The look in which pages were last shown, for pages that may ask nobody: a fault, a wait, a database gone.

Each process remembers what it showed. One that has shown nothing yet speaks in our own look.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.http.request import split_domain_port

from storecrew.surfaces.ui.shell import Look

COOKIE = "channel"


class LastLook(NamedTuple):
    """Name and look of a shop, as `brand` of the components takes them."""

    name: str
    look: Look


OURS = LastLook("", Look())
_of_channel: dict[str, LastLook] = {}
_by_host: dict[str, str] = {}
_default: list[str] = []


def remember(code: str, *, host: str, is_default: bool, name: str, look: Look) -> None:
    """Note how a channel looks; ``host`` is "" where it has none of its own."""
    _of_channel[code] = LastLook(name, look)
    if host:
        _by_host[host] = code
    if is_default:
        _default[:] = [code]


def forget() -> None:
    """Know nothing, as a process that has just begun."""
    _of_channel.clear()
    _by_host.clear()
    _default.clear()


def last_look(request: HttpRequest) -> LastLook:
    """Return the look of the shop that a request asks, from memory alone."""
    host = split_domain_port(request.META.get("HTTP_HOST", "").lower())[0]
    codes: list[Any] = [_by_host.get(host), request.COOKIES.get(COOKIE), *_default]
    return next((_of_channel[code] for code in codes if code in _of_channel), OURS)
