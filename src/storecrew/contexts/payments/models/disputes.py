"""Disputes: a cardholder's bank asks for money back, and we may answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.payments import states
from storecrew.contexts.payments.models.ledger import Payment


class Dispute(models.Model):
    """One dispute of a payment, as its gateway tells it; the money of it stands in the ledger.

    ``state_at`` is when the gateway (or we) said the state, so that late messages do not turn it back.
    ``answering_at`` is set while an answer is on its way, so that two colleagues do not send two.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    gateway = models.CharField(max_length=32)
    reference = models.CharField(max_length=200)
    reason = models.CharField(max_length=40, choices=states.DISPUTE_REASONS)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    fee_amount = models.BigIntegerField(default=0)
    fee_currency = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=16, choices=states.DISPUTE_STATES)
    state_at = models.DateTimeField()
    # The bank only asks; no money was taken back yet.
    inquiry = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    answering_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    # What was sent, by the names of ``facts.Evidence``; emptied when the person is forgotten.
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "reference"], name="dispute_reference_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="dispute_amount_positive"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="dispute_waiting", condition=Q(state="needs_answer")),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.reference}"


class EvidenceFile(models.Model):
    """A file for the bank, one of each kind; in the table, not in a folder that the web server hands out."""

    PRIVACY = {"content": "delete", "name": "delete"}

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=16, choices=states.EVIDENCE_KINDS)
    name = models.CharField(max_length=100)
    mimetype = models.CharField(max_length=40)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added_by = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dispute", "kind"], name="evidence_one_of_each")]

    def __str__(self) -> str:
        return self.name
