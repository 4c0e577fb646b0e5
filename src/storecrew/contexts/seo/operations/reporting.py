"""Importing Search Console's report of page indexing: shown first, rows with a problem left out."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.seo.errors import InvalidReport
from storecrew.contexts.seo.facts import ReportLine, ReportPlan
from storecrew.contexts.seo.models import IndexStatus
from storecrew.contexts.seo.operations.indexing import RECORD, keep, own_path
from storecrew.contexts.seo.providers.inspector import Inspected
from storecrew.contexts.seo.rules import report_files
from storecrew.contexts.seo.rules.indexing import REASONS
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def preview_report(text: str, *, reason: str, actor: Actor, at: dt.datetime) -> ReportPlan:
    """Return what a report would change; ``reason`` counts where it names none. Raises InvalidReport."""
    actor.require("marketing.write")
    try:
        lines = report_files.read(text, reason=reason, at=at)
    except report_files.NotAReport as error:
        raise InvalidReport() from error
    known = {row.path: row for row in IndexStatus.objects.only("path", "state", "reason", "crawled_at")}
    new, same, problems = list[ReportLine](), list[ReportLine](), list[ReportLine]()
    changed = list[tuple[ReportLine, str]]()
    for line in lines:
        path = own_path(line.url)
        row = known.get(path)
        if not line.problem and not path:
            line = line._replace(problem="not_ours")
        elif not line.problem and row is not None and _is_older(line, row):
            line = line._replace(problem="older")
        if line.problem:
            problems.append(line)
        elif row is None:
            new.append(line)
        elif (row.state, row.reason) == (REASONS[line.reason], line.reason):
            same.append(line)
        else:
            changed.append((line, row.state))
    return ReportPlan(new, changed, same, problems)


def _is_older(line: ReportLine, row: IndexStatus) -> bool:
    """Say whether what is known was read later than what the report says."""
    if line.crawled_at is None or row.crawled_at is None:
        return False
    return line.crawled_at.date() < row.crawled_at.date()


def import_report(text: str, *, reason: str, actor: Actor, at: dt.datetime) -> ReportPlan:
    """Keep a report, and return what it changed. The same one twice changes nothing. Raises InvalidReport."""
    plan = preview_report(text, reason=reason, actor=actor, at=at)
    lines = [*plan.new, *(line for line, _before in plan.changed), *plan.same]
    with transaction.atomic():
        for line in lines:
            found = Inspected(line.reason, line.said, crawled_at=line.crawled_at)
            keep(own_path(line.url), found, source=IndexStatus.Source.IMPORTED, actor=actor, at=at)
        if lines:
            audit.record(
                actor=actor, action="seo.index_imported", record=RECORD, record_id=0, at=at,
                after={"new": len(plan.new), "changed": len(plan.changed)},
            )  # fmt: skip
    return plan
