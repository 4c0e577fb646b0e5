"""How caller, helper and child speak: a length, a line of JSON, and the bytes that it counts."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import IO, Any

_LENGTH = struct.Struct(">I")
LONGEST_HEAD = 1 << 20
MOST_BYTES = 512 << 20


class Broken(Exception):
    """The other side ended in the middle, or said something that is no frame."""


def write(stream: IO[bytes], head: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Write a head and its parts."""
    text = json.dumps({**head, "sizes": [len(part) for part in parts]}).encode()
    stream.write(_LENGTH.pack(len(text)) + text)
    for part in parts:
        stream.write(part)
    stream.flush()


def read(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]] | None:
    """Read a head and its parts; None at the end of the stream. Raises Broken."""
    start = stream.read(_LENGTH.size)
    if not start:
        return None
    if len(start) < _LENGTH.size:
        raise Broken
    (length,) = _LENGTH.unpack(start)
    if length > LONGEST_HEAD:
        raise Broken
    try:
        head = json.loads(_exactly(stream, length))
        sizes = [int(size) for size in head.pop("sizes")]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Broken from None
    if sum(sizes) > MOST_BYTES or any(size < 0 for size in sizes):
        raise Broken
    return head, [_exactly(stream, size) for size in sizes]


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise Broken
    return found
