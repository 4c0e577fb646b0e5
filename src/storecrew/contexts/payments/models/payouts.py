"""Payouts of gateways, their lines, and what differs from the ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.payments import states
from storecrew.contexts.payments.models.ledger import PaymentEvent


class Payout(models.Model):
    """Money that a gateway, or the bank itself, put on our account; ``amount`` is what the bank shows."""

    gateway = models.CharField(max_length=32)
    reference = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    arrived_on = models.DateField()
    source = models.CharField(max_length=8, choices=states.PAYOUT_SOURCES)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-arrived_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="payout_reference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.reference}"


class PayoutLine(models.Model):
    """One line of a payout, signed as it moves our balance; ``event`` is the line of our ledger it means.

    ``original_amount`` is never negative and in the currency of the payment, which may be another than the
    payout's.
    """

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="lines")
    reference = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=states.LINE_KINDS)
    amount = models.BigIntegerField()
    fee = models.BigIntegerField(default=0)
    original_amount = models.BigIntegerField()
    original_currency = models.CharField(max_length=3)
    named = models.CharField(max_length=200, blank=True)
    hint = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=states.LINE_STATES)
    event = models.OneToOneField(
        PaymentEvent, null=True, on_delete=models.PROTECT, related_name="payout_line"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["payout", "reference"], name="payout_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"


class Difference(models.Model):
    """What a payout and our ledger do not agree about, until somebody says why."""

    kind = models.CharField(max_length=8, choices=states.DIFFERENCES)
    gateway = models.CharField(max_length=32)
    payout = models.ForeignKey(Payout, null=True, on_delete=models.PROTECT, related_name="differences")
    line = models.OneToOneField(PayoutLine, null=True, on_delete=models.PROTECT, related_name="difference")
    event = models.OneToOneField(PaymentEvent, null=True, on_delete=models.PROTECT, related_name="+")
    ours = models.BigIntegerField()
    theirs = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["opened_at"], name="difference_open", condition=Q(resolved_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ours} {self.theirs}"
