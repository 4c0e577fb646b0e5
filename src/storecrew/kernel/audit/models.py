"""The audit trail: one append-only row per change of a business record."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from storecrew.kernel.sentence import retold, said


class AuditEntry(models.Model):
    """Who changed what, before and after, written in the same transaction as the change.

    ``entry_hash`` signs the row when it is written; ``chain_hash`` links it to the row before it when the
    chain is sealed, so that a changed, inserted or removed row shows (see ``chain.py``).
    """

    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    record = models.CharField(max_length=60)
    record_id = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=120, blank=True)
    on_behalf_of = models.CharField(max_length=120, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=400, blank=True)
    # What a sentence of the software is made of, where ``reason`` alone could not be told in other languages.
    words = models.JSONField(null=True)
    entry_hash = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["record", "record_id", "id"], name="audit_record"),
            models.Index(fields=["actor_kind", "actor_id", "id"], name="audit_actor"),
            models.Index(fields=["chain_hash"], condition=models.Q(chain_hash=""), name="audit_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label} {self.action} {self.record} {self.record_id}"

    @property
    def told(self) -> str:
        """Why, in the reader's language; what people wrote is what it was."""
        return said(self.words, retold(self.reason))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only: history is never rewritten."""
        if self.pk is not None:
            raise TypeError("audit entries are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: history is never removed."""
        raise TypeError("audit entries are append-only")
