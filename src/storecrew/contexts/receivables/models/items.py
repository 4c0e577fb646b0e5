"""What is owed, what came for it, and what was reminded of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OpenItem(models.Model):
    """One invoice on account. What is paid follows from the payment's ledger and is copied from there.

    ``counted`` is how much of it takes up the limit; ``number`` is empty until the order is placed for good.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("invoice", "Open")
        PAID = "paid", pgettext_lazy("invoice", "Paid")
        CANCELED = "canceled", pgettext_lazy("invoice", "Canceled")

    class Hold(models.TextChoices):
        """Why nobody is reminded of it."""

        NONE = "", _("Not held")
        DISPUTED = "disputed", _("The customer disputes it")
        HELD = "held", _("On hold")

    grant = models.ForeignKey("receivables.Grant", on_delete=models.PROTECT, related_name="items")
    payment = models.OneToOneField("payments.Payment", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("invoice"), max_length=32, blank=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(_("amount"))
    paid = models.BigIntegerField(_("paid"), default=0)
    credited = models.BigIntegerField(_("credited"), default=0)
    counted = models.BigIntegerField(default=0)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    issued_at = models.DateTimeField(_("invoiced"))
    due_on = models.DateField(_("due"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    hold = models.CharField(_("hold"), max_length=8, choices=Hold.choices, blank=True, default="")
    hold_reason = models.CharField(_("held because"), max_length=400, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("open item")
        verbose_name_plural = _("open items")
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="receivables_number_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, paid__gte=0, credited__gte=0, counted__gte=0),
                name="receivables_item_positive",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=F("paid") + F("credited")), name="receivables_item_within"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="receivables_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def owed(self) -> int:
        """What is still to be paid, in minor units."""
        return self.amount - self.paid - self.credited if self.state == self.State.OPEN else 0


class PaidInvoice(models.Model):
    """The invoice of an order that was paid at once; its number is of the same row of numbers."""

    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("invoice"), max_length=32, unique=True)
    issued_at = models.DateTimeField(_("invoiced"))

    class Meta:
        ordering = ["-issued_at", "-id"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")

    def __str__(self) -> str:
        return self.number


class Receipt(models.Model):
    """Money that arrived for an item, as somebody read it from a statement.

    ``surplus`` is what came above what was owed, and ``surplus_left`` what of that is neither used for
    another item nor sent back.
    """

    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="receipts")
    key = models.CharField(max_length=100, unique=True)
    amount = models.BigIntegerField(_("amount"))
    surplus = models.BigIntegerField(_("too much"), default=0)
    surplus_left = models.BigIntegerField(_("still with us"), default=0)
    reference = models.CharField(_("bank reference"), max_length=140, blank=True)
    received_on = models.DateField(_("arrived"))
    note = models.CharField(_("note"), max_length=400, blank=True)
    actor_label = models.CharField(_("by"), max_length=200, blank=True)
    at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, surplus_left__gte=0) & Q(surplus__gte=F("surplus_left"))
                & Q(amount__gte=F("surplus")),
                name="receivables_receipt_within",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference or self.key


class DunningLevel(models.Model):
    """From how many days after the due day on which reminder is sent."""

    level = models.PositiveSmallIntegerField(unique=True)
    days = models.PositiveSmallIntegerField(_("days after the due day"))
    active = models.BooleanField(_("is sent"), default=True)

    class Meta:
        ordering = ["level"]

    def __str__(self) -> str:
        return str(self.level)


class Reminder(models.Model):
    """A reminder that was sent: each level once per item."""

    item = models.ForeignKey(OpenItem, on_delete=models.PROTECT, related_name="reminders")
    level = models.PositiveSmallIntegerField(_("level"))
    owed = models.BigIntegerField(_("owed then"))
    at = models.DateTimeField(_("sent"))

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "level"], name="receivables_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.level}"
