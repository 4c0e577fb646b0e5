"""Pages that extensions bring, under /admin/ext/<name>/; the names of their addresses are in <label>:."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern, URLResolver, include, path

_mounted: dict[str, list[URLPattern]] = {}


def mount(name: str, patterns: Sequence[URLPattern]) -> None:
    """Take the pages of an extension; they are there when addresses are read the first time."""
    _mounted[name] = list(patterns)


def unmount(name: str) -> None:
    """Drop them."""
    _mounted.pop(name, None)


def patterns(name: str) -> Sequence[URLPattern]:
    """Return the pages of one extension."""
    return tuple(_mounted.get(name, ()))


def addresses(prefix: str) -> list[URLResolver]:
    """Return all of them below a prefix."""
    return [
        path(f"{prefix}{name}/", include((found, name.replace("-", "_")))) for name, found in _mounted.items()
    ]
