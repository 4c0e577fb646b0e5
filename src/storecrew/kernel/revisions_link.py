"""Carries bumps between machines through Redis, so that every machine's map of revisions follows.

Without Redis there is one machine and nothing to carry. A machine that lost the connection cannot know what
changed elsewhere: until it is back it must not answer from memory, and then everything counts as changed.
"""

from __future__ import annotations

import logging
import struct
import threading
from typing import Any

import redis

from storecrew.kernel.revisions import Revisions

logger = logging.getLogger(__name__)

CHANNEL = "storecrew:revisions:{database}"
"""Redis carries messages across its numbered databases; so two installations on one server are told apart."""
RETRY_SECONDS = 1.0
PING_SECONDS = 5.0


def pack(machine: int, slots: list[int]) -> bytes:
    """Return the message of one bump."""
    return struct.pack(f"<Q{len(slots)}I", machine, *slots)


def unpack(message: bytes) -> tuple[int, list[int]]:
    """Return (machine, slots) of a message."""
    count = (len(message) - 8) // 4
    machine, *slots = struct.unpack(f"<Q{count}I", message)
    return machine, slots


class RevisionsLink:
    """One process's connection to the other machines."""

    def __init__(self, url: str, revisions: Revisions) -> None:
        self._revisions = revisions
        self._redis = redis.Redis.from_url(url, socket_timeout=PING_SECONDS * 2, socket_connect_timeout=2)
        self._channel = CHANNEL.format(database=self._redis.connection_pool.connection_kwargs.get("db") or 0)
        self._stop = threading.Event()
        self._connected = threading.Event()

    def publish(self, slots: list[int]) -> None:
        """Tell the other machines; a failure is logged, since the change itself is already committed."""
        try:
            self._redis.publish(self._channel, pack(self._revisions.machine, slots))
        except redis.RedisError as error:
            # The others have lost the connection as well, or keep a page for at most a minute.
            logger.warning("could not tell other machines what changed: %s", error)

    def healthy(self) -> bool:
        """Tell whether this machine hears what others change."""
        return self._connected.is_set()

    def start(self) -> None:
        """Listen in a thread until ``stop``."""
        threading.Thread(target=self._listen_forever, name="revisions-link", daemon=True).start()

    def stop(self) -> None:
        """End the thread soon."""
        self._stop.set()

    def wait_until_connected(self, timeout: float) -> bool:
        """Wait for the first connection; return whether it is there."""
        return self._connected.wait(timeout)

    def _listen_forever(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except (redis.RedisError, OSError) as error:
                logger.warning("revisions of other machines are out of reach: %s", error)
            finally:
                self._connected.clear()
            self._stop.wait(RETRY_SECONDS)

    def _listen(self) -> None:
        with self._redis.pubsub() as channel:
            channel.subscribe(self._channel)
            while not self._stop.is_set():
                message = channel.get_message(timeout=PING_SECONDS)
                if message is None:
                    channel.ping()
                elif message["type"] == "subscribe":
                    # What was said before this moment was missed.
                    self._revisions.bump_everything()
                    self._connected.set()
                elif message["type"] == "message":
                    self._hear(message["data"])

    def _hear(self, data: Any) -> None:
        machine, slots = unpack(data)
        if machine != self._revisions.machine:
            self._revisions.write(slots)


_links: dict[str, RevisionsLink] = {}


def connect(url: str, revisions: Revisions) -> RevisionsLink:
    """Return this process's link; from now on its bumps are told to the other machines."""
    if url not in _links:
        link = RevisionsLink(url, revisions)
        revisions.listeners.append(link.publish)
        revisions.healthy = link.healthy
        _links[url] = link
    return _links[url]
