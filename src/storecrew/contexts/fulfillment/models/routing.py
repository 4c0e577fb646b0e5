"""Why an order leaves from where it leaves."""

from __future__ import annotations

from django.db import models


class RoutingDecision(models.Model):
    """What was known when a location was chosen, and which rule decided. Written once per order, never
    changed.
    """

    order = models.OneToOneField("orders.Order", on_delete=models.CASCADE, related_name="+")
    chosen = models.CharField(max_length=50)
    before = models.CharField(max_length=50)
    rule = models.CharField(max_length=30, blank=True)
    ranks = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.chosen} by {self.rule}"
