"""Values that leave this context."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class HeadWords(NamedTuple):
    """What a template makes of a page; empty where it says nothing."""

    title: str = ""
    description: str = ""


class TemplateContent(NamedTuple):
    """A template as it is entered."""

    kind: str
    locale: str = ""
    channel: str = ""
    title: str = ""
    description: str = ""


class RedirectContent(NamedTuple):
    """A redirect as it is entered; ``target`` is empty for 410."""

    source: str
    target: str = ""
    status: int = 301
    note: str = ""


class Way(NamedTuple):
    """Where an address leads: ``target`` is empty when it is gone (410)."""

    redirect_id: int
    target: str
    status: int


class Checked(NamedTuple):
    """A redirect of a file with what is wrong with it: codes by field."""

    line: int
    content: RedirectContent
    wrong: Mapping[str, str]


class Proposal(NamedTuple):
    """A living address that is near to one that is not there."""

    path: str
    label: str


class Address(NamedTuple):
    """A page that the shop wants to be found: ``path`` with its language."""

    path: str
    kind: str
    locale: str
    label: str = ""
    record_id: int = 0


class Traffic(NamedTuple):
    """How often a page was seen, and the orders (minor units) of visits that saw it."""

    views: int = 0
    worth: int = 0
    currency: str = ""


class Progress(NamedTuple):
    """How far an audit is."""

    running: bool
    seen: int
    total: int
