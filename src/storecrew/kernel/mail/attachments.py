"""Files that go with a mail: named when it is queued, made when it leaves, so that the queue stays small."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Attachment(NamedTuple):
    """A file: its name, its bytes and its type."""

    filename: str
    content: bytes
    mimetype: str


Maker = Callable[[str], Attachment]
_makers: dict[str, Maker] = {}


def attachment(name: str) -> Callable[[Maker], Maker]:
    """Register what makes the files called ``<name>:<argument>``; ``name`` is ``<context>.<what it is>``."""

    def register(maker: Maker) -> Maker:
        _makers[name] = maker
        return maker

    return register


def make(attach: str) -> Attachment:
    """Return the file of a stored name. Raises ValueError for a name that nothing makes."""
    name, _, argument = attach.partition(":")
    if name not in _makers:
        raise ValueError(f"nothing makes the attachment {name!r}")
    return _makers[name](argument)
