"""What the goods cost in the end, and the supplier's invoices against order and receipt."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.purchasing.models.orders import PurchaseOrder, PurchaseOrderLine
from storecrew.contexts.purchasing.models.suppliers import Supplier


class LandedCost(models.Model):
    """Freight, duty or another cost of a delivery, spread over its goods."""

    class Kind(models.TextChoices):
        """What was paid for."""

        FREIGHT = "freight", _("Freight")
        DUTY = "duty", _("Duty")
        INSURANCE = "insurance", _("Insurance")
        OTHER = "other", _("Other")

    class Basis(models.TextChoices):
        """By what it is spread."""

        VALUE = "value", _("By value")
        WEIGHT = "weight", _("By weight")
        QUANTITY = "quantity", _("By quantity")

    order = models.ForeignKey(PurchaseOrder, models.CASCADE, related_name="landed_costs")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount = models.BigIntegerField(_("amount"))
    # "" is the order's currency.
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    basis = models.CharField(_("spread"), max_length=10, choices=Basis)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("landed cost")
        verbose_name_plural = _("landed costs")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="purchasing_landed_positive")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class CostConversion(models.Model):
    """By which rate the costs of a delivery came into the stock's currency: kept once, never changed."""

    order = models.ForeignKey(PurchaseOrder, models.CASCADE, related_name="conversions")
    source = models.CharField(_("from"), max_length=3)
    target = models.CharField(_("to"), max_length=3)
    # What one euro bought of either currency, in hundred-millionths: whole numbers, exact on every database.
    source_e8 = models.BigIntegerField()
    target_e8 = models.BigIntegerField()
    day = models.DateField(_("day"))
    said_by = models.CharField(_("source"), max_length=20)

    class Meta:
        ordering = ["id"]
        verbose_name = _("conversion of a delivery")
        verbose_name_plural = _("conversions of deliveries")
        constraints = [
            models.UniqueConstraint(fields=["order", "source", "target"], name="purchasing_conversion_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} to {self.target} of {self.day}"


class SupplierInvoice(models.Model):
    """A supplier's invoice for a purchase order. Money leaves only when it matches or somebody said why."""

    class State(models.TextChoices):
        """Whether it may be paid."""

        BLOCKED = "blocked", _("Blocked")
        MATCHED = "matched", _("Matches")
        RELEASED = "released", _("Released by hand")

    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="+")
    order = models.ForeignKey(PurchaseOrder, models.PROTECT, related_name="invoices")
    number = models.CharField(_("number"), max_length=60)
    invoiced_on = models.DateField(_("invoice date"))
    due_on = models.DateField(_("due"))
    total_amount = models.BigIntegerField(_("total"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    differences = models.JSONField(default=list, blank=True)
    owner_role = models.CharField(_("owner"), max_length=40, blank=True)
    released_reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("supplier's invoice")
        verbose_name_plural = _("suppliers' invoices")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "number"], name="purchasing_invoice_once"),
            models.CheckConstraint(condition=Q(total_amount__gte=0), name="purchasing_invoice_not_negative"),
            models.CheckConstraint(
                condition=~Q(state="released") | ~Q(released_reason=""),
                name="purchasing_release_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SupplierInvoiceLine(models.Model):
    """What an invoice asks for one line of the order."""

    invoice = models.ForeignKey(SupplierInvoice, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(PurchaseOrderLine, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_amount = models.BigIntegerField(_("price"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of a supplier's invoice")
        verbose_name_plural = _("lines of suppliers' invoices")
        constraints = [
            models.UniqueConstraint(fields=["invoice", "order_line"], name="purchasing_invoice_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, unit_amount__gte=0), name="purchasing_invoice_line_makes_sense"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} at {self.unit_amount}"
