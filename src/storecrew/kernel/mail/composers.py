"""Mails that are written as they leave: the queue keeps a name, so nothing in them is old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import NamedTuple

KEY = "key"
"""What the key of a mail is called among the data that a service keeps with it."""


class Composed(NamedTuple):
    """A mail as it leaves; ``key`` is what its writer knows it by when something is reported of it.

    ``sender`` is the name it comes under, "" for the installation's address as it is set.
    """

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    key: str = ""
    sender: str = ""


class Letter(NamedTuple):
    """A mail to be written as it leaves; ``compose`` is ``<context>.<what it is>:<argument>``."""

    to: str
    locale: str
    dedupe_key: str
    compose: str
    record: str = ""
    record_id: str = ""


class Later(Exception):
    """Raised by a composer whose mail may leave from a moment on and not before; it is asked again then."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__(at)
        self.at = at


Composer = Callable[[str], Composed | None]
_composers: dict[str, Composer] = {}


def composer(name: str, compose: Composer) -> None:
    """Register what writes the mails called ``<name>:<argument>``; None withdraws a mail.

    It may be called again when a mail could not be delivered, and must then answer as of that moment. It
    raises Later for a mail that has to wait.
    """
    _composers[name] = compose


def compose(stored: str) -> Composed | None:
    """Write a mail by its stored name. Raises ValueError for a name that nobody writes."""
    name, _, argument = stored.partition(":")
    if name not in _composers:
        raise ValueError(f"nobody writes the mail {name!r}")
    return _composers[name](argument)
