"""Keys that make a repeated request harmless."""

from __future__ import annotations

from django.db import models


class IdempotencyRecord(models.Model):
    """A request that was begun under a key, and the answer it got."""

    scope = models.CharField(max_length=120)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once")]
        indexes = [models.Index(fields=["started_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
