"""Printed inserts: which go into parcels, and which went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Insert(models.Model):
    """Paper that goes into parcels of some orders, as a context above asked for; ``key`` is its name there.

    Empty lists mean all. ``categories`` are ids, and what stands below them counts.
    """

    key = models.CharField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    codes = models.JSONField(default=list)
    owner_role = models.CharField(max_length=40)
    url = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    channels = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    skus = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    first_order = models.BooleanField(default=False)
    # What it promises: it stays out of parcels while the promotion does not hold.
    promotion = models.ForeignKey(
        "promotions.Promotion", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("insert")
        verbose_name_plural = _("inserts")
        indexes = [
            models.Index(fields=["active"], name="fulfillment_insert_active", condition=Q(active=True)),
        ]

    def __str__(self) -> str:
        return self.name


class InsertCopies(models.Model):
    """How many copies of an insert lie at the benches of one location: each counts down its own.

    Nobody waits for paper, so it ends at 0; whoever owns the insert is told once for each location.
    """

    insert = models.ForeignKey(Insert, models.CASCADE, related_name="copies")
    location = models.ForeignKey("inventory.Location", models.PROTECT, related_name="+")
    left = models.PositiveIntegerField(_("copies at the benches"), default=0)

    class Meta:
        ordering = ["location__name", "id"]
        verbose_name = _("copies of an insert")
        verbose_name_plural = _("copies of inserts")
        constraints = [
            models.UniqueConstraint(fields=["insert", "location"], name="fulfillment_insert_copies_once"),
        ]

    def __str__(self) -> str:
        return f"{self.left} of {self.insert_id} at {self.location_id}"


class ParcelInsert(models.Model):
    """An insert that a parcel was to get, and what became of it."""

    class State(models.TextChoices):
        """Whether it is in."""

        ASKED = "asked", _("Goes in")
        PUT = "put", _("Is in")
        MISSING = "missing", _("No copy was there")
        LEFT_OUT = "left_out", _("Left out")

    parcel = models.ForeignKey("fulfillment.Parcel", models.CASCADE, related_name="inserts")
    insert = models.ForeignKey(Insert, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "insert"], name="fulfillment_insert_once"),
        ]

    def __str__(self) -> str:
        return f"{self.insert_id} in {self.parcel_id}: {self.state}"
