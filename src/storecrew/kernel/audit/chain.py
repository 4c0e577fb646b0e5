"""Signing audit entries and sealing them into a hash chain.

A row is signed with a key when it is written. Linking it to its predecessor at that moment would make every
transaction of the shop wait for one row, so the chain is sealed in order shortly after commit by one job.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from storecrew.kernel.audit.models import AuditEntry

SIGNED = (
    "at", "action", "record", "record_id", "actor_kind", "actor_id", "actor_label", "on_behalf_of", "ip",
    "request_id", "before", "after", "reason",
)  # fmt: skip

_CANONICAL = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False)


def sign(entry: AuditEntry) -> str:
    """Return the keyed SHA-256 of what the entry says, as 64 hex digits."""
    content = {name: getattr(entry, name) for name in SIGNED}
    content["at"] = entry.at.isoformat(timespec="microseconds")
    if entry.words is not None:
        content["words"] = entry.words
    # The text must be the same before writing and after reading. Numbers as keys become texts on the way,
    # which sort differently, so such an entry goes through JSON and back first.
    if not all(map(_keys_are_texts, (entry.before, entry.after, entry.words))):
        content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    text = _CANONICAL.encode(content)
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256").hex()


def _keys_are_texts(value: object) -> bool:
    if isinstance(value, dict):
        return all(type(key) is str and _keys_are_texts(each) for key, each in value.items())
    return not isinstance(value, list | tuple) or all(map(_keys_are_texts, value))


def link(previous: str, entry_hash: str) -> str:
    """Return the chain hash of an entry after the one before it."""
    return hashlib.sha256(f"{previous}{entry_hash}".encode()).hexdigest()


def seal(limit: int = 1000) -> int:
    """Link entries that are not linked yet, in order; return how many."""
    with transaction.atomic():
        waiting = list(AuditEntry.objects.select_for_update().filter(chain_hash="").order_by("pk")[:limit])
        if not waiting:
            return 0
        last = AuditEntry.objects.exclude(chain_hash="").order_by("-pk").first()
        previous = last.chain_hash if last else ""
        for entry in waiting:
            previous = entry.chain_hash = link(previous, entry.entry_hash)
        AuditEntry.objects.bulk_update(waiting, ["chain_hash"])
    return len(waiting)


@dataclass(frozen=True)
class Break:
    """A row that does not fit: its id and what is wrong with it."""

    entry_id: int
    what: str


def verify() -> Break | None:
    """Return the first row that was altered, removed or inserted by hand, or None when all fit.

    Rows written while sealing was under way may carry a lower id than the last sealed one; they are sealed
    later, so the chain runs in sealing order, which is id order within each run.
    """
    previous = ""
    for entry in AuditEntry.objects.order_by("pk").iterator(chunk_size=2000):
        if sign(entry) != entry.entry_hash:
            return Break(entry.pk, "its content was changed after it was written")
        if not entry.chain_hash:
            continue
        if entry.chain_hash != link(previous, entry.entry_hash):
            return Break(entry.pk, "the entry before it was changed, removed or inserted")
        previous = entry.chain_hash
    return None
