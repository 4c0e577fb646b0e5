"""Tables of carriers: contracts, their services, zones and rates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from storecrew.contexts.shipping.rules.claims import USUAL_DAYS


class CarrierAccount(models.Model):
    """A contract with a carrier; ``kind`` names the provider that speaks to it.

    ``settings`` are plain values of that provider; ``sealed_secrets`` are its passwords and keys, sealed with
    the installation's key. ``check_*`` is what the last test of the connection said.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    active = models.BooleanField(default=True)
    test_mode = models.BooleanField(default=True)
    currency = models.CharField(max_length=3)
    settings = models.JSONField(default=dict, blank=True)
    sealed_secrets = models.TextField(blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    check_passed = models.BooleanField(null=True, blank=True)
    check_message = models.CharField(max_length=500, blank=True)
    # How many days after the delivery the carrier takes claims.
    claim_days = models.PositiveSmallIntegerField(default=USUAL_DAYS)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class CarrierService(models.Model):
    """One product of a carrier, such as "Standard parcel". ``code`` is unique over all carriers.

    ``carrier_code`` is what the carrier calls it. Transit days are working days after the hand-over.
    """

    PARCEL, PALLET = "parcel", "pallet"
    UNITS = [(PARCEL, "parcel"), (PALLET, "pallet")]

    account = models.ForeignKey(CarrierAccount, on_delete=models.CASCADE, related_name="services")
    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    carrier_code = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=8, choices=UNITS, default=PARCEL)
    active = models.BooleanField(default=True)
    min_days = models.PositiveSmallIntegerField(default=1)
    max_days = models.PositiveSmallIntegerField(default=3)
    max_weight_g = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_days__gte=models.F("min_days")), name="carrier_service_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CarrierZone(models.Model):
    """Destinations of a contract with one price; the first zone that fits counts.

    ``countries`` are ISO codes, ``postal_codes`` prefixes such as ``"DE:258"``; a zone with prefixes holds
    for those only. ``extra_days`` lengthen the transit of every service.
    """

    account = models.ForeignKey(CarrierAccount, on_delete=models.CASCADE, related_name="zones")
    code = models.CharField(max_length=40)
    countries = models.JSONField(default=list, blank=True)
    postal_codes = models.JSONField(default=list, blank=True)
    extra_days = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["account", "code"], name="carrier_zone_once")]

    def __str__(self) -> str:
        return self.code


class ZoneRate(models.Model):
    """The contract's price of a service in a zone up to a weight; minor units of the account's currency."""

    service = models.ForeignKey(CarrierService, on_delete=models.CASCADE, related_name="rates")
    zone = models.ForeignKey(CarrierZone, on_delete=models.CASCADE, related_name="rates")
    up_to_g = models.PositiveIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["service", "zone", "up_to_g"]
        constraints = [
            models.UniqueConstraint(fields=["service", "zone", "up_to_g"], name="zone_rate_step_once"),
            models.CheckConstraint(condition=Q(amount__gte=0, up_to_g__gt=0), name="zone_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.up_to_g} g: {self.amount}"


class SimulatedParcel(models.Model):
    """The memory of the pretended carrier behind the simulator; no fact of the shop."""

    key = models.CharField(max_length=120, unique=True)
    tracking_number = models.CharField(max_length=40, unique=True)
    script = models.CharField(max_length=20)
    bought_at = models.DateTimeField()
    voided = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.tracking_number
