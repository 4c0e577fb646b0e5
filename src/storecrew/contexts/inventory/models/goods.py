"""Goods inside a location: how a variant is kept, its lots and serial numbers, and which bin has what.

`BinMove` is the ledger of bins: contents equal its sums, and a level's `in_bins` equals its contents.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models.places import Bin, Location, StorageClass


class StockProfile(models.Model):
    """How a variant is kept; a variant without a row is untracked, ambient and without expiry."""

    class Tracking(models.TextChoices):
        """How finely units are told apart."""

        NONE = "none", _("Not tracked")
        LOT = "lot", _("By lot")
        SERIAL = "serial", _("By serial number")

    variant = models.OneToOneField("catalog.Variant", models.CASCADE, related_name="+")
    tracking = models.CharField(_("tracking"), max_length=6, choices=Tracking, default=Tracking.NONE)
    expires = models.BooleanField(_("expires"), default=False)
    # Of two lots the one that expires first is picked first; otherwise the walk alone decides.
    first_expired_first_out = models.BooleanField(_("first expired, first out"), default=True)
    shortest_rest_days = models.PositiveIntegerField(_("days left at least"), default=0)
    storage_class = models.CharField(
        _("storage class"), max_length=10, choices=StorageClass, default=StorageClass.AMBIENT
    )

    # Deliveries are inspected by sample: level "" means not at all; the limit is one of the standard's.
    inspection_level = models.CharField(_("inspection level"), max_length=3, blank=True, default="")
    aql = models.CharField(_("quality limit (AQL)"), max_length=5, blank=True, default="1.0")

    class Meta:
        verbose_name = _("stock profile")
        verbose_name_plural = _("stock profiles")

    def __str__(self) -> str:
        return f"variant {self.variant_id}: {self.tracking}"


class Lot(models.Model):
    """Units of a variant that were made together; `held` lots are not picked."""

    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(_("lot"), max_length=60)
    expires_on = models.DateField(_("expires on"), null=True, blank=True, db_index=True)
    held = models.BooleanField(_("held"), default=False)

    class Meta:
        ordering = ["variant", "code"]
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [models.UniqueConstraint(fields=["variant", "code"], name="inventory_lot_once")]

    def __str__(self) -> str:
        return self.code


class BinContent(models.Model):
    """Units of a variant, and of a lot where lots are kept, in one bin; written only by `operations.bins`."""

    bin = models.ForeignKey(Bin, models.PROTECT, related_name="contents")
    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="contents")
    quantity = models.IntegerField(_("quantity"), default=0)

    class Meta:
        ordering = ["id"]
        verbose_name = _("bin content")
        verbose_name_plural = _("bin contents")
        constraints = [
            models.UniqueConstraint(
                fields=["bin", "variant"], condition=Q(lot__isnull=True), name="inventory_content_once"
            ),
            models.UniqueConstraint(
                fields=["bin", "variant", "lot"],
                condition=Q(lot__isnull=False),
                name="inventory_content_of_lot_once",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="inventory_content_never_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of variant {self.variant_id} in bin {self.bin_id}"


class Serial(models.Model):
    """One unit with a number of its own; its state changes by conditional updates."""

    class State(models.TextChoices):
        """Where the unit stands."""

        IN_STOCK = "in_stock", _("In stock")
        PICKED = "picked", _("Picked")
        GONE = "gone", _("Gone")
        ASIDE = "aside", _("Set apart")

    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(_("serial number"), max_length=80)
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+")
    location = models.ForeignKey(Location, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.IN_STOCK)
    document = models.CharField(_("document"), max_length=100, blank=True, default="")

    class Meta:
        ordering = ["variant", "code"]
        verbose_name = _("serial number")
        verbose_name_plural = _("serial numbers")
        constraints = [models.UniqueConstraint(fields=["variant", "code"], name="inventory_serial_once")]

    def __str__(self) -> str:
        return self.code


class BinMove(models.Model):
    """One line of the ledger of bins: a signed change of one content, with its cause. Never changed."""

    class Kind(models.TextChoices):
        """Why the content changed."""

        PUT_AWAY = "put_away", _("Put away")
        PICKED = "picked", _("Picked")
        PUT_BACK = "put_back", _("Put back")
        MOVED = "moved", _("Moved between bins")
        RECEIVED = "received", _("Received")
        COUNTED = "counted", _("Counted")
        LEFT = "left", _("Left the location")

    content = models.ForeignKey(BinContent, models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=10, choices=Kind)
    quantity = models.IntegerField()
    document = models.CharField(max_length=100, blank=True, default="")
    actor = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("bin move")
        verbose_name_plural = _("bin moves")
        constraints = [models.CheckConstraint(condition=~Q(quantity=0), name="inventory_bin_move_moves")]
        indexes = [models.Index(fields=["document", "kind"], name="inventory_bin_move_document")]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity:+d}"
