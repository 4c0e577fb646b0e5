"""Where costs come from: each context that orders or spends registers what it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from storecrew.contexts.budgets.facts import Cost

Text = str | Promise


@dataclass(frozen=True)
class Source:
    """A source of costs. ``costs`` returns those of the days from one to another, both included."""

    code: str
    label: Text
    costs: Callable[[dt.date, dt.date], Iterable[Cost]]
    channels: Mapping[str, Text]


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Add a source, from the ``ready`` of the app that owns it."""
    _sources[source.code] = source


def sources() -> list[Source]:
    """Return all of them, by code."""
    return [_sources[code] for code in sorted(_sources)]


def channels() -> dict[str, Text]:
    """Return what costs can be for, as the sources name it."""
    return {code: label for source in sources() for code, label in source.channels.items()}


def costs_between(since: dt.date, until: dt.date) -> list[Cost]:
    """Return every cost of a time."""
    return [cost for source in sources() for cost in source.costs(since, until)]
