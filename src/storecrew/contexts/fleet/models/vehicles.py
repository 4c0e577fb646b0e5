"""Tables of what drives and who drives it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.fleet.rules import vehicles


class DepotPlace(models.Model):
    """Where a location lies on the map, and when vehicles may leave and come back (local wall time)."""

    location = models.OneToOneField("inventory.Location", on_delete=models.CASCADE, related_name="+")
    lat_e6 = models.IntegerField()
    lon_e6 = models.IntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    timezone = models.CharField(max_length=40)

    class Meta:
        ordering = ["location"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="fleet_depot_opens_first")
        ]

    def __str__(self) -> str:
        return f"{self.location_id}"


class Vehicle(models.Model):
    """A vehicle with what it holds and what it costs.

    Amounts are minor units of ``currency``: for a kilometer, and for an hour with its driver. ``state``
    "out" keeps it off every plan until it is back; a check that is overdue does the same.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    plate = models.CharField(max_length=20, blank=True)
    depot = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    licence_class = models.CharField(max_length=4, choices=vehicles.choices(vehicles.CLASSES), default="B")
    max_weight_g = models.PositiveIntegerField()
    max_volume_l = models.PositiveIntegerField()
    max_stops = models.PositiveSmallIntegerField(default=80)
    currency = models.CharField(max_length=3)
    cost_per_km_amount = models.BigIntegerField(default=0)
    cost_per_hour_amount = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=vehicles.choices(vehicles.STATES), default="ready")
    out_because = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["depot", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_weight_g__gt=0, max_volume_l__gt=0, max_stops__gt=0),
                name="vehicle_holds_something",
            ),
            models.CheckConstraint(
                condition=Q(cost_per_km_amount__gte=0, cost_per_hour_amount__gte=0),
                name="vehicle_costs_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VehicleCheck(models.Model):
    """A date that a vehicle must keep: inspection, insurance, maintenance. Open until it was done."""

    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=12, choices=vehicles.choices(vehicles.CHECKS))
    due_on = models.DateField()
    lead_days = models.PositiveSmallIntegerField(default=30)
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vehicle", "kind"], condition=Q(done_on=None), name="vehicle_check_open_once"
            )
        ]
        indexes = [models.Index(fields=["due_on"], name="vehicle_check_due", condition=Q(done_on=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class Driver(models.Model):
    """A person who drives: which classes of licence, until when, from which depot."""

    user = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="+")
    depot = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    licence_classes = models.JSONField(default=list)
    licence_until = models.DateField()
    phone = models.CharField(max_length=40, blank=True)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["user__name", "pk"]

    def __str__(self) -> str:
        return str(self.user)
