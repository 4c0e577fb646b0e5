"""What a carrier took with it: the list of a pick-up at one location."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Manifest(models.Model):
    """The parcels that leave with one carrier at one location, from the first scan to the driver's name.

    A parcel that is scanned onto it leaves with the scan; closing says who took them all. While it is
    `closing` the carrier is being told, and nothing is scanned onto it.
    """

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", pgettext_lazy("manifest", "Being loaded")
        CLOSING = "closing", pgettext_lazy("manifest", "The carrier is being told")
        CLOSED = "closed", pgettext_lazy("manifest", "Taken by the carrier")

    number = models.CharField(_("number"), max_length=32, unique=True)
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, related_name="+")
    carrier_code = models.CharField(max_length=40)
    carrier = models.CharField(_("carrier"), max_length=100)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    parcel_count = models.PositiveIntegerField(_("parcels"), default=0)
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    driver = models.CharField(_("driver"), max_length=120, blank=True, default="")
    reference = models.CharField(_("reference of the carrier"), max_length=120, blank=True, default="")
    closed_by = models.CharField(max_length=200, blank=True, default="")
    closed_at = models.DateTimeField(_("taken"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("manifest")
        verbose_name_plural = _("manifests")
        constraints = [
            models.UniqueConstraint(
                fields=["location", "carrier_code"],
                condition=~Q(state="closed"),
                name="fulfillment_manifest_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(parcel_count__gte=1) & ~Q(driver="", reference="")),
                name="fulfillment_manifest_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.number
