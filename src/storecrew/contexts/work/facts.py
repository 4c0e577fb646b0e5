"""What surfaces and other contexts learn about work objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class CommentFacts:
    """One comment on a record; `mentions` are the e-mail addresses or role codes after an @."""

    id: int
    body: str
    author_kind: str
    author_id: str
    author_label: str
    mentions: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One alert; `times` counts how often it was raised while open, `seen_at` is the last time."""

    id: int
    code: str
    title: str
    detail: str
    record: str
    record_id: str
    owner_role: str
    severity: str
    state: str
    url: str
    times: int
    raised_at: datetime
    seen_at: datetime
    resolved_at: datetime | None
    resolution: str


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """One saved view of a list; `sharing` is "own", "team" or "shared"."""

    id: int
    list_code: str
    name: str
    query: str
    owner: str
    team: str
    sharing: str


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """One piece of work. `state` is "open", "taken", "done" or "withdrawn"; `escalated_to` is "" in time."""

    id: int
    code: str
    title: str
    detail: str
    owner_role: str
    location_code: str
    team: str
    record: str
    record_id: str
    asked_from_record: str
    asked_from_id: str
    url: str
    state: str
    wants_answer: bool
    answer: str
    opened_at: datetime
    opened_by: str
    due_at: datetime | None
    taken_at: datetime | None
    taken_by_id: str
    taken_by: str
    closed_at: datetime | None
    closed_by: str
    escalated_at: datetime | None
    escalated_to: str

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to do it."""
        return self.state in ("open", "taken")


class Answered(NamedTuple):
    """Who answered a question to teams, by name, and whether everybody did before the time was over."""

    who: str
    everybody: bool


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """One entry of the shared calendar; times are aware and in UTC, `ends_at` may equal `starts_at`.

    `touches` names what it is about, as "location:main", "product:7", "category:3", "within:3" (a product of
    that category), "segment:new", "sku:A-1": by it conflicts are found.
    """

    id: int
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    owner_role: str
    record: str
    record_id: str
    url: str
    put_by: str
    changed_at: datetime
    touches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictFacts:
    """What stands against a date. `state` is "open", "accepted" or "resolved"; `severity` says if it blocks.

    `planner_role` put the date there, `owner_role` is who has to resolve or accept it.
    """

    id: int
    code: str
    kind: str
    record: str
    record_id: str
    title: str
    url: str
    with_title: str
    with_url: str
    facts: dict[str, Any]
    measure: int
    severity: str
    owner_role: str
    planner_role: str
    starts_at: datetime
    ends_at: datetime
    state: str
    found_at: datetime
    answer: str
    answer_days: int | None
    reason: str
    accepted_by: str
    accepted_at: datetime | None
    accepted_until: datetime | None
    resolved_at: datetime | None

    @property
    def blocks(self) -> bool:
        """Say whether what it is about may not start."""
        return self.state == "open" and self.severity == "blocking"


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """What a person had done with a line of their inbox; all None for one never touched."""

    entry_id: int
    read_at: datetime | None
    snoozed_until: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class UndoFacts:
    """An offer to take a change back; `payload` is plain JSON that only its kind can read."""

    id: int
    kind: str
    payload: dict[str, Any]


class ListView(NamedTuple):
    """A view of a list as it is sent: its address, its query string, the file's format and the clock."""

    path: str
    query: str
    form: str
    zone: str


class FileReader(NamedTuple):
    """Somebody a file is sent to: the id, the name that colleagues know, the address, the language."""

    person: str
    label: str
    email: str
    locale: str
