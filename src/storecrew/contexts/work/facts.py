"""What surfaces and other contexts learn about work objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
