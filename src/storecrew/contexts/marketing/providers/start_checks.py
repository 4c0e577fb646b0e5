"""Who may say that a campaign must not start: stock, open conflicts, workload, budgets.

Others register a check when the application starts. It is asked when a campaign is scheduled and again when
it starts; it reads and answers, and writes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from storecrew.contexts.marketing.facts import CampaignFacts, Reason


class StartCheck(Protocol):
    """One gate of campaigns."""

    def reasons(self, campaign: CampaignFacts, *, at: dt.datetime) -> Sequence[Reason]:
        """Return why it may not start now; nothing when it may."""


_checks: dict[str, StartCheck] = {}


def register_start_check(name: str, check: StartCheck) -> None:
    """Ask this one from now on; ``name`` is ``<context>.<what it checks>``. Called once, at the start."""
    _checks[name] = check


def start_reasons(campaign: CampaignFacts, *, at: dt.datetime) -> tuple[Reason, ...]:
    """Ask every check, by name, and return all reasons."""
    return tuple(reason for name in sorted(_checks) for reason in _checks[name].reasons(campaign, at=at))
