"""Transfers: goods on their way from one location of ours to another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models.places import Location
from storecrew.contexts.inventory.models.receiving import Receipt


class Transfer(models.Model):
    """A transfer; what has been sent and not come is in transit: visible, and never sellable."""

    class State(models.TextChoices):
        """Where the transfer stands; it is received through its receipt."""

        DRAFT = "draft", _("Draft")
        IN_TRANSIT = "in_transit", _("In transit")
        RECEIVED = "received", _("Received")
        CANCELED = "canceled", _("Canceled")

    code = models.CharField(_("number"), max_length=40, unique=True)
    source = models.ForeignKey(Location, models.PROTECT, related_name="+")
    target = models.ForeignKey(Location, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="+")
    opened_by = models.CharField(_("opened by"), max_length=200)
    opened_at = models.DateTimeField(_("opened at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="inventory_transfer_goes_elsewhere")
        ]

    def __str__(self) -> str:
        return self.code


class TransferLine(models.Model):
    """Units of one variant: sent = in transit + arrived + written off, at every moment."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+")
    planned = models.IntegerField(_("planned"))
    sent = models.IntegerField(_("sent"), default=0)
    arrived = models.IntegerField(_("arrived"), default=0)
    written_off = models.IntegerField(_("written off"), default=0)
    reason = models.CharField(_("reason"), max_length=20, blank=True, default="")

    class Meta:
        ordering = ["id"]
        verbose_name = _("transfer line")
        verbose_name_plural = _("transfer lines")
        constraints = [
            models.UniqueConstraint(fields=["transfer", "variant"], name="inventory_transfer_line_once"),
            models.CheckConstraint(
                condition=Q(planned__gt=0, sent__gte=0, arrived__gte=0, written_off__gte=0)
                & Q(sent__gte=F("arrived") + F("written_off")),
                name="inventory_transfer_line_conserves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sent} of variant {self.variant_id}"
