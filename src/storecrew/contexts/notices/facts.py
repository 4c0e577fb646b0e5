"""What surfaces learn about notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which mails and chats are held: local times of a day in an IANA time zone.

    Without both times there are none; `serious_passes` lets critical alerts through.
    """

    starts: dt.time | None = None
    ends: dt.time | None = None
    timezone: str = "UTC"
    serious_passes: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """How notices reach a person: kinds that come by mail, {kind: id of a chat hook}, and quiet hours."""

    mail: frozenset[str]
    chat: Mapping[str, int] = field(default_factory=dict)
    quiet: Quiet = Quiet()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A line of an inbox in words, with the absolute address that opens it.

    `about` names its record where the title does not.
    """

    title: str
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class HookFacts:
    """A chat of a team; its address is a secret, of which the host is shown."""

    id: int
    team: str
    team_name: str
    name: str
    host: str
    locale: str
    enabled: bool
    failing_since: dt.datetime | None
    error: str
    version: int
