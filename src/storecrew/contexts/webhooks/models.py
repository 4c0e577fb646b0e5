"""Tables of webhooks.

A message is written once for an event, whoever wants it; a delivery is what one subscription gets of it, with
every attempt beside it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """An address of a program outside, and the events that it wants to hear of."""

    class State(models.TextChoices):
        """Whether anything is sent."""

        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")

    class Pause(models.TextChoices):
        """Why nothing is sent."""

        NONE = "", _("none")
        HAND = "hand", _("by hand")
        FAILING = "failing", _("it only failed")
        GONE = "gone", _("the address says it is gone")

    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=500)
    events = models.JSONField(_("events"), default=list)
    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.ACTIVE)
    pause = models.CharField(_("paused"), max_length=7, choices=Pause.choices, blank=True, default=Pause.NONE)
    # Sealed with the installation's key; the former one signs too until its time is over.
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True)
    # Since when nothing but failures came back; empty after each success.
    failing_since = models.DateTimeField(_("failing since"), null=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("made"))
    created_by = models.CharField(_("made by"), max_length=120)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="active") & Q(pause="")) | (Q(state="paused") & ~Q(pause="")),
                name="webhooks_paused_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """What is told of one event: the same bytes for everybody, each time they are sent."""

    # Of the outbox; none for tests. Unique, so an event that is handled twice is told once.
    event_id = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(_("event"), max_length=60)
    body = models.TextField(_("payload"))
    occurred_at = models.DateTimeField(_("happened"))

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["occurred_at"], name="webhooks_message_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Delivery(models.Model):
    """A message on its way to one subscription."""

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        DEAD = "dead", _("Given up")

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True)
    status = models.PositiveSmallIntegerField(_("last status"), null=True)
    outcome = models.CharField(_("last outcome"), max_length=40, blank=True)
    created_at = models.DateTimeField(_("written"))
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "message"], name="webhooks_told_once"),
            models.CheckConstraint(
                condition=(Q(state="waiting") & Q(next_at__isnull=False))
                | (~Q(state="waiting") & Q(next_at__isnull=True)),
                name="webhooks_waiting_knows_when",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="webhooks_due"),
            models.Index(fields=["subscription", "-id"], name="webhooks_of_subscription"),
            models.Index(fields=["created_at"], name="webhooks_delivery_age"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Attempt(models.Model):
    """One request and what came back, bounded and without secrets."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    # None where no answer came.
    status = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=40)
    answer = models.TextField(blank=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.delivery_id}"
