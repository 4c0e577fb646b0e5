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
