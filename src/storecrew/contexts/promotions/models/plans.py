"""What a promotion is expected to sell, and who let it pass although there is less (5.1)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.promotions.models.promotions import Promotion


class PlannedUnits(models.Model):
    """How many units of an article a promotion will sell. ``source`` is "typed" or "proposed" from sales."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="planned", db_index=False)
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    units = models.PositiveIntegerField(_("units"))
    source = models.CharField(max_length=10, default="typed")

    class Meta:
        ordering = ["id"]
        verbose_name = _("planned units")
        verbose_name_plural = _("planned units")
        constraints = [
            models.UniqueConstraint(fields=["promotion", "variant"], name="promotions_planned_once"),
            models.CheckConstraint(condition=Q(units__gte=1), name="promotions_planned_units"),
        ]

    def __str__(self) -> str:
        return f"{self.units} of variant {self.variant_id}"


class StockOverride(models.Model):
    """Somebody who answers for stock let a promotion pass for a while, and said why. Never changed."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="overrides")
    reason = models.CharField(_("reason"), max_length=400)
    shortfalls = models.JSONField()
    expires_at = models.DateTimeField(_("until"))
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("stock override")
        verbose_name_plural = _("stock overrides")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="promotions_override_has_reason")]

    def __str__(self) -> str:
        return f"override of promotion {self.promotion_id}"


class LoadForecast(models.Model):
    """What a version of a promotion was expected to bring, as known when scheduled (M31), and what came.

    ``weeks`` are orders, parcels and contacts with their ranges against the people on the roster, ``basis``
    the rates they were made from, ``actual`` the same sums counted after its end, once.
    """

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="forecasts", db_index=False)
    revision = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    weeks = models.JSONField(default=list)
    basis = models.JSONField(default=dict)
    actual = models.JSONField(default=dict)
    compared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("forecast of work")
        verbose_name_plural = _("forecasts of work")
        constraints = [
            models.UniqueConstraint(fields=["promotion", "revision"], name="promotions_forecast_once")
        ]
        indexes = [models.Index(fields=["compared_at", "ends_at"], name="promotions_to_compare")]

    def __str__(self) -> str:
        return f"forecast of promotion {self.promotion_id}"
