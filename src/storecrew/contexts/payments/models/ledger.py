"""Tables of the payment ledger (M19).

``PaymentEvent`` is the ledger: append-only, one final outcome per operation and key. The amounts
on ``Payment`` are its sums, kept beside it so that they can be claimed by one conditional update
and guarded by CHECK constraints: refunded <= captured <= authorized, whatever happens at once.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from storecrew.contexts.payments import states


class Payment(models.Model):
    """One tender of an order at one gateway; ``key`` is our idempotency key there."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    gateway = models.CharField(max_length=32)
    key = models.CharField(max_length=100, unique=True)
    gateway_reference = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    # A keyed hash of the gateway's name for the card, so that limits per customer know it again (ABU-05).
    card = models.CharField(max_length=64, blank=True, default="")
    status = models.CharField(max_length=20, choices=states.STATUSES, default="requested")

    authorized_amount = models.BigIntegerField(default=0)
    capturing_amount = models.BigIntegerField(default=0)
    captured_amount = models.BigIntegerField(default=0)
    voiding_amount = models.BigIntegerField(default=0)
    voided_amount = models.BigIntegerField(default=0)
    refunding_amount = models.BigIntegerField(default=0)
    refunded_amount = models.BigIntegerField(default=0)
    charged_back_amount = models.BigIntegerField(default=0)

    code = models.CharField(max_length=64, blank=True)
    message = models.CharField(max_length=500, blank=True)
    redirect_url = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # When timed work looks at this payment next; empty when nothing is open.
    check_at = models.DateTimeField(null=True)
    checks = models.PositiveSmallIntegerField(default=0)
    # Set when the order ended: whatever is held or taken goes back, also what arrives later.
    return_due_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["status", "created_at"], name="payment_status_created"),
            models.Index(fields=["check_at"], name="payment_check_due", condition=Q(check_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "gateway_reference"],
                name="payment_reference_once",
                condition=~Q(gateway_reference=""),
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(
                condition=Q(
                    authorized_amount__gte=0,
                    capturing_amount__gte=0,
                    captured_amount__gte=0,
                    voiding_amount__gte=0,
                    voided_amount__gte=0,
                    refunding_amount__gte=0,
                    refunded_amount__gte=0,
                    charged_back_amount__gte=0,
                ),
                name="payment_sums_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    authorized_amount__gte=F("captured_amount")
                    + F("capturing_amount")
                    + F("voiding_amount")
                    + F("voided_amount")
                ),
                name="payment_captures_authorized",
            ),
            models.CheckConstraint(
                condition=Q(captured_amount__gte=F("refunded_amount") + F("refunding_amount")),
                name="payment_refunds_captured",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.key}"


class PaymentEvent(models.Model):
    """One line of the ledger: what was asked, what came of it. Never changed, never deleted.

    ``key`` names the operation (ours, or the gateway's when it acted alone), so that a return
    address, a webhook and a timed check that tell of one operation write one outcome.
    """

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")
    operation = models.CharField(max_length=16, choices=states.OPERATIONS)
    kind = models.CharField(max_length=16, choices=states.KINDS)
    key = models.CharField(max_length=150)
    amount = models.BigIntegerField()
    # "" is the payment's own; a gateway's fee may be in that of its account.
    currency = models.CharField(max_length=3, blank=True)
    source = models.CharField(max_length=16)
    gateway_event_id = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=64, blank=True)
    message = models.CharField(max_length=500, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    raw = models.JSONField(default=dict)
    actor_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["payment", "operation", "key"],
                name="payment_event_outcome_once",
                condition=Q(kind__in=["success", "failure"]),
            ),
            models.UniqueConstraint(
                fields=["payment", "operation", "key"],
                name="payment_event_request_once",
                condition=Q(kind="request"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.kind} {self.amount}"


class WebhookMessage(models.Model):
    """A gateway's message, kept once; one whose payment we do not know waits here (F21)."""

    gateway = models.CharField(max_length=32)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    payment_key = models.CharField(max_length=100, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    payload = models.JSONField()
    state = models.CharField(
        max_length=10,
        choices=[("applied", "applied"), ("parked", "parked"), ("ignored", "ignored")],
    )
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "event_id"], name="webhook_message_once"),
        ]
        indexes = [models.Index(fields=["received_at"], name="webhook_parked", condition=Q(state="parked"))]

    def __str__(self) -> str:
        return f"{self.gateway} {self.event_id}"


class SimulatorCharge(models.Model):
    """The memory of the pretended bank behind the simulator gateway; no fact of the shop."""

    key = models.CharField(max_length=100, unique=True)
    reference = models.CharField(max_length=64, unique=True)
    token = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=16)
    return_url = models.CharField(max_length=1000, blank=True)
    captured_amount = models.BigIntegerField(default=0)
    voided_amount = models.BigIntegerField(default=0)
    # {our refund key: amount}, as a gateway keeps its refunds by idempotency key
    refunds = models.JSONField(default=dict)
    capture_keys = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
