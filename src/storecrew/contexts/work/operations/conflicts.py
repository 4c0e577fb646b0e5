"""Finding conflicts, telling their owners, and refusing what they block (5.4).

Rules are asked about what changed and nothing else: the date itself, and the dates that overlap its old or
its new time. Only the roles whose conflicts changed hear of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.work.conflicts import ConflictRule, Found, conflict_rules, one_look
from storecrew.contexts.work.errors import BlockedByConflict
from storecrew.contexts.work.facts import CalendarDate, ConflictFacts
from storecrew.contexts.work.models import CalendarEntry, Conflict
from storecrew.contexts.work.operations.accepting import open_again
from storecrew.contexts.work.operations.conflict_news import ACTOR, opened, page_of, settled, tell
from storecrew.contexts.work.queries import conflicts as read
from storecrew.contexts.work.queries import date_facts
from storecrew.kernel.sentence import joined

State = Conflict.State


def refresh_conflicts(
    *,
    records: Iterable[tuple[str, str]] | None = None,
    codes: Collection[str] | None = None,
    at: datetime,
) -> int:
    """Ask the rules again about some records (None: all that are not over); return how many changed.

    Harmless when repeated: what is known and unchanged is left alone, and nobody hears of it twice.
    """
    rules = [rule for rule in conflict_rules() if codes is None or rule.code in codes]
    rows = CalendarEntry.objects.filter(
        kind__in={kind for rule in rules for kind in rule.dates}, ends_at__gte=at
    )
    active = Conflict.objects.filter(state__in=read.ACTIVE, code__in=[rule.code for rule in rules])
    if records is not None:
        wanted = read.among(records)
        if not wanted:
            return 0
        rows, active = rows.filter(wanted), active.filter(wanted)
    dates = [date_facts(row) for row in rows]
    with one_look():
        found = [(rule, each) for rule in rules for each in _asked(rule, dates, at)]
    known = {row.dedupe_key: row for row in active}
    changed = 0
    for rule, each in found:
        changed += _keep(rule, each, known.pop(_key(rule, each), None), at)
    for row in known.values():
        changed += _settle(row, at)
    return changed


def refresh_around(
    *, kind: str, record: str, record_id: str, since: datetime, until: datetime, at: datetime
) -> int:
    """Ask again after a date moved: about itself, and about the dates whose rules look at its kind."""
    rules = conflict_rules()
    records = {(record, record_id)}
    beside = [rule for rule in rules if kind in rule.others]
    if beside:
        rows = CalendarEntry.objects.filter(
            kind__in={each for rule in beside for each in rule.dates},
            starts_at__lte=until,
            ends_at__gte=max(since, at),
        )
        records |= set(rows.values_list("record", "record_id"))
    codes = {rule.code for rule in rules if kind in rule.dates or kind in rule.others}
    return refresh_conflicts(records=records, codes=codes, at=at)


def require_no_conflict(*, record: str, record_id: str | int, at: datetime) -> list[ConflictFacts]:
    """Refuse what an open blocking conflict stands against, looked at now; return what is left to know.

    Call it inside the command that starts something. Raises BlockedByConflict.
    """
    key = (record, str(record_id))
    refresh_conflicts(records=[key], at=at)
    found = read.conflicts_of([key])
    if blocking := [each for each in found if each.blocks]:
        raise BlockedByConflict(
            joined(read.conflict_sentence(each) for each in blocking[:3]),
            conflicts=[
                [each.id, each.code, read.conflict_words(each), each.owner_role, page_of(each.id)]
                for each in blocking
            ],
        )
    return found


def _asked(rule: ConflictRule, dates: Sequence[CalendarDate], at: datetime) -> list[Found]:
    mine = [date for date in dates if date.kind in rule.dates]
    return list(rule.find(mine, at=at)) if mine else []


def _key(rule: ConflictRule, found: Found) -> str:
    return f"{rule.code}|{found.date.record}:{found.date.record_id}|{found.key}"[:250]


def _values(rule: ConflictRule, found: Found) -> dict[str, Any]:
    date = found.date
    return {
        "kind": date.kind,
        "title": date.title,
        "url": date.url,
        "with_title": found.with_title[:200],
        "with_url": found.with_url,
        "facts": dict(found.facts),
        "measure": found.measure,
        "severity": found.severity or rule.severity,
        "owner_role": found.owner_role or rule.owner_role or date.owner_role,
        "planner_role": date.owner_role,
        "starts_at": date.starts_at,
        "ends_at": date.ends_at,
    }


def _keep(rule: ConflictRule, found: Found, row: Conflict | None, at: datetime) -> bool:
    """Write what was found; True when its owner has something new to know."""
    values = _values(rule, found)
    if row is None:
        return _begin(rule, found, values, at)
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    worse = values["measure"] > row.measure or (values["severity"], row.severity) == ("blocking", "warning")
    with transaction.atomic():
        Conflict.objects.filter(pk=row.pk, state__in=read.ACTIVE).update(**values, seen_at=at)
        row.refresh_from_db()
        if worse and rule.reopens and row.state == State.ACCEPTED:
            return open_again(row, _("It is worse than when it was accepted."), ACTOR, at)
        if row.state == State.OPEN and worse:
            tell(row, at)
    return worse


def _begin(rule: ConflictRule, found: Found, values: dict[str, Any], at: datetime) -> bool:
    try:
        with transaction.atomic():
            row = Conflict.objects.create(
                code=rule.code,
                record=found.date.record,
                record_id=found.date.record_id,
                dedupe_key=_key(rule, found),
                found_at=at,
                seen_at=at,
                **values,
            )
            opened(row, "found", ACTOR, at)
    except IntegrityError:
        # another worker found it between our look and our insert
        return False
    return True


def _settle(row: Conflict, at: datetime) -> bool:
    """What was found is no longer there."""
    with transaction.atomic():
        gone = Conflict.objects.filter(pk=row.pk, state__in=read.ACTIVE).update(
            state=State.RESOLVED, resolved_at=at
        )
        if not gone:
            return False
        row.refresh_from_db()
        settled(row, "resolved", ACTOR, at)
    return True
