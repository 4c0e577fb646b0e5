"""What changed, told to every process of this machine in a microsecond.

A tag names something that can change: ``product:12``, ``channel:1``, ``content``. Each tag has a slot in
a small memory-mapped file of the data folder; changing a thing writes a new random number into its slot.
Whoever kept something made from that thing compares numbers and knows, without a query, whether it is
still true. The page cache and the polls of the back office live on this.

Random numbers, not counters: two processes that bump one slot at the same time would lose an increment,
and a page stored in between would stay stale. A number never seen before cannot be lost.
Two tags may share a slot; then a change of one also renews the other, which costs a little and is right.
"""

from __future__ import annotations

import logging
import mmap
import os
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

logger = logging.getLogger(__name__)

SLOTS = 32_768
WIDTH = 8
EPOCH = 0
"""The slot that changes whenever any slot does."""
MACHINE = 1
"""The slot that holds this file's own number, by which a machine knows its own messages."""
FIRST = 2


class Stamp(NamedTuple):
    """The number a slot held at one moment."""

    slot: int
    value: int


def slot_of(tag: str) -> int:
    """Return the slot of a tag: the same in every process and on every machine."""
    digest = blake2b(tag.encode(), digest_size=8).digest()
    return FIRST + int.from_bytes(digest, "little") % (SLOTS - FIRST)


def fresh_number() -> int:
    """Return a number that no slot has held before; never 0."""
    return int.from_bytes(os.urandom(WIDTH), "little") | 1


class Revisions:
    """The map of one data folder, shared by every process that opens the same file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if os.fstat(descriptor).st_size < SLOTS * WIDTH:
                os.ftruncate(descriptor, SLOTS * WIDTH)
            self._map = mmap.mmap(descriptor, SLOTS * WIDTH)
        finally:
            os.close(descriptor)
        self.path = path
        # An aligned 8-byte store is one instruction, so no reader ever sees half a number.
        self.slots = memoryview(self._map).cast("Q")
        if not self.slots[MACHINE]:
            self.slots[MACHINE] = fresh_number()
        self.listeners: list[Callable[[list[int]], None]] = []
        self.healthy: Callable[[], bool] = lambda: True
        """Whether this process hears of every change; if not, nothing may be answered from memory."""

    @property
    def machine(self) -> int:
        """Return the number of this file, different on every machine."""
        return self.slots[MACHINE]

    def write(self, slots: Iterable[int]) -> None:
        """Renew slots here without telling other machines."""
        for slot in slots:
            self.slots[slot] = fresh_number()
        # Last, so that whoever sees a new epoch also sees the new slots.
        self.slots[EPOCH] = fresh_number()

    def bump(self, tags: Iterable[str]) -> None:
        """Say that the things behind these tags changed, here and on every other machine."""
        slots = sorted({slot_of(tag) for tag in tags})
        if not slots:
            return
        self.write(slots)
        for listener in self.listeners:
            listener(slots)

    def bump_everything(self) -> None:
        """Say that anything may have changed; used when messages of other machines may be lost."""
        self.write(range(FIRST, SLOTS))

    def current(self, tags: Iterable[str]) -> tuple[Stamp, ...]:
        """Return the numbers of these tags now, sorted by slot."""
        return tuple(Stamp(slot, self.slots[slot]) for slot in sorted({slot_of(tag) for tag in tags}))

    def snapshot(self) -> memoryview:
        """Return a copy of all slots, taken before a page is made, since its tags are known only after."""
        return memoryview(bytes(self._map)).cast("Q")

    def is_current(self, stamps: Iterable[Stamp]) -> bool:
        """Tell whether nothing behind these stamps changed."""
        slots = self.slots
        return all(slots[slot] == value for slot, value in stamps)


_opened: dict[Path | str, Revisions] = {}


def revisions() -> Revisions:
    """Return the map of this installation's data folder."""
    data = settings.STORECREW_DATA
    found = _opened.get(data)
    if found is None:
        found = _opened.setdefault(data, Revisions(Path(data) / "revisions.map"))
        if settings.REDIS_URL:
            from storecrew.kernel.revisions_link import connect

            connect(settings.REDIS_URL, found)
    return found


def bump(*tags: str) -> None:
    """Say now that the things behind these tags changed. Inside a transaction use ``bump_on_commit``."""
    revisions().bump(tags)


def bump_on_commit(*tags: str) -> None:
    """Say that the things behind these tags changed, as soon as the transaction is committed.

    Outside a transaction it says so at once. A transaction that is rolled back says nothing.
    """
    transaction.on_commit(partial(bump, *tags), robust=True)


def is_announced(tags: Iterable[str]) -> bool:
    """Tell whether the transaction under way has changed something behind these tags."""
    wanted = set(tags)
    calls = (entry[1] for entry in connection.run_on_commit)
    return any(
        isinstance(call, partial) and call.func is bump and not wanted.isdisjoint(call.args) for call in calls
    )


def current(tags: Iterable[str]) -> tuple[Stamp, ...]:
    """Return the numbers of these tags now."""
    return revisions().current(tags)


def fingerprint(*tags: str) -> str:
    """Return a short text that changes when any of these tags does: the ETag of a live poll."""
    packed = b"".join(stamp.value.to_bytes(WIDTH, "little") for stamp in current(tags))
    return blake2b(packed, digest_size=12).hexdigest()
