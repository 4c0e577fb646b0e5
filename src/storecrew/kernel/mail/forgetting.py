"""What mails say about a person goes: when the person asks, and when its time is over."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from storecrew.kernel.mail.models import ERASED, GONE, Mail

BATCH = 1000


def forget(address: str) -> None:
    """Drop what has not left for an address, and empty what has; that a mail left stays known."""
    rows = Mail.objects.filter(to__iexact=address)
    rows.filter(state=Mail.State.WAITING).delete()
    _empty(rows)


def forget_old(*, before: dt.datetime) -> int:
    """Empty mails that were queued before a moment and wait for nothing; return how many."""
    old = Mail.objects.filter(state__in=GONE, queued_at__lt=before).exclude(to=ERASED).order_by("queued_at")
    emptied = 0
    while found := list(old.values_list("pk", flat=True)[:BATCH]):
        emptied += _empty(Mail.objects.filter(pk__in=found))
    return emptied


def _empty(rows: QuerySet[Mail]) -> int:
    return rows.update(to=ERASED, subject="", text="", html="", headers={}, error="")
