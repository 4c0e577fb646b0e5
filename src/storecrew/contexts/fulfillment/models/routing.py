"""The rules by which orders are routed, what a location costs, and the decisions with their reasons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MILLION = 1_000_000


class RoutingRule(models.Model):
    """One rule of the shop. The first that is no tie decides; see ``rules.routing``."""

    name = models.CharField(max_length=20, unique=True)
    position = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)
    step = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(step__gte=1), name="fulfillment_rule_step")]

    def __str__(self) -> str:
        return self.name


class RoutingPlace(models.Model):
    """What a parcel from a location costs (minor units, any one currency), and where it stands exactly, in
    millionths of a degree.
    """

    location = models.OneToOneField("inventory.Location", on_delete=models.CASCADE, related_name="+")
    cost = models.PositiveIntegerField(_("cost of a parcel"), default=0)
    latitude_e6 = models.IntegerField(null=True, blank=True)
    longitude_e6 = models.IntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude_e6__isnull=True, longitude_e6__isnull=True)
                | Q(
                    latitude_e6__range=(-90_000_000, 90_000_000),
                    longitude_e6__range=(-180_000_000, 180_000_000),
                ),
                name="fulfillment_place_on_earth",
            )
        ]

    def __str__(self) -> str:
        return f"location {self.location_id}"

    @property
    def latitude(self) -> float | None:
        """Return degrees, None when nobody wrote them down."""
        return None if self.latitude_e6 is None else self.latitude_e6 / MILLION

    @property
    def longitude(self) -> float | None:
        """Return degrees, None when nobody wrote them down."""
        return None if self.longitude_e6 is None else self.longitude_e6 / MILLION


class RoutingDecision(models.Model):
    """What was known when a location was chosen, and which rule decided. Written once per order, never
    changed.
    """

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="+")
    chosen = models.CharField(max_length=50)
    before = models.CharField(max_length=50)
    rule = models.CharField(max_length=30, blank=True)
    ranks = models.JSONField(default=list)
    places = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.chosen} by {self.rule}"
