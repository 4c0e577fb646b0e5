"""What suppliers were asked to offer, and what each of them answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.purchasing.models.orders import PurchaseOrder
from storecrew.contexts.purchasing.models.suppliers import Supplier


class QuotationRequest(models.Model):
    """A request to several suppliers for prices of the same goods; one answer may become an order."""

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Asked")
        ORDERED = "ordered", _("Ordered")
        CLOSED = "closed", _("Closed without an order")

    number = models.CharField(_("number"), max_length=20, unique=True)
    location = models.ForeignKey("inventory.Location", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    answer_by = models.DateField(_("answer by"))
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created"))
    created_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("request for quotation")
        verbose_name_plural = _("requests for quotation")

    def __str__(self) -> str:
        return self.number


class QuotationLine(models.Model):
    """One article that is asked for."""

    request = models.ForeignKey(QuotationRequest, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+")
    sku = models.CharField(_("SKU"), max_length=100)
    title = models.CharField(_("article"), max_length=300)
    quantity = models.PositiveIntegerField(_("quantity"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "variant"], name="purchasing_asked_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="purchasing_asked_at_least_one"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class Quotation(models.Model):
    """A supplier that was asked, and its answer in its own currency."""

    class State(models.TextChoices):
        """What came of the question."""

        ASKED = "asked", _("No answer yet")
        ANSWERED = "answered", _("Answered")
        DECLINED = "declined", _("Does not offer")
        CHOSEN = "chosen", _("Chosen")

    request = models.ForeignKey(QuotationRequest, models.CASCADE, related_name="quotations")
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    currency = models.CharField(_("currency"), max_length=3)
    lead_days = models.PositiveSmallIntegerField(_("lead time"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    reference = models.CharField(_("supplier's number"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    order = models.OneToOneField(PurchaseOrder, models.PROTECT, null=True, related_name="quotation")

    class Meta:
        ordering = ["id"]
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        constraints = [
            models.UniqueConstraint(fields=["request", "supplier"], name="purchasing_supplier_asked_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="chosen"), name="purchasing_one_quotation_chosen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} for request {self.request_id}"


class QuotationPrice(models.Model):
    """What a supplier asks for a unit of a line, and how many it sells at least; no row: not offered."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="prices")
    line = models.ForeignKey(QuotationLine, models.CASCADE, related_name="+")
    unit_amount = models.BigIntegerField(_("price"))
    moq = models.PositiveIntegerField(_("smallest order"), default=1)

    class Meta:
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "line"], name="purchasing_quoted_once"),
            models.CheckConstraint(
                condition=Q(unit_amount__gte=0, moq__gte=1), name="purchasing_quoted_price_makes_sense"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_amount} for line {self.line_id}"
