"""Developers are told of extensions that are left out, and of what running ones say about themselves."""

from __future__ import annotations

import datetime as dt
import logging

from django.utils.module_loading import import_string

from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.extensions import Extension, standing
from storecrew.kernel.sentence import Sentence, say

logger = logging.getLogger(__name__)
LEFT_OUT, CHECK = "extensions.left_out", "extensions.check"
RECORD = "health.extension"
PAGE = "/admin/extensions/"
MOST = 500
Told = dict[tuple[str, str], tuple[Sentence, str]]


def watch_extensions(*, actor: Actor, at: dt.datetime) -> int:
    """Open an alert for each trouble, close those whose trouble is over; return how many there are."""
    told = _left_out() | _checked(at)
    known = {
        (row.code, row.record_id): row
        for row in work.open_findings(role="developer", limit=MOST)
        if row.code in {LEFT_OUT, CHECK}
    }
    for key, row in known.items():
        if key not in told:
            work.resolve_finding(finding_id=row.id, actor=actor, at=at)
    for (code, record_id), (title, detail) in told.items():
        if (code, record_id) in known and known[code, record_id].detail == detail:
            continue
        work.raise_finding(
            code=code,
            title=title,
            detail=detail,
            owner_role="developer",
            dedupe_key=f"{code}:{record_id}",
            record=RECORD,
            record_id=record_id,
            url=PAGE,
            actor=actor,
            at=at,
        )
    return len(told)


def _left_out() -> Told:
    """Return those that cannot run; one that was turned off is as somebody wanted it."""
    return {
        (LEFT_OUT, row.name): (say("The extension %(name)s is left out", name=row.name), row.why)
        for row in standing.standing()
        if row.state in {standing.BROKEN, standing.INCOMPATIBLE}
    }


def _checked(at: dt.datetime) -> Told:
    found: Told = {}
    for row, declared in standing.running():
        for check in declared.checks:
            said = _asked(declared, check, at)
            if said:
                title = say("The extension %(name)s asks for attention", name=row.name)
                found[CHECK, f"{row.name} {check}"[:64]] = (title, said)
    return found


def _asked(declared: Extension, check: str, at: dt.datetime) -> str:
    try:
        return import_string(check)(at) or ""
    except Exception as error:
        logger.exception("extension %s: the check %s failed", declared.name, check)
        return say("Its check %(check)s failed: %(reason)s", check=check, reason=str(error)[:300])
