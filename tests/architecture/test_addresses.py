"""Names of addresses: what one page calls its own must not lead to another one's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver

OTHERS = ("wagtail", "rest-staff-v1:")
"""Namespaces of others, and of REST, where one name serves several kinds of record."""


def named(resolver: Any, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield (name with its namespace, route) of every address."""
    for each in resolver.url_patterns:
        route = f"{prefix}{each.pattern}"
        if hasattr(each, "url_patterns"):
            yield from named(each, route, f"{space}{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield f"{space}{each.name}", route


def test_no_two_addresses_share_a_name() -> None:
    routes: dict[str, set[str]] = defaultdict(set)
    for name, route in named(get_resolver()):
        if not name.startswith(OTHERS):
            routes[name].add(route)
    assert len(routes) > 500
    assert {name: found for name, found in routes.items() if len(found) > 1} == {}
