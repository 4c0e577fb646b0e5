"""Why goods come back: sums that are counted anew, for lists and tasks; the returns are the truth."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.aftersales import states


class CauseLimits(models.Model):
    """From when on a reason for returns is a task: one row, the defaults of ``rules/causes`` without."""

    units = models.PositiveSmallIntegerField(_("units, at least"))
    percent = models.PositiveSmallIntegerField(_("percent of the units sold, at least"))

    class Meta:
        verbose_name = _("thresholds of return causes")
        verbose_name_plural = _("thresholds of return causes")

    def __str__(self) -> str:
        return f"{self.units} units and {self.percent}%"


class ReturnCause(models.Model):
    """How many units of an article came back for a reason within the last ``window`` days."""

    window = models.PositiveSmallIntegerField(_("period"), choices=states.WINDOWS)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    sku = models.CharField(_("SKU"), max_length=128)
    title = models.CharField(_("article"), max_length=300)
    reason = models.CharField(_("reason"), max_length=20, choices=states.REASONS)
    supplier = models.CharField(_("supplier"), max_length=200, blank=True)
    returns = models.PositiveIntegerField(_("returns"))
    units = models.PositiveIntegerField(_("units"))
    units_before = models.PositiveIntegerField(_("units in the period before"))
    sold = models.PositiveIntegerField(_("units sold"))
    # Units that came back for this reason, per million sold; null where none was sold in the period.
    rate_ppm = models.BigIntegerField(_("rate"), null=True)
    lost_amount = models.BigIntegerField(_("cost of what cannot be sold again"), default=0)
    currency = models.CharField(max_length=3)
    latest_at = models.DateTimeField(_("newest return"))
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        ordering = ["window", "-units", "id"]
        verbose_name = _("cause of returns")
        verbose_name_plural = _("causes of returns")
        constraints = [
            models.UniqueConstraint(fields=["window", "variant", "reason"], name="aftersales_cause_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sku}: {self.reason}"
