"""What happened to work objects."""

from dataclasses import dataclass, field

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class CommentAdded(Event):
    """Somebody commented on a record; `mentions` are who was called by @."""

    comment_id: int
    record: str
    record_id: str
    mentions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FindingRaised(Event):
    """A new alert is open for a role (not published again while it stays open)."""

    finding_id: int
    code: str
    owner_role: str
    severity: str


@dataclass(frozen=True)
class TaskOpened(Event):
    """A role has something new to do (not published again while it stays open)."""

    task_id: int
    code: str
    owner_role: str
    location_code: str
    record: str
    record_id: str


@dataclass(frozen=True)
class TaskAnswered(Event):
    """A question got its answer; it also stands as a comment on the row it was asked from."""

    task_id: int
    code: str
    asked_from_record: str
    asked_from_id: str
    answer: str


@dataclass(frozen=True)
class TaskEscalated(Event):
    """A task was not done in time; the lead was told."""

    task_id: int
    code: str
    owner_role: str
    escalated_to: str


@dataclass(frozen=True)
class DateChanged(Event):
    """A date of the calendar was put, moved or taken off; `since` and `until` (ISO, UTC) span old and new."""

    kind: str
    record: str
    record_id: str
    since: str
    until: str


@dataclass(frozen=True)
class ConflictFound(Event):
    """Something stands against a date, or does so again after its acceptance was over."""

    conflict_id: int
    code: str
    record: str
    record_id: str
    severity: str
    owner_role: str


@dataclass(frozen=True)
class ConflictSettled(Event):
    """A conflict was accepted (`state` "accepted") or is gone ("resolved")."""

    conflict_id: int
    code: str
    record: str
    record_id: str
    state: str
