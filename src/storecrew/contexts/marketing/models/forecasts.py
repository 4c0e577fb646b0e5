"""What campaigns were expected to bring to warehouse and service, kept as known when approved (M31)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.marketing.models.campaigns import Campaign


class CampaignForecast(models.Model):
    """What a version of a campaign was expected to bring if it reaches its goal, and what came.

    ``weeks`` and ``basis`` are those of a forecast of promotions, with what its own promotions plan;
    ``began_at`` and ``ended_at`` when it really ran, ``actual`` the same sums counted after its end, once:
    empty when it did not run to its end.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="forecasts", db_index=False)
    revision = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    weeks = models.JSONField(default=list)
    basis = models.JSONField(default=dict)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    actual = models.JSONField(default=dict)
    compared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("forecast of a campaign")
        verbose_name_plural = _("forecasts of campaigns")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "revision"], name="marketing_forecast_once")
        ]
        indexes = [models.Index(fields=["compared_at", "ends_at"], name="marketing_to_compare")]

    def __str__(self) -> str:
        return f"forecast of campaign {self.campaign_id}"
