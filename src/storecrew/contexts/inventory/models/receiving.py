"""Receiving: what is expected, what came, and what has to be inspected before it may be sold.

Purchase orders and transfers share this: both open a receipt, and the dock works on receipts alone.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models.goods import Lot
from storecrew.contexts.inventory.models.places import Location


class Receipt(models.Model):
    """Goods that are expected at a location under one reference."""

    class Kind(models.TextChoices):
        """What stands behind a receipt."""

        PURCHASE_ORDER = "purchase_order", _("Purchase order")
        TRANSFER = "transfer", _("Transfer")

    class State(models.TextChoices):
        """Where the receipt stands."""

        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")
        CANCELED = "canceled", _("Canceled")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    reference = models.CharField(_("reference"), max_length=80)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    opened_by = models.CharField(_("opened by"), max_length=200)
    opened_at = models.DateTimeField(_("opened at"))
    closed_by = models.CharField(_("closed by"), max_length=200, blank=True, default="")
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "reference"], condition=Q(state="open"), name="inventory_receipt_open_once"
            )
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="inventory_receipt_due")]

    def __str__(self) -> str:
        return self.reference


class ReceiptLine(models.Model):
    """One variant of a receipt; the counters are the sums of its postings.

    `accepted` came as ordered and includes `held`, the part that waits for inspection; `over` is what came
    above the order and stands in quarantine, as `wrong` does.
    """

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+")
    expected = models.IntegerField(_("expected"), default=0)
    accepted = models.IntegerField(_("accepted"), default=0)
    damaged = models.IntegerField(_("damaged"), default=0)
    wrong = models.IntegerField(_("wrong article"), default=0)
    over = models.IntegerField(_("over"), default=0)
    held = models.IntegerField(_("held"), default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = _("receipt line")
        verbose_name_plural = _("receipt lines")
        constraints = [
            models.UniqueConstraint(fields=["receipt", "variant"], name="inventory_receipt_line_once"),
            models.CheckConstraint(
                condition=Q(
                    expected__gte=0, accepted__gte=0, damaged__gte=0, wrong__gte=0, over__gte=0, held__gte=0
                ),
                name="inventory_receipt_line_never_negative",
            ),
            models.CheckConstraint(
                condition=Q(accepted__lte=F("expected")), name="inventory_receipt_line_over_is_apart"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accepted} of {self.expected} of variant {self.variant_id}"


class ReceiptPosting(models.Model):
    """One scan at the dock; its key was made on the device, so a repeated one changes nothing."""

    class Outcome(models.TextChoices):
        """How the units came."""

        ACCEPTED = "accepted", _("As ordered")
        DAMAGED = "damaged", _("Damaged")
        WRONG = "wrong", _("Wrong article")

    key = models.CharField(max_length=64, unique=True)
    line = models.ForeignKey(ReceiptLine, models.CASCADE, related_name="postings")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    quantity = models.IntegerField(_("quantity"))
    over = models.IntegerField(_("over"), default=0)
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    actor = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("receipt posting")
        verbose_name_plural = _("receipt postings")
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_posting_positive")]

    def __str__(self) -> str:
        return f"{self.quantity} {self.outcome}"


class Inspection(models.Model):
    """Units of one line and lot that wait for a sample to be looked at; the plan is kept as it was used."""

    class State(models.TextChoices):
        """What the sample said."""

        OPEN = "open", _("To inspect")
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Failed")

    line = models.ForeignKey(ReceiptLine, models.CASCADE, related_name="inspections")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+")
    units = models.IntegerField(_("units"))
    level = models.CharField(_("inspection level"), max_length=3)
    aql = models.CharField(_("quality limit (AQL)"), max_length=5)
    sample = models.IntegerField(_("sample"))
    accept = models.IntegerField(_("accept up to"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    defects = models.IntegerField(_("defects"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    opened_at = models.DateTimeField(_("opened at"))
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True, default="")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "lot"],
                condition=Q(state="open", lot__isnull=False),
                name="inventory_inspection_of_lot_once",
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(state="open", lot__isnull=True),
                name="inventory_inspection_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample} of {self.units}: {self.state}"
