"""Tables of trips: one vehicle, one driver, one day, and the stops in their order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.fleet.models.jobs import Job
from storecrew.contexts.fleet.models.vehicles import Driver, Vehicle
from storecrew.contexts.fleet.rules import jobs, trip_states
from storecrew.contexts.fleet.rules.vehicles import choices
from storecrew.kernel.said_field import SaidField


class PlanRun(models.Model):
    """One search for trips of a day; ``outcome`` says what came of it and what was left over, and why."""

    day = models.DateField()
    depot_codes = models.JSONField(default=list)
    seconds = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=choices(trip_states.RUNS), default="queued")
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)
    message = SaidField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(state__in=("queued", "running")), name="fleet_one_plan_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"


class Trip(models.Model):
    """A vehicle's way on a day. Planned numbers are written when it is planned, actual ones when it ends.

    ``distance_m`` and ``planned_minutes`` are of the whole trip with its way home. Costs are minor units.
    """

    number = models.CharField(max_length=20, unique=True)
    day = models.DateField()
    depot = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="trips")
    driver = models.ForeignKey(Driver, on_delete=models.PROTECT, related_name="trips")
    state = models.CharField(max_length=10, choices=choices(trip_states.TRIPS), default="draft")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    distance_m = models.PositiveIntegerField(default=0)
    driven_m = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    planned_cost_amount = models.BigIntegerField(default=0)
    actual_cost_amount = models.BigIntegerField(null=True, blank=True)
    run = models.ForeignKey(PlanRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="trips")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["day", "depot", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "vehicle"], condition=~Q(state="canceled"), name="fleet_vehicle_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["day", "driver"], condition=~Q(state="canceled"), name="fleet_driver_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class TripStop(models.Model):
    """A visit on a trip. ``arrives_at`` is planned; ``done_at`` what the driver's device said.

    ``key`` is made on the device, so that an entry that is sent again changes nothing. ``away_m`` is how far
    from the address its phone was, ``is_far`` whether that is outside of the fence; None where nobody knows.
    """

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="stops")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="stops")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=choices(trip_states.STOPS), default="planned")
    arrives_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, blank=True, choices=choices(jobs.REASONS))
    outcome = models.CharField(max_length=16, blank=True, choices=choices(jobs.OUTCOMES))
    note = models.CharField(max_length=300, blank=True)
    on_time = models.BooleanField(null=True, blank=True)
    away_m = models.PositiveIntegerField(null=True, blank=True)
    is_far = models.BooleanField(null=True, blank=True)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        ordering = ["trip", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(state="planned"), name="fleet_job_on_one_trip"
            )
        ]

    def __str__(self) -> str:
        return f"{self.trip_id}/{self.position}"
