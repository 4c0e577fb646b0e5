"""Who reads the facts of a launch: they lie in the tables of many contexts, which a surface may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.health.facts import Fact

Reader = Callable[..., Mapping[str, Sequence[Fact]]]
_readers: list[tuple[Reader, Callable[[ChannelFacts], str]]] = []


def read_launch_facts(reader: Reader, article: Callable[[ChannelFacts], str]) -> None:
    """Register what reads the facts by item (``reader(channel, at=…)``), and what names an article to try."""
    _readers[:] = [(reader, article)]


def facts(channel: ChannelFacts, *, at: dt.datetime) -> dict[str, list[Fact]]:
    """Return the facts of each item by its code."""
    return {code: list(found) for code, found in _readers[0][0](channel, at=at).items()}


def article(channel: ChannelFacts) -> str:
    """Return the SKU of an article that can be bought in a channel, or ""."""
    return _readers[0][1](channel)
