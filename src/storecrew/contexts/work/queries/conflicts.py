"""Reads about conflicts, and the rules that need nothing but the calendar itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.work import rules
from storecrew.contexts.work.conflicts import (
    BLOCKING,
    ConflictRule,
    Found,
    conflict_rule,
    conflict_rules,
    one_look,
    place_names,
)
from storecrew.contexts.work.facts import CalendarDate, ConflictFacts
from storecrew.contexts.work.models import CalendarEntry, Conflict
from storecrew.contexts.work.queries import date_facts
from storecrew.kernel.sentence import Sentence, register_writer, told_by

PLANS = ("promotion", "campaign")
"""The kinds of dates that bring orders: what they meet is looked at."""
ACTIVE = (Conflict.State.OPEN, Conflict.State.ACCEPTED)


def conflict_facts(row: Conflict) -> ConflictFacts:
    """Build the facts of a conflict: they have the names of its columns."""
    names = (name for name in ConflictFacts.__slots__ if name != "id")
    return ConflictFacts(id=row.pk, **{name: getattr(row, name) for name in names})


def conflicts_of(
    records: Iterable[tuple[str, str]], *, active: bool = True, limit: int = 500
) -> list[ConflictFacts]:
    """Return what stands against some records, blocking ones first; without `active` also what did."""
    wanted = among(records)
    if not wanted:
        return []
    rows = Conflict.objects.filter(wanted)
    if active:
        rows = rows.filter(state__in=ACTIVE)
    return [conflict_facts(row) for row in rows.order_by("severity", "state", "starts_at", "id")[:limit]]


def answers_in_days(
    answer: str, *, at: datetime, records: Iterable[tuple[str, str]] | None = None
) -> list[ConflictFacts]:
    """Return the answers of a kind that are done in days and hold at a moment; one query.

    A conflict is gone once what it was about runs with enough people or begins: its answer holds until the
    end that was written, or until somebody takes it back.
    """
    rows = Conflict.objects.filter(answer=answer, answer_days__isnull=False, accepted_until__gt=at)
    if records is not None:
        wanted = among(records)
        if not wanted:
            return []
        rows = rows.filter(wanted)
    return [conflict_facts(row) for row in rows.exclude(state=Conflict.State.OPEN).order_by("pk")[:500]]


def conflict(conflict_id: int) -> ConflictFacts | None:
    """Return one conflict, or None."""
    row = Conflict.objects.filter(pk=conflict_id).first()
    return conflict_facts(row) if row else None


def conflict_name(code: str) -> str:
    """Return the word for a kind of conflict."""
    rule = conflict_rule(code)
    return str(rule.name) if rule else code.replace("_", " ").capitalize()


def conflict_words(found: ConflictFacts | Conflict) -> str:
    """Return the sentence of a conflict in the reader's language."""
    rule = conflict_rule(found.code)
    return rule.words(found.facts) if rule else found.with_title or found.code


def conflict_sentence(found: ConflictFacts | Conflict) -> Sentence:
    """Return the sentence of a conflict as it is stored with an alert."""
    return _sentence(found, found.facts)


def shared_sentence(found: Sequence[Conflict]) -> Sentence:
    """Return the one sentence of conflicts that are told together."""
    rule = conflict_rule(found[0].code)
    return _sentence(found[0], rule.summed([each.facts for each in found]) if rule else found[0].facts)


def _sentence(found: ConflictFacts | Conflict, facts: Mapping[str, Any]) -> Sentence:
    return told_by(
        "work.conflict", {"code": found.code, "facts": facts, "otherwise": found.with_title or found.code}
    )


def _said(facts: Mapping[str, Any]) -> str:
    rule = conflict_rule(facts["code"])
    return rule.words(facts["facts"]) if rule else str(facts["otherwise"])


def together(row: Conflict) -> list[Conflict]:
    """Return the open conflicts that are told in one alert with this one, itself too while it is open."""
    rows = Conflict.objects.filter(code=row.code, state=Conflict.State.OPEN)
    rule = conflict_rule(row.code)
    if rule is None or not rule.together:
        return list(rows.filter(pk=row.pk))
    return list(rows.filter(dedupe_key__endswith=f"|{met_by(row)}").order_by("starts_at", "pk"))


def met_by(row: Conflict) -> str:
    """Return what tells the other date of a conflict from others of its rule."""
    return row.dedupe_key.split("|", 2)[-1]


def alert_key(row: Conflict) -> str:
    """Return the key of the alert that tells of a conflict, alone or together with others."""
    rule = conflict_rule(row.code)
    return f"conflict:{row.code}:{met_by(row)}" if rule and rule.together else f"conflict:{row.pk}"


register_writer("work.conflict", _said)
register_writer("work.conflict_name", lambda facts: f"{conflict_name(facts['code'])}: {facts['title']}")


def among(records: Iterable[tuple[str, str]]) -> Q:
    """Return the condition for some records; an empty one for none."""
    grouped: dict[str, list[str]] = {}
    for record, record_id in records:
        grouped.setdefault(record, []).append(str(record_id))
    found = Q()
    for record, ids in grouped.items():
        found |= Q(record=record, record_id__in=ids)
    return found


def dates_of(records: Iterable[tuple[str, str]]) -> list[CalendarDate]:
    """Return the dates of some records."""
    wanted = among(records)
    return [date_facts(row) for row in CalendarEntry.objects.filter(wanted)] if wanted else []


class Ahead(NamedTuple):
    """What would stand against a date that nobody has put on the calendar yet."""

    code: str
    severity: str
    owner_role: str
    words: str


def preview_conflicts(date: CalendarDate, *, at: datetime) -> list[Ahead]:
    """Ask the rules about a date before it is put; nothing is kept and nobody is told."""
    found = []
    with one_look():
        asked = [
            (rule, each)
            for rule in conflict_rules()
            if date.kind in rule.dates
            for each in rule.find([date], at=at)
        ]
    for rule, each in asked:
        severity = each.severity or rule.severity
        owner = each.owner_role or rule.owner_role or date.owner_role
        found.append(Ahead(rule.code, severity, owner, rule.words(each.facts)))
    return sorted(found, key=lambda each: (each.severity, each.code))


class Clash(ConflictRule):
    """Two dates at one time that touch the same place, or anything: needs nothing but the calendar."""

    place = ""

    def find(self, dates: Sequence[CalendarDate], *, at: datetime) -> Iterator[Found]:
        """Return the dates of the other kinds that overlap these."""
        if not dates:
            return
        since = min(date.starts_at for date in dates)
        until = max(date.ends_at for date in dates)
        rows = CalendarEntry.objects.filter(
            kind__in=self.others, starts_at__lte=until, ends_at__gte=max(since, at)
        )
        others = [date_facts(row) for row in rows.order_by("starts_at", "id")]
        for date in dates:
            for other in others:
                if overlaps(date, other, at) and (facts := self.meets(date, other)) is not None:
                    yield Found(
                        date=date,
                        key=f"{other.record}:{other.record_id}:{other.kind}",
                        facts={"with": other.title, "from": other.starts_at.isoformat(), **facts},
                        with_title=other.title,
                        with_url=other.url,
                        owner_role=self.owner_role or other.owner_role,
                    )

    def meets(self, date: CalendarDate, other: CalendarDate) -> Mapping[str, Any] | None:
        """Return what both touch as facts; None when they do not meet."""
        if self.place and not rules.meet_anywhere(date.touches, other.touches, self.place):
            return None
        return {"places": [each.partition(":")[2] for each in other.touches if each.startswith("location:")]}


def overlaps(one: CalendarDate, other: CalendarDate, at: datetime) -> bool:
    """Say whether two dates touch at a time that is not over."""
    start, end = max(one.starts_at, other.starts_at), min(one.ends_at, other.ends_at)
    return start <= end and end >= at


class Closure(Clash):
    """A warehouse is closed while its orders come."""

    code = "closure"
    name = gettext_lazy("Warehouse closed")
    severity = BLOCKING
    owner_role = "logistics_manager"
    permission = "roster.write"
    dates, others, place, together = PLANS, ("closure",), "location", True
    answers = {
        "shift": gettext_lazy("People work all the same"),
        "promise": gettext_lazy("A longer delivery time is promised"),
        "accept": gettext_lazy("The orders may wait"),
    }

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say what is closed."""
        return _("%(with)s: nothing leaves %(places)s while orders come.") % {
            "with": facts["with"],
            "places": ", ".join(place_names(facts["places"])) or _("the warehouses"),
        }


class Counting(Clash):
    """A warehouse is counted while its orders come."""

    code = "count"
    name = gettext_lazy("Stock is counted")
    owner_role = "inventory_manager"
    dates, others, place, together = PLANS, ("count",), "location", True

    def meets(self, date: CalendarDate, other: CalendarDate) -> Mapping[str, Any] | None:
        """Return what is counted there; a count that names its goods meets plans for these alone."""
        counted = [each for each in other.touches if each.startswith("product:")]
        if counted and not rules.shared(date.touches, other.touches, ("product",)):
            return None
        return super().meets(date, other)

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say what is counted."""
        return _("%(with)s is counted in that time: bins that are counted are not picked from.") % {
            "with": facts["with"]
        }


class Freeze(Clash):
    """Nothing may be released while it would need something released."""

    code = "freeze"
    name = gettext_lazy("Code freeze")
    owner_role = "developer"
    dates, others, together = PLANS, ("freeze",), True

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say which freeze."""
        return _("%(with)s: a fault found in that time cannot be put right by a release.") % {
            "with": facts["with"]
        }


class Release(Clash):
    """Something new goes live while many buy."""

    code = "release"
    name = gettext_lazy("Release in that time")
    owner_role = "developer"
    dates, others, together = PLANS, ("release", "maintenance"), True

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say what is released."""
        return _("%(with)s goes live while many buy.") % {"with": facts["with"]}


class Contract(Clash):
    """A contract ends while it is needed."""

    code = "contract"
    name = gettext_lazy("Contract ends")
    owner_role = ""
    dates, others, together = PLANS, ("contract",), True

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say which contract."""
        return _("%(with)s: the contract ends on %(day)s, before this is over.") % {
            "with": facts["with"],
            "day": date_format(datetime.fromisoformat(facts["from"]), "DATE_FORMAT"),
        }

    def cure(self, facts: Mapping[str, Any]) -> str:
        """Say what would resolve it."""
        return _("Renew the contract and move its date, or let its owner accept it.")


class SameGoods(Clash):
    """Two plans for the same goods or the same customers: found once, on the one that was planned later."""

    code = "same_goods"
    name = gettext_lazy("Same goods or customers")
    owner_role = "marketing_manager"
    permission = "promotions.write"
    dates, others = PLANS, PLANS
    touching = ("product", "category", "segment")

    def meets(self, date: CalendarDate, other: CalendarDate) -> Mapping[str, Any] | None:
        """Return what both are about."""
        if (date.record, date.record_id) == (other.record, other.record_id) or 0 < date.id < other.id:
            return None
        both = rules.shared(date.touches, other.touches, self.touching)
        return {"shared": both} if both else None

    def words(self, facts: Mapping[str, Any]) -> str:
        """Say what both are about."""
        segments = [each[8:] for each in facts["shared"] if each.startswith("segment:")]
        goods = len(facts["shared"]) - len(segments)
        parts = []
        if goods:
            parts.append(
                ngettext("%(n)s product or category", "%(n)s products or categories", goods) % {"n": goods}
            )
        if segments:
            parts.append(_("the customers “%(groups)s”") % {"groups": ", ".join(segments)})
        return _("“%(with)s” runs in that time for the same: %(what)s.") % {
            "with": facts["with"],
            "what": " · ".join(parts),
        }


CLASHES: tuple[ConflictRule, ...] = (
    Closure(),
    Counting(),
    Freeze(),
    Release(),
    Contract(),
    SameGoods(),
)
