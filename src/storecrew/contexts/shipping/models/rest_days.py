"""The table of days on which a carrier or a location rests."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RestDay(models.Model):
    """A day without movement: of one carrier, of one location by its code, or of everybody when both are
    empty.
    """

    day = models.DateField()
    name = models.CharField(max_length=100)
    account = models.ForeignKey(
        "shipping.CarrierAccount", null=True, blank=True, on_delete=models.CASCADE, related_name="rest_days"
    )
    location_code = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "account"], name="rest_day_of_carrier", condition=Q(account__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["day", "location_code"], name="rest_day_of_place", condition=Q(account__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(location_code=""), name="rest_day_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
