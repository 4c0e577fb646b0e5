"""The table of days on which carriers rest."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RestDay(models.Model):
    """A day on which one carrier moves no parcels, or nobody does when ``account`` is empty."""

    day = models.DateField()
    name = models.CharField(max_length=100)
    account = models.ForeignKey(
        "shipping.CarrierAccount", null=True, blank=True, on_delete=models.CASCADE, related_name="rest_days"
    )

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "account"], name="rest_day_of_carrier", condition=Q(account__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["day"], name="rest_day_of_everybody", condition=Q(account__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
