"""Run a request once per key: ``once`` and ``once_with`` replay the stored answer to a repeated request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from storecrew.kernel import clock, rows
from storecrew.kernel.errors import Conflict, DomainError, Invalid

__all__ = ["KeyInProgress", "KeyReused", "MissingKey", "Replay", "Run", "once", "once_with"]

Run = Callable[[], tuple[int, dict[str, Any]]]

LONGEST_FINGERPRINT = 64
LONGEST_KEY = 255
ABANDONED_AFTER = dt.timedelta(minutes=5)
KEPT_FOR = dt.timedelta(days=1)


class MissingKey(DomainError):
    """The request needs an idempotency key and has none."""

    code = "idempotency_key_required"
    status = 400
    message = _("This request needs an Idempotency-Key header.")
    next_step = _("Send a new random key for each new purchase and the same key when you try again.")


class KeyInProgress(Conflict):
    """The same request is still being carried out.

    ``details["retry_after"]`` is in how many seconds it is carried out anew at the latest, should the process
    that began it have died.
    """

    code = "idempotency_in_progress"
    message = _("The same request is being carried out right now.")
    next_step = _("Try again with the same key after the seconds of the Retry-After header.")


class KeyReused(Invalid):
    """The key was used before with another body."""

    code = "idempotency_conflict"
    message = _("This key was used before for another request.")
    next_step = _("Use a new key.")


@dataclass(frozen=True)
class Replay:
    """An answer: fresh, or the stored one of the first request under the key."""

    status: int
    body: dict[str, Any]
    replayed: bool


def once(*, scope: str, key: str, fingerprint: str, run: Run) -> Replay:
    """Carry out ``run`` once for a key and return its answer; later calls get the stored answer.

    ``fingerprint`` is a hash of the request body. Answers below 500 are stored; an answer of 500 or more,
    or an exception, frees the key. Raises MissingKey, KeyInProgress or KeyReused.
    """
    from storecrew.kernel.idempotency.models import IdempotencyRecord

    record = _begin(scope, key, fingerprint)
    if isinstance(record, Replay):
        return record
    try:
        status, body = run()
    except BaseException:
        IdempotencyRecord.objects.filter(pk=record.pk, status=None).delete()
        raise
    if status >= 500:
        IdempotencyRecord.objects.filter(pk=record.pk).delete()
    else:
        rows.change(IdempotencyRecord, record.pk, only_if={}, status=status, body=body)
    return Replay(status, body, replayed=False)


def once_with(*, scope: str, key: str, fingerprint: str, run: Run) -> Replay:
    """As ``once``, for a ``run`` that asks nobody but the database: key, change and answer are one commit.

    A second request meets the first one's commit and gets its answer, and a crash leaves no key behind. What
    asks a gateway must not wait within a transaction; that is for ``once``. An exception or an answer of 500
    or more undoes everything.
    """
    from storecrew.kernel.idempotency.models import IdempotencyRecord

    with transaction.atomic():
        record = _begin(scope, key, fingerprint)
        if isinstance(record, Replay):
            return record
        status, body = run()
        if status >= 500:
            transaction.set_rollback(True)
        else:
            rows.change(IdempotencyRecord, record.pk, only_if={}, status=status, body=body)
    return Replay(status, body, replayed=False)


def _begin(scope: str, key: str, fingerprint: str) -> Any:
    """Take the key and return its record, or the answer that was given under it."""
    from storecrew.kernel.idempotency.models import IdempotencyRecord

    if not key or len(key) > LONGEST_KEY:
        raise MissingKey()
    if len(fingerprint) > LONGEST_FINGERPRINT:
        raise ValueError("a fingerprint is a hash, not the request itself")
    now = clock.now()
    record = IdempotencyRecord(scope=scope, key=key, fingerprint=fingerprint, started_at=now)
    if rows.insert([record], once_per=("scope", "key")):
        return record
    return _existing(scope, key, fingerprint, now)


def _existing(scope: str, key: str, fingerprint: str, now: dt.datetime) -> Any:
    """Return the stored answer, or take over a request whose process died."""
    from storecrew.kernel.idempotency.models import IdempotencyRecord

    record = IdempotencyRecord.objects.filter(scope=scope, key=key).first()
    if record is None:
        raise KeyInProgress(retry_after=1)
    if record.fingerprint != fingerprint:
        raise KeyReused()
    if record.status is not None:
        return Replay(record.status, record.body or {}, replayed=True)
    taken_over = IdempotencyRecord.objects.filter(
        pk=record.pk, status=None, started_at=record.started_at, started_at__lt=now - ABANDONED_AFTER
    ).update(started_at=now)
    if not taken_over:
        left = record.started_at + ABANDONED_AFTER - now
        raise KeyInProgress(retry_after=max(1, int(left.total_seconds()) + 1))
    return record


def forget_old() -> int:
    """Remove keys older than a day; return how many."""
    from storecrew.kernel.idempotency.models import IdempotencyRecord

    deleted, _ = IdempotencyRecord.objects.filter(started_at__lt=clock.now() - KEPT_FOR).delete()
    return deleted
