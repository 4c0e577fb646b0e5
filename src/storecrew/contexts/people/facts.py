"""What other contexts and surfaces learn about people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """One role: a set of permission keys and the workspace its holders land in."""

    id: int
    code: str
    name: str
    description: str
    workspace: str
    permissions: frozenset[str]
    version: int = 1


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """One team; `parent` is the code of the team it reports to, or ""."""

    id: int
    code: str
    name: str
    kind: str
    parent: str


@dataclass(frozen=True, slots=True)
class MembershipFacts:
    """One person in one role, in a team or none, limited to scopes ({} = everything)."""

    id: int
    user_id: int
    role: RoleFacts
    team: str
    team_name: str
    scopes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class UserFacts:
    """One person who signs in; `locale` is "" when no language was chosen."""

    id: int
    email: str
    name: str
    locale: str
    is_active: bool
    is_staff: bool


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One line of "who does what".

    `role` is the code of the role that carries it ("everyone" for GEN); `state` is "built" or
    "planned"; `screen`, `operation` and `journey` name where it is done in the product; `holders`
    are the names of the active people in that role, so an empty tuple means nobody owns it.
    """

    id: str
    role: str
    title: str
    state: str = "planned"
    screen: str = ""
    operation: str = ""
    journey: str = ""
    note: str = ""
    holders: tuple[str, ...] = ()

    @property
    def has_owner(self) -> bool:
        """Say whether an active person holds the role."""
        return bool(self.holders)


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """Somebody works at a location; ``minutes`` are without the break."""

    id: int
    user_id: int
    name: str
    location_code: str
    day: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    minutes: int
    skill: str


@dataclass(frozen=True, slots=True)
class SkillFacts:
    """What somebody may do, and until when."""

    user_id: int
    name: str
    skill: str
    trained_on: dt.date
    valid_until: dt.date | None
    note: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Say whether a training or check holds on a day."""
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True, slots=True)
class ApiKeyFacts:
    """A key of the interface, without its secret."""

    id: int
    name: str
    prefix: str
    owner_id: int
    owner_name: str
    permissions: tuple[str, ...]
    created_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    last_used_on: dt.date | None

    def state_at(self, at: dt.datetime) -> str:
        """Return "valid", "expired" or "revoked"."""
        if self.revoked_at is not None:
            return "revoked"
        return "valid" if at < self.expires_at else "expired"


@dataclass(frozen=True, slots=True)
class SignInServiceFacts:
    """An outside service to sign in with. ``secrets`` names those that are kept, never what they are."""

    code: str
    kind: str
    name: str
    client_id: str
    settings: dict[str, str]
    secrets: tuple[str, ...]
    enabled: bool
    version: int


@dataclass(frozen=True, slots=True)
class LinkedSignIn:
    """A link of an account with an outside service; ``email`` is what the service told."""

    id: int
    code: str
    name: str
    email: str
    linked_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A browser that somebody is signed in with; ``program`` and ``system`` are "" when it does not say."""

    id: int
    program: str
    system: str
    signed_in_at: dt.datetime
    seen_at: dt.datetime
    here: bool


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """Rights that somebody lends a colleague; ``state`` is "coming", "runs", "over" or "ended"."""

    id: int
    giver_id: int
    giver: str
    delegate_id: int
    delegate: str
    permissions: tuple[str, ...]
    reason: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    state: str
