"""Reads of what search engines say: whom to ask about next, how it stands, and reasons in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.seo.facts import IndexHealth
from storecrew.contexts.seo.models import IndexStatus, InspectionDay, Page
from storecrew.contexts.seo.providers.inspector import inspector
from storecrew.kernel import clock

QUOTA_ZONE = "America/Los_Angeles"
"""Where the day of Google's quota ends."""
CHANGED_AFTER = dt.timedelta(days=1)
LEFT_OUT_AFTER = dt.timedelta(days=3)
OLD_AFTER = dt.timedelta(days=14)
FALLEN_WITHIN = dt.timedelta(days=7)
NOT_DUE = 9

REASON_WORDS: Mapping[str, str | Promise] = {
    "indexed": _("It is in the index."),
    "indexed_blocked": _("It is in the index, although robots.txt closes it."),
    "crawled": _("Read, and not worth listing for now."),
    "discovered": _("It is known and was not read yet."),
    "alternate": _("It names another address as its own, which is listed instead."),
    "duplicate": _("It says the same as another page and names no address as its own."),
    "other_canonical": _("Google took another address for the one to list."),
    "redirect": _("It leads to another address."),
    "noindex": _("It says that it must not be listed."),
    "robots": _("robots.txt closes it."),
    "unauthorized": _("It asks for a password (401)."),
    "forbidden": _("It was denied (403)."),
    "refused": _("It was refused (4xx)."),
    "removed": _("Somebody asked Google to take it out."),
    "not_found": _("It was not there (404)."),
    "soft_404": _("It reads as if it were not there."),
    "server_error": _("The shop answered with a fault (5xx)."),
    "redirect_error": _("Its redirects lead nowhere."),
    "unfetched": _("It could not be fetched."),
    "unknown": _("Google never heard of it."),
}
"""Why an address stands where it stands, in words."""


def next_paths(at: dt.datetime, *, most: int) -> list[str]:
    """Return the addresses to ask about next: those that somebody waits for, then the pages that are due."""
    wanted = IndexStatus.objects.exclude(wanted_at=None).order_by(
        F("page__worth").desc(nulls_last=True), F("page__views").desc(nulls_last=True), "pk"
    )
    found = [rows.values_list("path", flat=True)[:most] for rows in (wanted, due_pages(at))]
    return list(dict.fromkeys(path for paths in found for path in paths))[:most]


def due_pages(at: dt.datetime) -> QuerySet[Page]:
    """Return the pages to ask about, most urgent first, among equals those that bring most.

    Never asked, changed since, wanted and left out, then what was asked two weeks ago.
    """
    left_out = Q(index=Page.Index.OPEN) & ~Q(answer__state=IndexStatus.State.INDEXED)
    urgency = Case(
        When(answer__isnull=True, then=Value(0)),
        When(
            changed_at__gt=F("answer__asked_at"),
            answer__asked_at__lt=at - CHANGED_AFTER,
            then=Value(1),
        ),
        When(left_out, answer__asked_at__lt=at - LEFT_OUT_AFTER, then=Value(2)),
        When(answer__asked_at__lt=at - OLD_AFTER, then=Value(3)),
        default=Value(NOT_DUE),
        output_field=IntegerField(),
    )
    rows = Page.objects.annotate(urgency=urgency).filter(urgency__lt=NOT_DUE)
    return rows.order_by("urgency", "-worth", "-views", "answer__asked_at", "pk")


def index_health(*, at: dt.datetime) -> IndexHealth:
    """Return how the pages of the sitemap stand; one query."""
    state = IndexStatus.State.INDEXED
    fell = Q(answer__was=state, answer__since__gte=at - FALLEN_WITHIN) & ~Q(answer__state=state)
    found = Page.objects.aggregate(
        indexed=Count("pk", filter=Q(answer__state=state)),
        asked=Count("pk", filter=Q(answer__isnull=False)),
        pages=Count("pk"),
        fallen=Count("pk", filter=fell & Q(index=Page.Index.OPEN)),
    )
    return IndexHealth(**found)


def can_ask() -> bool:
    """Say whether anybody can be asked."""
    return inspector() is not None


def asking(at: dt.datetime) -> tuple[int, int, str]:
    """Return the questions of today, how many there may be, and the trouble that makes them rest."""
    day = InspectionDay.objects.filter(day=clock.local_day(at, QUOTA_ZONE)).first()
    if day is None:
        return 0, settings.STORECREW_SEARCH_CONSOLE_DAILY, ""
    rests = day.rests_until is not None and day.rests_until > at
    return day.asked, settings.STORECREW_SEARCH_CONSOLE_DAILY, day.trouble if rests else ""
