"""The outbox: events written with the change, handled after commit."""

from __future__ import annotations

from django.db import models


class OutboxEvent(models.Model):
    """A fact that other contexts react to."""

    name = models.CharField(max_length=80)
    payload = models.JSONField()
    published_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(done_at=None), name="outbox_waiting")]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class HandlerRun(models.Model):
    """One handler's work on one event: done once, or retried until it is given up."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="runs")
    handler = models.CharField(max_length=160)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    given_up = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="outbox_handler_once")]
        indexes = [
            models.Index(
                fields=["next_at"], condition=models.Q(done_at=None, given_up=False), name="outbox_retry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} on {self.event_id}"
