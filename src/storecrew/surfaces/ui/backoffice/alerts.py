"""Alerts: every open finding of one's roles in one list, to look at and to close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import Finding
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import request_look
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.undo import Done, Undo, register_undo

NAMES = {seed.code: seed.name for seed in people.ROLES}
TONES = {"critical": "bad", "warning": "warning", "info": "neutral"}


def severity(row: Finding) -> Status:
    """Return how much a finding matters, in a word with its tone."""
    return Status(row.get_severity_display(), TONES[row.severity])


def _state(row: Finding) -> Status:
    return Status(row.get_state_display(), "warning" if row.state == Finding.State.OPEN else "good")


def _owner(row: Finding) -> str:
    name = NAMES.get(row.owner_role)
    return _(name) if name else row.owner_role.replace("_", " ").capitalize()


def _roles() -> list[tuple[str, Text]]:
    return [(role.code, _(role.name)) for role in people.all_roles()]


def _preview(_ask: BulkRequest, rows: list[Any]) -> Sequence[Effect]:
    return [
        Effect(
            row.said("title"),
            _state(row).label,
            Finding.State.RESOLVED.label,
            "" if row.state == Finding.State.OPEN else _("closed already"),
        )
        for row in rows
    ]


def _resolve(ask: BulkRequest) -> Done:
    closed = [
        pk
        for pk in ask.rows.values_list("pk", flat=True)
        if work.resolve_finding(finding_id=pk, actor=ask.actor, at=ask.at)
    ]
    words = ngettext("%(n)s alert closed.", "%(n)s alerts closed.", len(closed)) % {"n": len(closed)}
    return Done(words, Undo("work.findings_closed", {"ids": closed}) if closed else None)


def _reopen(payload: dict[str, Any], actor: Actor, at: datetime) -> Text:
    opened = work.reopen_findings(finding_ids=payload["ids"], actor=actor, at=at)
    return ngettext("%(n)s alert is open again.", "%(n)s alerts are open again.", opened) % {"n": opened}


register_undo("work.findings_closed", _reopen)


class AlertList(Listing):
    """The findings of the person's roles; an owner sees all."""

    code = "work.findings"
    title = gettext_lazy("Alerts")
    opens_with = "f.state=open"
    walks = False
    permission = "work.read"
    search_fields = ("title", "detail", "words__find")
    default_sort = "-raised"
    empty_title = gettext_lazy("No alerts")
    empty_text = gettext_lazy("When something needs your roles, it appears here and on your home.")
    columns = (
        Column("title", gettext_lazy("Alert"), lambda row: row.said("title"), sort="title", primary=True),
        Column("severity", gettext_lazy("Severity"), severity, kind="status", sort="severity"),
        Column("detail", gettext_lazy("Detail"), lambda row: row.said("detail")),
        Column("owner", pgettext_lazy("work", "Owner"), _owner, sort="owner_role"),
        Column("state", gettext_lazy("State"), _state, kind="status", sort="state"),
        Column("times", gettext_lazy("Seen"), kind="number", sort="times"),
        Column("raised", gettext_lazy("Since"), "raised_at", kind="datetime", sort="raised_at"),
        Column("resolution", gettext_lazy("Resolution"), lambda row: row.said("resolution"), default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Finding.State.choices),
        Filter("severity", gettext_lazy("Severity"), "choice", "severity", choices=Finding.Severity.choices),
        Filter("owner", pgettext_lazy("work", "Owner"), "choice", "owner_role", choices=_roles),
        Filter("raised", gettext_lazy("Since"), "date", "raised_at"),
    )
    views = (
        SystemView(gettext_lazy("Open"), "f.state=open"),
        SystemView(gettext_lazy("Critical"), "f.state=open&f.severity=critical"),
        SystemView(gettext_lazy("Closed"), "f.state=resolved"),
    )
    bulk_actions = (
        BulkAction(
            "resolve",
            gettext_lazy("Close"),
            run=_resolve,
            preview=_preview,
            permission="work.write",
            quick=True,
            explanation=gettext_lazy("A closed alert comes back when the same thing is found again."),
        ),
    )

    def rows(self) -> QuerySet[Finding]:
        """Return the findings of the person's roles."""
        roles = request_look(self.request).roles
        rows = Finding.objects.all()
        return rows if people.OWNER in roles else rows.filter(owner_role__in=roles)

    def row_url(self, row: Finding) -> str:
        """Open what the alert is about."""
        return row.url
