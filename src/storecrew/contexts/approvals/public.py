"""The doorway of the approvals context."""

from storecrew.contexts.approvals.errors import (
    DecidedAlready,
    InvalidLimit,
    OwnRequest,
    ReasonNeeded,
    UnknownApproval,
)
from storecrew.contexts.approvals.events import ApprovalDecided, ApprovalRequested
from storecrew.contexts.approvals.facts import ApprovalFacts, LimitFacts
from storecrew.contexts.approvals.operations.asking import ask, withdraw
from storecrew.contexts.approvals.operations.deciding import approve, refuse
from storecrew.contexts.approvals.operations.limits import remove_limit, set_limit, set_single_person
from storecrew.contexts.approvals.providers.kinds import (
    Kind,
    LimitKind,
    kinds,
    limit_kinds,
    register,
    register_limit,
)
from storecrew.contexts.approvals.queries import (
    all_limits,
    approval,
    limits,
    permissions,
    single_person,
    title_of,
    visible,
    waiting_for,
    waiting_request,
    widest_limit,
)

__all__ = [
    "ApprovalDecided",
    "ApprovalFacts",
    "ApprovalRequested",
    "DecidedAlready",
    "InvalidLimit",
    "Kind",
    "LimitFacts",
    "LimitKind",
    "OwnRequest",
    "ReasonNeeded",
    "UnknownApproval",
    "all_limits",
    "approval",
    "approve",
    "ask",
    "kinds",
    "limit_kinds",
    "limits",
    "permissions",
    "refuse",
    "register",
    "register_limit",
    "remove_limit",
    "set_limit",
    "set_single_person",
    "single_person",
    "title_of",
    "visible",
    "waiting_for",
    "waiting_request",
    "widest_limit",
    "withdraw",
]
