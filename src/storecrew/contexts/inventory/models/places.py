"""Places: locations, the channels they serve, their zones and bins."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Location(models.Model):
    """A place that holds stock: a warehouse or a store."""

    class Kind(models.TextChoices):
        """What sort of place it is."""

        WAREHOUSE = "warehouse", _("Warehouse")
        STORE = "store", _("Store")
        # The place of codes that are sold: nobody walks there, nothing is counted or packed.
        DIGITAL = "digital", _("Codes by e-mail")

    code = models.SlugField(_("code"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.WAREHOUSE)
    address = models.JSONField(_("address"), default=dict, blank=True)
    is_default = models.BooleanField(_("default"), default=False)
    active = models.BooleanField(_("active"), default=True)
    # Whether shoppers may collect orders here, and when somebody is there: [weekday, from, until].
    pick_up = models.BooleanField(_("orders can be collected here"), default=False, db_default=False)
    opening_hours = models.JSONField(_("opening hours"), default=list, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="inventory_one_default_location"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LocationChannel(models.Model):
    """A location whose stock a channel may sell; the lowest priority number is asked first."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="channels")
    channel = models.ForeignKey("channels.Channel", models.CASCADE, related_name="+")
    priority = models.PositiveSmallIntegerField(_("priority"), default=100)

    class Meta:
        ordering = ["channel", "priority", "location"]
        verbose_name = _("location of a channel")
        verbose_name_plural = _("locations of channels")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "location"], name="inventory_location_once_per_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.location_id} for channel {self.channel_id}"


class StockPolicy(models.Model):
    """How a channel may source one order; a channel without a row sources by `LINES`."""

    class Split(models.TextChoices):
        """How far an order may be spread over locations."""

        NEVER = "never", _("One location sends the whole order")
        LINES = "lines", _("Each article from one location")
        UNITS = "units", _("Any units from any location")

    channel = models.OneToOneField("channels.Channel", models.CASCADE, related_name="+")
    split = models.CharField(_("split"), max_length=10, choices=Split, default=Split.LINES)

    class Meta:
        verbose_name = _("sourcing policy")
        verbose_name_plural = _("sourcing policies")

    def __str__(self) -> str:
        return f"{self.channel_id}: {self.split}"


class StorageClass(models.TextChoices):
    """What a place offers, or what goods need."""

    AMBIENT = "ambient", _("Ambient")
    BULKY = "bulky", _("Bulky")
    CHILLED = "chilled", _("Chilled")
    FROZEN = "frozen", _("Frozen")
    SECURE = "secure", _("Locked")
    HAZARD = "hazard", _("Dangerous goods")


class Zone(models.Model):
    """A part of a location whose bins share a storage class and are walked together."""

    location = models.ForeignKey(Location, models.CASCADE, related_name="zones")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100, blank=True, default="")
    storage_class = models.CharField(
        _("storage class"), max_length=10, choices=StorageClass, default=StorageClass.AMBIENT
    )
    walk_order = models.PositiveIntegerField(_("walk order"), default=0)

    class Meta:
        ordering = ["location", "walk_order", "code"]
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        constraints = [models.UniqueConstraint(fields=["location", "code"], name="inventory_zone_once")]

    def __str__(self) -> str:
        return self.code


class Bin(models.Model):
    """A shelf position inside a location, or its packing place, dock or cage.

    Pickers walk bins by (`zone.walk_order`, `walk_order`, `code`).
    """

    class Kind(models.TextChoices):
        """What a bin is for: orders are picked from storage alone."""

        STORAGE = "storage", _("Storage")
        RECEIVING = "receiving", _("Receiving")
        PACKING = "packing", _("Packing")
        QUARANTINE = "quarantine", _("Quarantine")

    location = models.ForeignKey(Location, models.CASCADE, related_name="bins")
    zone = models.ForeignKey(Zone, models.PROTECT, null=True, blank=True, related_name="bins")
    code = models.CharField(_("code"), max_length=50)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.STORAGE)
    walk_order = models.PositiveIntegerField(_("walk order"), default=0)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["location", "code"]
        verbose_name = _("bin")
        verbose_name_plural = _("bins")
        constraints = [models.UniqueConstraint(fields=["location", "code"], name="inventory_bin_once")]

    def __str__(self) -> str:
        return self.code
