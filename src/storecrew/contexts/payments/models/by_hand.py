"""Refunds that a person sends: no gateway does it, so somebody has to say that it was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.payments import states
from storecrew.contexts.payments.models.ledger import Payment
from storecrew.kernel.said_field import SaidField


class HandRefund(models.Model):
    """Money to be sent by hand. The money itself stands in the ledger, under the same ``key``.

    ``amount`` is what has to be sent: what of the refund lowered an invoice on account is not part of it.
    """

    PRIVACY = {"problem": "blank", "reference": "keep"}

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="hand_refunds")
    key = models.CharField(max_length=150)
    amount = models.BigIntegerField()
    reason = SaidField(blank=True)
    state = models.CharField(max_length=10, choices=states.HAND_REFUND_STATES, default="waiting")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200, blank=True)
    # How often it could not be sent, and why the last time.
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    sent_on = models.DateField(null=True)
    # What the bank's statement calls the transfer.
    reference = models.CharField(max_length=140, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "key"], name="hand_refund_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="hand_refund_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_on__isnull=False), name="hand_refund_sent_has_a_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="hand_refund_open", condition=Q(state__in=["waiting", "asked"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
