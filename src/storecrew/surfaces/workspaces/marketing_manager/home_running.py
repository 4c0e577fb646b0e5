"""The marketing manager's home: what runs or was stopped, which mails leave, what search engines meet."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from storecrew.contexts.marketing.models import Mailing
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import Finding
from storecrew.surfaces.ui.backoffice.parts import counted_together, link, queue
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    Tone,
    register_queue,
    register_tile,
)
from storecrew.surfaces.workspaces.marketing_manager.mailings import words as mailing_words
from storecrew.surfaces.workspaces.marketing_manager.promotions import words as promotion_words
from storecrew.surfaces.workspaces.marketing_manager.seo import words as seo_words

SOON = dt.timedelta(days=14)
STOPPED = (Promotion.State.STOPPED, Promotion.State.PAUSED)


def _promotions(look: Look) -> Queue:
    """List promotions: stopped ones, then what runs by its end, then what starts within two weeks."""

    def item(row: Promotion) -> QueueItem:
        state = promotion_words.status(row)
        detail = f"{state.label} · {promotion_words.when(row)}"
        tone: Tone = "bad" if row.state in STOPPED else "neutral"
        return QueueItem(row.name, link("promotion", row.pk), detail, tone=tone)

    starts_soon = Q(state=Promotion.State.SCHEDULED, active_from__lt=look.at + SOON)
    rank = Case(
        When(state__in=STOPPED, then=Value(0)),
        When(state=Promotion.State.LIVE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Promotion.objects.filter(Q(state__in=(*STOPPED, Promotion.State.LIVE)) | starts_soon)
    return queue(
        _("Promotions now and next"),
        rows.annotate(rank=rank).order_by("rank", "active_until", "active_from", "pk"),
        item,
        url=link("promotions"),
        empty=_("Nothing runs, and nothing starts within two weeks."),
    )


def _mailings(look: Look) -> Queue:
    """List mailings that leave, are about to, or were halted."""

    def item(row: Mailing) -> QueueItem:
        state = mailing_words.status(row)
        tone: Tone = "bad" if row.state == Mailing.State.PAUSED else "neutral"
        return QueueItem(row.name, link("mailing", row.pk), state.label, row.send_at, tone)

    states = (Mailing.State.SENDING, Mailing.State.SCHEDULED, Mailing.State.PAUSED)
    return queue(
        _("Mails on their way"),
        Mailing.objects.filter(state__in=states).order_by("send_at", "pk"),
        item,
        url=link("mailings"),
        empty=_("No mailing is planned or being sent."),
    )


def _findings(look: Look) -> Queue:
    """List open errors that search engines meet, on the pages seen most."""

    def item(row: Finding) -> QueueItem:
        return QueueItem(seo_words.what(row), link("seo_finding", row.pk), row.page.path)

    rows = Finding.objects.filter(severity=Finding.Severity.ERROR, fixed_at=None, ignored_at=None)
    return queue(
        _("What search engines meet"),
        rows.select_related("page").order_by("-page__worth", "-page__views", "pk"),
        item,
        url=link("seo"),
        empty=_("No page has an error that search engines would meet."),
        shown=3,
    )


def _running(look: Look) -> Tile:
    counts = counted_together(
        {
            "live": Promotion.objects.filter(state=Promotion.State.LIVE),
            "stopped": Promotion.objects.filter(state__in=STOPPED),
        }
    )
    return Tile(
        _("Promotions running"),
        str(counts["live"]),
        _("%(n)s stopped or paused") % {"n": counts["stopped"]},
        link("promotions", query="f.state=live"),
        "warning" if counts["stopped"] else "neutral",
    )


def _indexed(look: Look) -> list[Tile]:
    """Say how many pages Google lists of those it was asked about, and what fell out this week."""
    health = seo.index_health(at=look.at)
    if not health.asked:
        return []
    return [
        Tile(
            _("Pages that Google lists"),
            _("%(indexed)s of %(asked)s") % {"indexed": health.indexed, "asked": health.asked},
            _("%(n)s fell out this week") % {"n": health.fallen},
            link("seo_index", query="f.was=indexed&f.state=indexed&f.state.op=not" if health.fallen else ""),
            "warning" if health.fallen else "neutral",
        )
    ]


register_tile("marketing_manager", _indexed, permission="marketing.read", order=40)
register_tile("marketing_manager", _running, permission="promotions.read", order=10)
register_queue("marketing_manager", _promotions, permission="promotions.read", order=10)
register_queue("marketing_manager", _mailings, permission="marketing.read", order=15)
register_queue("marketing_manager", _findings, permission="marketing.read", order=50)
