"""Customers who withdraw from their contract: what they declared, when, and what follows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Withdrawal(models.Model):
    """A declaration of a customer, kept with its moment; goods and money follow by their own ways."""

    PRIVACY = {"name": "blank"}

    class LeadsTo(models.TextChoices):
        """What follows for the goods."""

        CANCELED = "canceled", _("The order is canceled")
        RETURN = "return", _("The goods come back")
        TASK = "task", _("Customer service takes them out")

    number = models.CharField(_("number"), max_length=30, unique=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200, blank=True)
    declared_at = models.DateTimeField(_("declared"))
    leads_to = models.CharField(_("leads to"), max_length=10, choices=LeadsTo)
    back = models.ForeignKey(
        "aftersales.Return", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Empty while the order still has to be canceled: timed work does it after a crash.
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("withdrawal from a contract")
        verbose_name_plural = _("withdrawals from contracts")
        indexes = [
            models.Index(fields=["order"], name="aftersales_withdrawal_order"),
            models.Index(
                fields=["declared_at"], condition=Q(settled_at=None), name="aftersales_withdrawal_open"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class WithdrawalLine(models.Model):
    """How many units of an order line are withdrawn from: those that had left, and those that had not."""

    parent = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    sent = models.PositiveIntegerField(_("units that had left"), default=0)
    unsent = models.PositiveIntegerField(_("units that had not left"), default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of a withdrawal")
        verbose_name_plural = _("lines of withdrawals")
        constraints = [
            models.UniqueConstraint(fields=["parent", "order_line"], name="aftersales_withdrawn_once"),
            models.CheckConstraint(
                condition=Q(sent__gte=1) | Q(unsent__gte=1), name="aftersales_withdrawn_units"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sent + self.unsent}"
