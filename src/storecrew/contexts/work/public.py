"""The doorway of the work context."""

from storecrew.contexts.work.errors import (
    EmptyComment,
    InvalidFinding,
    InvalidView,
    NotYourTeam,
    UnknownFinding,
    UnknownView,
)
from storecrew.contexts.work.events import CommentAdded, FindingRaised
from storecrew.contexts.work.facts import CommentFacts, FindingFacts, ViewFacts
from storecrew.contexts.work.operations import (
    comment,
    delete_view,
    raise_finding,
    resolve_finding,
    save_view,
)
from storecrew.contexts.work.queries import (
    comments_for,
    count_open_findings,
    open_findings,
    open_keys,
    views_for,
)

__all__ = [
    "CommentAdded",
    "CommentFacts",
    "EmptyComment",
    "FindingFacts",
    "FindingRaised",
    "InvalidFinding",
    "InvalidView",
    "NotYourTeam",
    "UnknownFinding",
    "UnknownView",
    "ViewFacts",
    "comment",
    "comments_for",
    "count_open_findings",
    "delete_view",
    "open_findings",
    "open_keys",
    "raise_finding",
    "resolve_finding",
    "save_view",
    "views_for",
]
