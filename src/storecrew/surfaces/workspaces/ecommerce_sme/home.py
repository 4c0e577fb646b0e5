"""The e-commerce SME's home: imports that need a look, prices that change soon."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.imports.models import ImportRun
from storecrew.contexts.pricing.models import PriceList
from storecrew.surfaces.ui.backoffice.parts import link, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tone,
    register_queue,
)

SOON = dt.timedelta(days=7)
RECENT = dt.timedelta(days=14)


def _imports(look: Look) -> Queue:
    """List imports of the last two weeks that failed, wait for a person, or left rows out."""

    def item(run: ImportRun) -> QueueItem:
        rejected = run.counts.get("rejected") or 0
        words = str(run.get_state_display())
        if rejected:
            left_out = ngettext("%(n)s row left out", "%(n)s rows left out", rejected) % {"n": rejected}
            words = f"{words} · {left_out}"
        tone: Tone = "bad" if run.state == ImportRun.State.FAILED else "warning"
        return QueueItem(run.name, link("imports_record", run.pk), words, run.created_at, tone)

    state = ImportRun.State
    open_or_failed = Q(state__in=[state.FAILED, state.PREVIEWED])
    rows = ImportRun.objects.filter(open_or_failed | Q(counts__rejected__gt=0, state=state.DONE))
    rows = within(rows.filter(created_at__gte=look.at - RECENT), look.actor, channel="channel__code")
    return queue(
        _("Imports to look at"),
        rows.defer("report", "header", "mapping").order_by("-created_at"),
        item,
        url=link("imports_list"),
        empty=_("No import of the last two weeks left anything out."),
    )


def _price_changes(look: Look) -> Queue:
    """List price lists that open or close within a week, the next one first."""
    until = look.at + SOON

    def when(row: PriceList) -> tuple[Any, str]:
        opens = row.starts_at is not None and row.starts_at > look.at
        return (row.starts_at, _("starts")) if opens else (row.ends_at, _("ends"))

    def item(row: PriceList) -> QueueItem:
        at, word = when(row)
        detail = " · ".join(
            part for part in (word, row.currency, row.channel.name if row.channel else "") if part
        )
        return QueueItem(row.name, link("price_grid", row.code), detail, at)

    window = Q(starts_at__gt=look.at, starts_at__lte=until) | Q(ends_at__gt=look.at, ends_at__lte=until)
    rows = PriceList.objects.filter(window).select_related("channel")
    allowed = look.actor.scopes.get("channel")
    if allowed is not None:
        rows = rows.filter(Q(channel__isnull=True) | Q(channel__code__in=allowed))
    found = sorted(rows[:50], key=lambda row: when(row)[0])
    return Queue(
        _("Prices that change within a week"),
        [item(row) for row in found[:6]],
        len(found),
        link("price_lists_list"),
        _("No price list starts or ends in the next seven days."),
    )


register_queue(("ecommerce_sme", "developer", "tester"), _imports, permission="catalog.read", order=35)
register_queue(("ecommerce_sme", "marketing_manager"), _price_changes, permission="pricing.read", order=30)
