"""The memory of the page cache: a bounded dictionary that forgets what nobody asked for."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from storecrew.kernel.revisions import Stamp

DEFAULT_BYTES = 64 * 1024 * 1024
OVERHEAD = 2048
"""What an entry costs besides its bodies, roughly."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One encoding of a page, ready to be sent."""

    body: bytes
    etag: str
    headers: list[tuple[str, str]]
    not_modified_headers: list[tuple[str, str]]


@dataclass(slots=True)
class Entry:
    """A kept page. ``epoch`` is the last global number at which its stamps were seen to hold."""

    plain: Variant
    gzipped: Variant | None
    stamps: tuple[Stamp, ...]
    expires: float
    for_everyone: bool
    size: int
    epoch: int = 0
    used: bool = False

    @classmethod
    def made(
        cls,
        *,
        headers: list[tuple[str, str]],
        body: bytes,
        gzipped: bytes | None,
        digest: str,
        stamps: tuple[Stamp, ...],
        expires: float,
        for_everyone: bool,
    ) -> Entry:
        """Build an entry and its ready-made headers."""
        packed = None
        if gzipped is not None:
            packed = _variant(headers, gzipped, f'"{digest}-gz"', encoding="gzip")
        return cls(
            plain=_variant(headers, body, f'"{digest}"', encoding=None),
            gzipped=packed,
            stamps=stamps,
            expires=expires,
            for_everyone=for_everyone,
            size=len(body) + len(gzipped or b"") + OVERHEAD,
        )


@dataclass(slots=True)
class Varies:
    """Says which further request headers and cookies are part of the key of a page."""

    headers: tuple[str, ...]
    cookies: tuple[str, ...] = ()
    size: int = OVERHEAD
    used: bool = False


def _variant(headers: list[tuple[str, str]], body: bytes, etag: str, *, encoding: str | None) -> Variant:
    tagged = [*headers, ("ETag", etag)]
    of_body = [("Content-Length", str(len(body)))] + ([("Content-Encoding", encoding)] if encoding else [])
    # The mark comes last: the wrapper replaces it in the answer that filled the cache.
    hit = ("X-Cache", "HIT")
    without_body = [(name, value) for name, value in tagged if name.lower() != "content-type"]
    return Variant(
        body=body,
        etag=etag,
        headers=[*tagged, *of_body, hit],
        not_modified_headers=[*without_body, hit],
    )


class PageStore:
    """Pages by key within a budget of bytes; the second-chance rule decides what leaves.

    Reading takes no lock: a dictionary look-up and a flag are atomic under the interpreter's own lock.
    """

    def __init__(self, max_bytes: int = DEFAULT_BYTES) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pages: dict[tuple[Any, ...], Entry | Varies] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: tuple[Any, ...]) -> Any:
        """Return the Entry or Varies of a key, or None."""
        found = self._pages.get(key)
        if found is not None:
            found.used = True
        return found

    def put(self, key: tuple[Any, ...], page: Entry | Varies) -> None:
        """Keep a page, and let others go until all fit the budget."""
        if page.size > self.max_bytes:
            return
        with self._lock:
            self._forget(key)
            self._pages[key] = page
            self.bytes += page.size
            while self.bytes > self.max_bytes:
                oldest = next(iter(self._pages))
                candidate = self._pages[oldest]
                if candidate.used and oldest != key:
                    candidate.used = False
                    self._pages[oldest] = self._pages.pop(oldest)
                else:
                    self._forget(oldest)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _forget(self, key: tuple[Any, ...]) -> None:
        gone = self._pages.pop(key, None)
        if gone is not None:
            self.bytes -= gone.size
