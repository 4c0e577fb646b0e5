"""The audit: a walk through the pages of the sitemap that keeps its place, then all pages together."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.seo.errors import AuditRunning, ReasonNeeded, UnknownAuditPage, UnknownFinding
from storecrew.contexts.seo.facts import Address, Progress, Traffic
from storecrew.contexts.seo.models import AuditRun, Finding, Page
from storecrew.contexts.seo.operations.indexing import rejudge
from storecrew.contexts.seo.operations.looking import look, settle
from storecrew.contexts.seo.providers.site import site
from storecrew.contexts.seo.queries.moves import languages
from storecrew.contexts.seo.rules import paths
from storecrew.contexts.seo.rules.site_checks import SITE_CHECKS, Node, Web
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

STEP = 40
"""Pages of one step: about a second of work, so that other timed work waits no longer."""
BATCH = 400
RECORD = "seo.finding"


def start_audit(*, actor: Actor, at: dt.datetime) -> int:
    """Begin a walk through all pages of the sitemap; return its id.

    :raises AuditRunning: one is under way
    """
    actor.require("marketing.write")
    addresses = list(site().addresses())
    try:
        with transaction.atomic():
            run = AuditRun.objects.create(started_at=at, total=len(addresses))
            for first in range(0, len(addresses), BATCH):
                _plan(run.pk, addresses[first : first + BATCH])
            audit.record(
                actor=actor, action="seo.audit_started", record="seo.audit", record_id=run.pk, at=at,
                after={"pages": len(addresses)},
            )  # fmt: skip
    except IntegrityError as running:
        raise AuditRunning() from running
    return run.pk


def _plan(run_id: int, addresses: list[Address]) -> None:
    Page.objects.bulk_create(
        [
            Page(
                path=one.path, kind=one.kind, locale=one.locale, label=one.label[:300],
                record_id=one.record_id, run_id=run_id,
            )
            for one in {one.path: one for one in addresses}.values()
        ],
        update_conflicts=True, unique_fields=["path"],
        update_fields=["kind", "locale", "label", "record_id", "run"],
    )  # fmt: skip


def advance_audit(*, at: dt.datetime) -> Progress:
    """Look at the next pages of the walk under way; after the last one compare all. Safe to repeat."""
    run = AuditRun.objects.filter(state=AuditRun.State.RUNNING).first()
    if run is None:
        return Progress(running=False, seen=0, total=0)
    waiting = Page.objects.filter(run=run).filter(Q(seen_by=None) | ~Q(seen_by=run))
    closed = site().closed()
    for page in waiting.order_by("pk")[:STEP]:
        look(page, run_id=run.pk, closed=closed, at=at)
    if waiting.exists():
        return audit_progress()
    finish(run, at=at)
    return Progress(running=False, seen=run.total, total=run.total)


def finish(run: AuditRun, *, at: dt.datetime) -> None:
    """Drop pages that left the sitemap, compare those that are there, note what each is worth."""
    Page.objects.exclude(run=run).delete()
    Page.objects.filter(run__isnull=True).delete()
    compare(at=at)
    rejudge(at=at)
    traffic = site().traffic(at)
    rows = list(Page.objects.only("pk", "path", "views", "worth", "currency"))
    for row in rows:
        _language, plain = paths.split_language(row.path, languages())
        row.views, row.worth, row.currency = traffic.get(paths.tidy(plain), Traffic())
    Page.objects.bulk_update(rows, ["views", "worth", "currency"], batch_size=BATCH)
    AuditRun.objects.filter(pk=run.pk).update(state=AuditRun.State.DONE, finished_at=at)


def compare(*, at: dt.datetime, only: int | None = None) -> None:
    """Judge pages by what the others say; ``only`` one of them, else all."""
    rows = list(Page.objects.exclude(checked_at=None))
    web = _web(rows)
    for row in rows:
        if only is not None and row.pk != only:
            continue
        found = web.findings(web.nodes[row.path])
        wrong = {code: (SITE_CHECKS[code][0], values) for code, values in found.items()}
        with transaction.atomic():
            settle(row.pk, wrong, among=SITE_CHECKS, at=at)
            Page.objects.filter(pk=row.pk).update(depth=web.depth.get(row.path), linked=web.linked[row.path])


def _web(rows: list[Page]) -> Web:
    products = [row.record_id for row in rows if row.kind == "product"]
    listed = catalog.categories_of_products(products)
    nodes = [
        Node(
            path=row.path, locale=row.locale, status=row.status, open=row.index == Page.Index.OPEN,
            title=row.facts.get("title", ""), description=row.facts.get("description", ""),
            h1=row.facts.get("h1", ""), text=row.facts.get("text", ""),
            canonical=row.facts.get("canonical", ""),
            alternates=tuple((code, path) for code, path in row.facts.get("alternates", ())),
            links=tuple(row.facts.get("links", ())),
            # Lists have further pages, which the walk does not open.
            listed=row.kind == "product" and row.record_id in listed,
        )
        for row in rows
    ]  # fmt: skip
    answers: dict[str, tuple[int, str]] = {}

    def status(path: str) -> tuple[int, str]:
        if path not in answers:
            answers[path] = site().status(path)
        return answers[path]

    return Web.of(nodes, status, {f"/{code}/" for code, _name in settings.LANGUAGES})


def audit_progress() -> Progress:
    """Return how far the audit under way is."""
    run = AuditRun.objects.filter(state=AuditRun.State.RUNNING).first()
    if run is None:
        return Progress(running=False, seen=0, total=0)
    return Progress(True, Page.objects.filter(run=run, seen_by=F("run")).count(), run.total)


def recheck_page(page_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Look at one page now, alone and beside the others. Raises UnknownAuditPage."""
    actor.require("marketing.read")
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        raise UnknownAuditPage(page=page_id)
    look(page, run_id=None, closed=site().closed(), at=at)
    compare(at=at, only=page_id)


def ignore_finding(finding_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Set a finding aside, with a reason for whoever looks later.

    :raises ReasonNeeded: there is none
    :raises UnknownFinding: there is no such finding
    """
    actor.require("marketing.write")
    reason = reason.strip()[:300]
    if not reason:
        raise ReasonNeeded(reason=str(ReasonNeeded.message))
    _mark(finding_id, actor, at, "seo.finding_ignored", at_or_none=at, by=actor.label, reason=reason)


def restore_finding(finding_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take a finding back into the list. Raises UnknownFinding."""
    actor.require("marketing.write")
    _mark(finding_id, actor, at, "seo.finding_restored", at_or_none=None, by="", reason="")


def _mark(
    finding_id: int,
    actor: Actor,
    at: dt.datetime,
    action: str,
    *,
    at_or_none: dt.datetime | None,
    by: str,
    reason: str,
) -> None:
    with transaction.atomic():
        changed = Finding.objects.filter(pk=finding_id).update(
            ignored_at=at_or_none, ignored_by=by[:120], ignore_reason=reason
        )
        if not changed:
            raise UnknownFinding(finding=finding_id)
        audit.record(actor=actor, action=action, record=RECORD, record_id=finding_id, at=at, reason=reason)
