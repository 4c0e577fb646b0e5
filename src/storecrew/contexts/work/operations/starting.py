"""Telling a team that what it planned did not start."""

from __future__ import annotations

from datetime import datetime

from storecrew.contexts.work.facts import FindingFacts
from storecrew.contexts.work.operations.remarks import raise_finding
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say


def raise_not_started(
    *,
    code: str,
    name: str,
    why: str,
    owner_role: str,
    record: str,
    record_id: str | int,
    url: str,
    actor: Actor,
    at: datetime,
) -> FindingFacts:
    """Open the alert that something planned did not start; its key is `<code>:<record_id>`.

    Raises InvalidFinding.
    """
    return raise_finding(
        code=code,
        title=say("%(name)s did not start", name=name),
        detail=why,
        owner_role=owner_role,
        severity="critical",
        dedupe_key=f"{code}:{record_id}",
        record=record,
        record_id=record_id,
        url=url,
        actor=actor,
        at=at,
    )
