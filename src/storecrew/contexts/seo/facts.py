"""Values that leave this context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
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


class ReportLine(NamedTuple):
    """One row of a report of page indexing; ``problem`` is a code, "" where it can be kept."""

    line: int
    url: str
    reason: str = ""
    said: str = ""
    crawled_at: dt.datetime | None = None
    problem: str = ""


class ReportPlan(NamedTuple):
    """What a report changes: addresses new to us, others with their state before, and rows left out."""

    new: Sequence[ReportLine]
    changed: Sequence[tuple[ReportLine, str]]
    same: Sequence[ReportLine]
    problems: Sequence[ReportLine]


class IndexHealth(NamedTuple):
    """How many pages of the sitemap are listed, of how many that were asked about, and what fell out."""

    indexed: int
    asked: int
    pages: int
    fallen: int
