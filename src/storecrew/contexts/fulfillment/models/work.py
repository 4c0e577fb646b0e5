"""What one location has to send for one order, how far it is, and what happened to it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.fulfillment.rules import states
from storecrew.contexts.fulfillment.states import STATES
from storecrew.kernel.said_field import SaidField


class FulfillmentOrder(models.Model):
    """The part of an order that one location sends. `state` has one writer: `operations.moving`."""

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=32)
    channel_code = models.CharField(max_length=50)
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=STATES, default=states.WAITING)
    held_because = SaidField(blank=True)
    method_code = models.CharField(max_length=64, blank=True)
    method_name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    units = models.PositiveIntegerField(default=0)
    priority = models.PositiveSmallIntegerField(_("priority"), default=100)
    placed_at = models.DateTimeField()
    due_at = models.DateTimeField(_("to be handed over by"))
    run = models.ForeignKey(
        "fulfillment.PickRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="orders"
    )
    tote = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["priority", "due_at", "id"]
        verbose_name = _("fulfillment order")
        verbose_name_plural = _("fulfillment orders")
        constraints = [
            # Units that wait for goods stand apart from those that can be picked now.
            models.UniqueConstraint(
                fields=["order", "location"],
                condition=Q(state__in=(states.WAITING, states.PICKING, states.PICKED, states.HELD)),
                name="fulfillment_order_once",
            ),
            models.UniqueConstraint(
                fields=["order", "location"], condition=Q(state=states.SHORT), name="fulfillment_short_once"
            ),
        ]
        indexes = [
            models.Index(fields=["location", "state", "priority", "due_at"], name="fulfillment_queue"),
            models.Index(fields=["order"], name="fulfillment_of_order"),
            models.Index(fields=["state", "due_at"], name="fulfillment_late"),
        ]

    def __str__(self) -> str:
        return f"{self.number} from {self.location_id}"


class FulfillmentLine(models.Model):
    """Units of one order line in a fulfillment order. Counters only grow by conditional statements."""

    fulfillment_order = models.ForeignKey(FulfillmentOrder, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=128)
    title = models.CharField(max_length=500)
    quantity = models.PositiveIntegerField()
    picked = models.PositiveIntegerField(default=0)
    packed = models.PositiveIntegerField(default=0)
    shipped = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(
        "fulfillment.PickRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="lines"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["fulfillment_order", "order_line"], name="fulfillment_line_once"),
            models.CheckConstraint(
                condition=Q(picked__lte=F("quantity"), packed__lte=F("picked"), shipped__lte=F("quantity")),
                name="fulfillment_line_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class FulfillmentEvent(models.Model):
    """One thing that happened on the way of an order, for its timeline. Rows are appended, never changed."""

    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="+", db_index=False)
    fulfillment_order = models.ForeignKey(
        FulfillmentOrder, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    order_line_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    quantity = models.PositiveIntegerField(default=0)
    note = SaidField(blank=True)
    location_name = models.CharField(max_length=200, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    # Names what may stand on an order only once, whoever writes it; None for all the rest.
    once = models.CharField(max_length=64, null=True, unique=True, editable=False)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["order", "at"], name="fulfillment_event_order"),
            models.Index(fields=["kind", "at"], name="fulfillment_event_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of order {self.order_id}"
