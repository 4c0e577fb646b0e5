"""Writes about teams: who reports to whom is data."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from storecrew.contexts.people import queries, rules
from storecrew.contexts.people.errors import InvalidPerson, TeamLoop, UnknownTeam
from storecrew.contexts.people.facts import TeamFacts
from storecrew.contexts.people.models import Team
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

PERMISSION = "people.write"
CODE = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}$")


def save_team(
    *,
    code: str,
    name: str,
    kind: str = "central",
    parent: str = "",
    actor: Actor,
    at: datetime,
) -> TeamFacts:
    """Create the team `code`, or change its name, kind and the team it reports to.

    Raises InvalidPerson, UnknownTeam, TeamLoop.
    """
    actor.require(PERMISSION)
    _check(code, name, kind)
    with transaction.atomic():
        teams = {row.code: row for row in Team.objects.select_related("parent")}
        if parent and parent not in teams:
            raise UnknownTeam(team=parent)
        parents = {key: row.parent.code if row.parent else "" for key, row in teams.items()}
        if parent and rules.makes_loop(code, parent, parents):
            raise TeamLoop(team=code, parent=parent)
        row = teams.get(code) or Team(code=code)
        before = queries.team_facts(row) if row.pk else None
        row.name, row.kind, row.parent = name.strip(), kind, teams.get(parent)
        row.save()
        after = queries.team_facts(row)
        if before != after:
            audit.record(
                actor=actor,
                action="people.team_saved",
                record="people.team",
                record_id=row.pk,
                at=at,
                before=_plain(before) if before else None,
                after=_plain(after),
            )
    return after


def _plain(team: TeamFacts) -> dict[str, str]:
    return {"name": team.name, "kind": team.kind, "parent": team.parent}


def _check(code: str, name: str, kind: str) -> None:
    problems = {}
    if not CODE.match(code):
        problems["code"] = "invalid_code"
    if not name.strip():
        problems["name"] = "required"
    if kind not in Team.Kind.values:
        problems["kind"] = "unknown_choice"
    if problems:
        raise InvalidPerson(fields=problems)
