"""Refunds.

A refund says what was given back and why; the money itself moves in the payment ledger, one part per
payment of the order. Sums are never stored: what is left is computed under the lock of ``RefundGate``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.aftersales import states
from storecrew.kernel.said_field import SaidField


class RefundGate(models.Model):
    """One row per order that had a refund; whoever refunds writes it first, so refunds queue up here."""

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="+", primary_key=True)
    passes = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"gate of order {self.order_id}"


class Refund(models.Model):
    """A decision to give money back. ``key`` makes a second press find the first one's row."""

    class Status(models.TextChoices):
        """What came of it."""

        ASKED = "asked", _("Asked")
        PENDING = "pending", _("Under way")
        PARTLY = "partly", _("Partly done")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    tax_amount = models.BigIntegerField()
    shipping_amount = models.BigIntegerField(default=0)
    fee_amount = models.BigIntegerField(default=0)
    reason = SaidField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    # What the customer was told of, so that each cent is told once.
    told_amount = models.BigIntegerField(default=0)
    # A voucher instead of money, and what it is worth more.
    kind = models.CharField(max_length=10, choices=states.REFUND_KINDS, default="money")
    bonus_amount = models.BigIntegerField(default=0)
    voucher = models.OneToOneField("loyalty.Voucher", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "key"], name="refund_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_positive"),
            models.CheckConstraint(
                condition=Q(tax_amount__gte=0, tax_amount__lte=F("amount")), name="refund_tax_within_amount"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(status="asked"), name="refund_unfinished"),
        ]

    def __str__(self) -> str:
        return f"refund {self.pk}"


class RefundLine(models.Model):
    """Units of an order line that a refund pays back."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    amount = models.BigIntegerField()
    tax_amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refund", "order_line"], name="refund_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="refund_line_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.order_line_id}"


class RefundPart(models.Model):
    """What one payment of the order gives back for a refund."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="parts")
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=150)
    amount = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=Refund.Status, default=Refund.Status.ASKED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payment", "key"], name="refund_part_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_part_positive"),
        ]

    def __str__(self) -> str:
        return f"part {self.pk} of refund {self.refund_id}"
