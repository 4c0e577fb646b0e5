"""What others learn about codes that are sold as goods. Plain values."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class CodeImport(NamedTuple):
    """What a file of codes brought: new codes, and those that a pool had already."""

    file_id: int
    added: int
    known: int


class ShownCode(NamedTuple):
    """A code as its customer reads it; ``extra`` is a PIN or a serial number, ``how`` what to do with it."""

    order_line_id: int
    variant_id: int
    code: str
    extra: str
    how: str


class OwnCode(NamedTuple):
    """A code as its owner finds it without asking for it: open only when it was shown before."""

    order_line_id: int
    hint: str
    shown: bool
    code: str
    extra: str
    how: str


class MaskedCode(NamedTuple):
    """What staff see of a code: its last characters. State: "given" or "burned"."""

    order_line_id: int
    hint: str
    state: str
    given_at: dt.datetime | None
    shown_at: dt.datetime | None


class PoolFacts(NamedTuple):
    """How many codes of a variant are unused (its stock), given to orders, and not for sale any more."""

    id: int
    variant_id: int
    how: str
    unused: int
    given: int
    burned: int
