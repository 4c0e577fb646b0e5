"""Stock itself: levels, holds, promises and the ledger.

Three numbers, never one: what a picker can count (`on_hand`), what placed orders are promised
(`allocated`) and what checkouts hold for some minutes (`reserved`). What can be sold is derived.
Counters are caches of the ledger: `manage recount --check` proves that they agree.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory.models.places import Bin, Location

COMMITTED = F("allocated") + F("reserved") + F("safety") + F("quality_hold") + F("quarantine") + F("damaged")
AVAILABLE = F("on_hand") - COMMITTED


class StockLevel(models.Model):
    """The counters of one variant at one location; written only by `operations.counters`."""

    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="levels")
    on_hand = models.IntegerField(_("on hand"), default=0)
    allocated = models.IntegerField(_("allocated"), default=0)
    reserved = models.IntegerField(_("reserved"), default=0)
    safety = models.IntegerField(_("safety stock"), default=0)
    quality_hold = models.IntegerField(_("quality hold"), default=0)
    quarantine = models.IntegerField(_("quarantine"), default=0)
    damaged = models.IntegerField(_("damaged"), default=0)
    # Of `on_hand`, the units whose bin is known; the rest is loose (a location without bins, a delivery).
    in_bins = models.IntegerField(_("in bins"), default=0)
    low_threshold = models.IntegerField(_("low at"), default=5)
    bin = models.ForeignKey(Bin, models.SET_NULL, null=True, blank=True, related_name="levels")

    class Meta:
        ordering = ["variant", "location"]
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")
        constraints = [
            models.UniqueConstraint(fields=["variant", "location"], name="inventory_level_once"),
            models.CheckConstraint(
                condition=Q(
                    on_hand__gte=0,
                    allocated__gte=0,
                    reserved__gte=0,
                    safety__gte=0,
                    quality_hold__gte=0,
                    quarantine__gte=0,
                    damaged__gte=0,
                    low_threshold__gte=0,
                ),
                name="inventory_level_never_negative",
            ),
            models.CheckConstraint(
                condition=Q(on_hand__gte=COMMITTED), name="inventory_level_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(in_bins__gte=0, on_hand__gte=F("in_bins")), name="inventory_level_bins_hold_less"
            ),
        ]

    def __str__(self) -> str:
        return f"variant {self.variant_id} at {self.location_id}"

    @property
    def available(self) -> int:
        """Units that can be promised now."""
        set_aside = self.safety + self.quality_hold + self.quarantine + self.damaged
        return self.on_hand - self.allocated - self.reserved - set_aside

    @property
    def loose(self) -> int:
        """Units that lie in no known bin."""
        return self.on_hand - self.in_bins


class Reservation(models.Model):
    """Units that a checkout holds until `expires_at`; part of its level's `reserved`."""

    holder = models.CharField(max_length=64)
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    quantity = models.IntegerField()
    session = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "variant", "location"], name="inventory_reservation_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_reservation_positive"),
        ]
        indexes = [
            models.Index(fields=["variant", "location"], name="inventory_reservation_level"),
            models.Index(fields=["session"], condition=~Q(session=""), name="inventory_reservation_session"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} held by {self.holder[:8]}"


class Allocation(models.Model):
    """Units of one order line promised at one location; its state changes once."""

    class State(models.TextChoices):
        """Where the promise stands."""

        ALLOCATED = "allocated", _("Allocated")
        RELEASED = "released", _("Released")
        SHIPPED = "shipped", _("Shipped")

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, related_name="+", db_index=False)
    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    quantity = models.IntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.ALLOCATED)

    class Meta:
        ordering = ["id"]
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_allocation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} for order line {self.order_line_id}: {self.state}"


class StockMovement(models.Model):
    """One line of the ledger: a signed change of one bucket, with its cause. Never changed, never deleted."""

    class Kind(models.TextChoices):
        """Why the bucket changed."""

        RECEIVED = "received", _("Received")
        ADJUSTED = "adjusted", _("Adjusted")
        IMPORTED = "imported", _("Imported")
        COUNTED = "counted", _("Counted")
        ALLOCATED = "allocated", _("Allocated")
        RELEASED = "released", _("Released")
        SHIPPED = "shipped", _("Shipped")
        RETURNED = "returned", _("Returned")
        MOVED = "moved", _("Moved to another bucket")
        TRANSFERRED = "transferred", _("Transferred")

    class Bucket(models.TextChoices):
        """Which counter changed."""

        ON_HAND = "on_hand", _("On hand")
        ALLOCATED = "allocated", _("Allocated")
        SAFETY = "safety", _("Safety stock")
        QUALITY_HOLD = "quality_hold", _("Quality hold")
        QUARANTINE = "quarantine", _("Quarantine")
        DAMAGED = "damaged", _("Damaged")

    variant = models.ForeignKey("catalog.Variant", models.PROTECT, related_name="+", db_index=False)
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    bucket = models.CharField(max_length=12, choices=Bucket)
    quantity = models.IntegerField()
    reason = models.CharField(max_length=300, blank=True, default="")
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+", db_index=False)
    allocation = models.ForeignKey(Allocation, models.PROTECT, null=True, related_name="+", db_index=False)
    document = models.CharField(max_length=100, blank=True, default="")
    actor = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")
        indexes = [models.Index(fields=["variant", "location", "id"], name="inventory_movement_ledger")]
        constraints = [
            models.CheckConstraint(condition=~Q(quantity=0), name="inventory_movement_moves"),
            # The same cause can move the same bucket only once: a release that runs twice fails here.
            models.UniqueConstraint(
                fields=["allocation", "kind", "bucket"],
                condition=Q(allocation__isnull=False),
                name="inventory_movement_cause_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind="adjusted") | ~Q(reason=""), name="inventory_adjustment_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity:+d} {self.bucket}"
