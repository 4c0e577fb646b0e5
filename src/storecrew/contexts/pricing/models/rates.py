"""Exchange rates: what one euro is worth in another currency on a day, and who says so."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.pricing.rules import exchange


class ExchangeRate(models.Model):
    """Units of a currency for one euro on a day, as the reference rates state it; an exact decimal."""

    class Source(models.TextChoices):
        """Who says so."""

        ECB = "ecb", _("European Central Bank")
        HAND = "hand", _("Typed by hand")

    day = models.DateField(_("day"))
    currency = models.CharField(_("currency"), max_length=3)
    # Hundred-millionths of a unit: a whole number, since a decimal column is not exact on every database.
    rate_e8 = models.BigIntegerField(_("for one euro"))
    source = models.CharField(_("source"), max_length=4, choices=Source)
    entered_by = models.CharField(_("by"), max_length=200)
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        ordering = ["-day", "currency"]
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="pricing_one_rate_per_day"),
            models.CheckConstraint(condition=Q(rate_e8__gt=0), name="pricing_rate_positive"),
        ]

    @property
    def rate(self) -> Decimal:
        """Units of the currency for one euro, exact."""
        return exchange.rate_of(self.rate_e8)

    def __str__(self) -> str:
        return f"{self.rate} {self.currency} on {self.day}"
