"""The table of days on which nothing is handled or moves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RestDay(models.Model):
    """A day of rest: of a carrier (``account``), a location, a country, or everybody when all are empty.

    A carrier moves no parcels, a location handles none; on a public holiday of a country its locations rest
    and nothing is delivered there. ``location`` is the code of a place that inventory owns.
    """

    day = models.DateField()
    name = models.CharField(max_length=100)
    account = models.ForeignKey(
        "shipping.CarrierAccount", null=True, blank=True, on_delete=models.CASCADE, related_name="rest_days"
    )
    location = models.CharField(max_length=50, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "account"], name="rest_day_of_carrier", condition=Q(account__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["day", "location"], name="rest_day_of_location", condition=~Q(location="")
            ),
            models.UniqueConstraint(
                fields=["day", "country"], name="rest_day_of_country", condition=~Q(country="")
            ),
            models.UniqueConstraint(
                fields=["day"],
                name="rest_day_of_everybody",
                condition=Q(account__isnull=True, location="", country=""),
            ),
            models.CheckConstraint(
                condition=Q(location="", country="")
                | Q(account__isnull=True, country="")
                | Q(account__isnull=True, location=""),
                name="rest_day_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
