"""Tables of what is to be brought and fetched, and where that is on the map."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.fleet.rules import jobs
from storecrew.contexts.fleet.rules.vehicles import choices


class Job(models.Model):
    """A parcel to bring, or goods to fetch, by a vehicle of ours.

    A delivery belongs to a label of the own fleet, whose goods lie at ``depot``. ``day`` is the first day on
    which it may be driven; a window bounds when its service begins. Coordinates are millionths of a degree;
    ``place_source`` says how exact: typed, own table, built-in region, or "" when nobody knows.
    """

    kind = models.CharField(max_length=8, choices=choices(jobs.KINDS))
    state = models.CharField(max_length=10, choices=choices(jobs.STATES), default="open")
    label = models.OneToOneField(
        "shipping.Label", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reference = models.CharField(max_length=100, unique=True)
    order_ref = models.CharField(max_length=100, blank=True, db_index=True)
    depot = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    address = models.JSONField(default=dict)
    lat_e6 = models.IntegerField(null=True, blank=True)
    lon_e6 = models.IntegerField(null=True, blank=True)
    place_source = models.CharField(max_length=8, blank=True)
    weight_g = models.PositiveIntegerField(default=0)
    volume_l = models.PositiveIntegerField(default=0)
    service_minutes = models.PositiveSmallIntegerField(default=5)
    day = models.DateField()
    window_from = models.TimeField(null=True, blank=True)
    window_until = models.TimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    left_over = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "pk"]
        indexes = [
            models.Index(fields=["depot", "day"], name="fleet_job_open", condition=Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="pickup") | Q(label__isnull=False), name="fleet_delivery_has_label"
            ),
            models.CheckConstraint(
                condition=Q(window_from__isnull=True)
                | Q(window_until__isnull=True)
                | Q(window_until__gt=models.F("window_from")),
                name="fleet_job_window_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PostalPlace(models.Model):
    """Where post codes that begin with ``prefix`` lie: our own table, asked before the built-in one."""

    country = models.CharField(max_length=2)
    prefix = models.CharField(max_length=12)
    name = models.CharField(max_length=80, blank=True)
    lat_e6 = models.IntegerField()
    lon_e6 = models.IntegerField()

    class Meta:
        ordering = ["country", "prefix"]
        constraints = [models.UniqueConstraint(fields=["country", "prefix"], name="fleet_postal_place_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.prefix}"
