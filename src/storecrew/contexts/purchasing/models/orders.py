"""What we ordered, what arrived of it, and what was not as ordered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.purchasing.models.suppliers import Supplier


class PurchaseOrder(models.Model):
    """An order to a supplier for one location; its state changes by the operations of this context only."""

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", _("Draft")
        WAITING = "waiting", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        SENT = "sent", _("Sent")
        PARTLY_RECEIVED = "partly_received", _("Partly received")
        RECEIVED = "received", _("Received")
        CLOSED = "closed", _("Closed")
        CANCELED = "canceled", _("Canceled")

    number = models.CharField(_("number"), max_length=20, unique=True)
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="+")
    location = models.ForeignKey("inventory.Location", models.PROTECT, related_name="+")
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.DRAFT)
    expected_on = models.DateField(_("expected"))
    total_amount = models.BigIntegerField(_("total"), default=0)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created"))
    created_by = models.CharField(max_length=200)
    submitted_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    receipt = models.ForeignKey("inventory.Receipt", models.PROTECT, null=True, related_name="+")
    # What a sheet said of this order, so that the same sheet again finds it.
    sheet_key = models.CharField(max_length=40, null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        indexes = [
            models.Index(fields=["state", "expected_on"], name="purchasing_order_due"),
            models.Index(fields=["supplier", "-id"], name="purchasing_order_supplier"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total_amount__gte=0), name="purchasing_total_not_negative"),
        ]

    def __str__(self) -> str:
        return self.number


class PurchaseOrderLine(models.Model):
    """One article of a purchase order; `accepted`, `damaged` and `wrong` are sums of its postings."""

    order = models.ForeignKey(PurchaseOrder, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+")
    sku = models.CharField(_("SKU"), max_length=100)
    title = models.CharField(_("article"), max_length=300)
    supplier_sku = models.CharField(_("supplier's code"), max_length=80, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_amount = models.BigIntegerField(_("price"))
    accepted = models.PositiveIntegerField(_("accepted"), default=0)
    damaged = models.PositiveIntegerField(_("damaged"), default=0)
    wrong = models.PositiveIntegerField(_("wrong"), default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of a purchase order")
        verbose_name_plural = _("lines of purchase orders")
        constraints = [
            models.UniqueConstraint(fields=["order", "variant"], name="purchasing_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, unit_amount__gte=0), name="purchasing_line_makes_sense"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class GoodsPosting(models.Model):
    """What one posting of a receipt brought of one line. Append-only; a repeated posting is one row."""

    line = models.ForeignKey(PurchaseOrderLine, models.PROTECT, related_name="postings")
    posting = models.CharField(max_length=80)
    accepted = models.PositiveIntegerField(default=0)
    damaged = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("posting of goods")
        verbose_name_plural = _("postings of goods")
        constraints = [models.UniqueConstraint(fields=["line", "posting"], name="purchasing_posting_once")]

    def __str__(self) -> str:
        return f"{self.accepted} accepted of line {self.line_id}"


class Discrepancy(models.Model):
    """Something that was not as ordered, with what happens next."""

    class Kind(models.TextChoices):
        """What is not as ordered."""

        SHORT = "short", _("Too few")
        OVER = "over", _("Too many")
        DAMAGED = "damaged", _("Damaged")
        WRONG = "wrong", _("Wrong article")

    class NextStep(models.TextChoices):
        """What happens next."""

        DECIDE = "decide", _("To be decided")
        CREDIT = "credit", _("Supplier gives credit")
        REPLACE = "replace", _("Supplier sends replacement")
        RETURN = "return", _("Goes back to the supplier")
        KEEP = "keep", _("We keep it")

    line = models.ForeignKey(PurchaseOrderLine, models.CASCADE, related_name="discrepancies")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    quantity = models.PositiveIntegerField(_("quantity"))
    next_step = models.CharField(_("next step"), max_length=10, choices=NextStep, default=NextStep.DECIDE)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("discrepancy")
        verbose_name_plural = _("discrepancies")
        constraints = [models.UniqueConstraint(fields=["line", "kind"], name="purchasing_discrepancy_once")]

    def __str__(self) -> str:
        return f"{self.quantity} {self.kind} of line {self.line_id}"
