"""Orders that wait at a location of ours for whoever ordered them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.fulfillment.states import COLLECTION_STATES


class Collection(models.Model):
    """A packed part of an order that its customer comes for; `state` has one writer: `operations.collecting`.

    ``code`` is told to the customer alone; who names it gets the goods. What stands here after the hand-over
    is its proof: by code or by what else, to whom, from whom, when. ``key`` is that of the device.
    """

    PRIVACY = {"received_by": "delete"}

    fulfillment_order = models.OneToOneField(
        "fulfillment.FulfillmentOrder", on_delete=models.PROTECT, related_name="collection"
    )
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=32)
    code = models.CharField(max_length=12)
    state = models.CharField(_("state"), max_length=12, choices=COLLECTION_STATES, default="ready")
    ready_at = models.DateTimeField(_("ready since"))
    keep_until = models.DateTimeField(_("kept until"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    by_code = models.BooleanField(default=False)
    received_by = models.CharField(max_length=200, blank=True, default="")
    seen = models.CharField(max_length=200, blank=True, default="")
    closed_by = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["ready_at", "id"]
        verbose_name = _("order to be collected")
        verbose_name_plural = _("orders to be collected")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="collected")
                | Q(closed_at__isnull=False, by_code=True)
                | Q(closed_at__isnull=False) & ~Q(seen=""),
                name="collection_has_a_proof",
            ),
        ]
        indexes = [
            models.Index(
                fields=["location", "ready_at"], condition=Q(state="ready"), name="collection_ready"
            ),
            models.Index(fields=["keep_until"], condition=Q(state="ready"), name="collection_kept"),
            models.Index(fields=["order"], name="collection_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.state})"
