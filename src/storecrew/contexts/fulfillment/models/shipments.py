"""Tables of shipments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Shipment(models.Model):
    """Goods of one order that left together; ``key`` makes a second press find the first one's row."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    locations = models.CharField(max_length=400, blank=True)
    carrier = models.CharField(max_length=100, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)
    tracking_url = models.CharField(max_length=500, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    shipped_at = models.DateTimeField()
    # Where the carrier says it is, written by `operations.tracking` only.
    tracking_status = models.CharField(max_length=30, blank=True)
    tracking_note = models.CharField(max_length=300, blank=True)
    tracked_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["order", "key"], name="shipment_once")]
        indexes = [models.Index(fields=["shipped_at"], name="shipment_shipped")]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}".strip() or f"shipment {self.pk}"


class ShipmentLine(models.Model):
    """Units of one order line in a shipment."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_line"], name="shipment_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="shipment_line_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.order_line_id}"
