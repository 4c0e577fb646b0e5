"""Every list of the back office can be narrowed, sorted and searched, and says what it is for when empty.

Saved views, columns and export come with `Listing` itself and need nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from storecrew.surfaces.ui.backoffice.listing import Listing


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


def _below(listing: type[Listing]) -> Iterator[type[Listing]]:
    for each in listing.__subclasses__():
        yield each
        yield from _below(each)


def lists() -> list[type[Listing]]:
    """Return the lists of the product: loading the addresses imports them all."""
    assert any(_patterns(get_resolver()))
    found = {each for each in _below(Listing) if each.code and "tests" not in each.__module__.split(".")}
    return sorted(found, key=lambda each: (each.code, each.__name__))


@pytest.fixture(scope="module", name="every")
def every_list() -> list[type[Listing]]:
    return lists()


def test_every_list_is_filtered_sorted_and_searched(every: list[type[Listing]]) -> None:
    missing = {
        each.code: lacks
        for each in every
        if (
            lacks := [
                what
                for what, there in (
                    ("filters", each.filters),
                    ("search_fields", each.search_fields),
                    ("an order", each.default_sort or "order_by(" in inspect.getsource(each.rows)),
                    ("a column to sort by", any(column.sort for column in each.columns)),
                    ("one primary column", sum(column.primary for column in each.columns) == 1),
                )
                if not there
            ]
        )
    }
    assert len(every) > 50
    assert missing == {}


def test_every_list_teaches_when_it_is_empty(every: list[type[Listing]]) -> None:
    silent = [each.code for each in every if not (each.empty_title and each.empty_text)]
    assert silent == []


def test_a_list_is_saved_and_exported_under_a_name_of_its_own(every: list[type[Listing]]) -> None:
    codes = [each.code for each in every]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []
