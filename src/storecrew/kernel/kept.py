"""Reads whose answer is kept in the memory of this process for as long as what they read stays the same.

    @kept("catalog")
    def category_tree(locale: str) -> tuple[CategoryNode, ...]: ...

The tags are those of ``kernel.revisions``, which every write bumps after its commit; no time to live makes
anything stale. What is kept is shared by all requests, so it must not be changed: tuples and frozen facts.

Nothing is kept, and nothing kept is used, within a transaction (it may see rows that will never be
committed) and on a machine that does not hear what others change. Reads of settings that a transaction takes
as given may say ``in_transactions``: they use what is kept, unless this very transaction has announced a
change of it, and what they read is kept once it is committed: workers do nothing outside of transactions.

Where a process dies between its commit and its bump, an answer can be wrong for ``SECONDS``, as the page
cache's pages can.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakSet

from django.db import connection, transaction

from storecrew.kernel.revisions import EPOCH, Revisions, Stamp, is_announced, revisions

Given = ParamSpec("Given")
Value = TypeVar("Value")
Answer = TypeVar("Answer")

SECONDS = 60.0


@dataclass(slots=True)
class _Entry:
    """A kept value. ``epoch`` is the last number of all changes at which its stamps were seen to hold."""

    value: Any
    stamps: tuple[Stamp, ...]
    expires: float
    epoch: int = 0

    def holds(self, here: Revisions, epoch: int, now: float) -> bool:
        """Say whether nothing behind the value changed."""
        if self.epoch != epoch and here.is_current(self.stamps):
            self.epoch = epoch
        return self.epoch == epoch and now < self.expires


class Memory(Generic[Value]):
    """Values by key, each with the tags that it was made from; at most ``most``, the oldest leaves first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._entries: dict[Any, _Entry] = {}
        self._lock = threading.Lock()
        _memories.add(self)

    def get(
        self, key: Any, tags: Iterable[str], read: Callable[[], Value], *, in_transactions: bool = False
    ) -> Value:
        """Return the value of a key, read anew when there is none that still holds."""
        entry = self._usable(key, tags) if in_transactions or not connection.in_atomic_block else None
        if entry is not None:
            value: Value = entry.value
            return value
        if in_transactions and connection.in_atomic_block:
            return self._within(key, tags, read)
        return self.get_many([key], lambda _key: tags, lambda _missing: {key: read()})[key]

    def get_many(
        self,
        keys: Iterable[Any],
        tags_of: Callable[[Any], Iterable[str]],
        read: Callable[[list[Any]], Mapping[Any, Value]],
    ) -> dict[Any, Value]:
        """Return values by key; ``read`` is asked once for those that are missing, and may leave some out."""
        here = revisions()
        if connection.in_atomic_block or not here.healthy():
            return dict(read(list(keys)))
        found, missing, now, epoch = {}, [], time.monotonic(), here.slots[EPOCH]
        for key in keys:
            entry = self._entries.get(key)
            if entry is not None and entry.holds(here, epoch, now):
                found[key] = entry.value
            else:
                missing.append(key)
        if missing:
            # The numbers before the read: what changes while it runs makes the answer old at once.
            stamps = {key: here.current(tags_of(key)) for key in missing}
            for key, value in read(missing).items():
                found[key] = value
                self._keep(key, _Entry(value, stamps[key], now + SECONDS))
        return found

    def _within(self, key: Any, tags: Iterable[str], read: Callable[[], Value]) -> Value:
        """Read within a transaction, and keep the answer when what was read has been committed.

        A change that this transaction makes renews the numbers at its commit, and leaves the answer too old.
        """
        here = revisions()
        stamps = here.current(tags)
        value = read()
        if here.healthy() and not is_announced(tags):
            entry = _Entry(value, stamps, time.monotonic() + SECONDS)
            transaction.on_commit(partial(self._keep, key, entry), robust=True)
        return value

    def _usable(self, key: Any, tags: Iterable[str]) -> _Entry | None:
        entry, here = self._entries.get(key), revisions()
        if entry is None or not here.healthy() or not entry.holds(here, here.slots[EPOCH], time.monotonic()):
            return None
        return None if connection.in_atomic_block and is_announced(tags) else entry

    def _keep(self, key: Any, entry: _Entry) -> None:
        with self._lock:
            self._entries.pop(key, None)
            while len(self._entries) >= self.most:
                self._entries.pop(next(iter(self._entries)))
            self._entries[key] = entry

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()


_memories: WeakSet[Memory[Any]] = WeakSet()


def forget_all() -> None:
    """Forget everything that any read kept: for tests, whose databases come and go without a bump."""
    for memory in list(_memories):
        memory.forget()


def kept(
    *tags: str, most: int = 256, in_transactions: bool = False
) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Keep a function's answers by its arguments until one of the tags is bumped."""

    def decorate(read: Callable[Given, Answer]) -> Callable[Given, Answer]:
        memory: Memory[Answer] = Memory(most)

        def reading(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            key = (args, tuple(kwargs.items()))
            return memory.get(key, tags, lambda: read(*args, **kwargs), in_transactions=in_transactions)

        return update_wrapper(reading, read)

    return decorate
