"""Price lists that were taken over, with what was before, so that one can be taken back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.purchasing.models.suppliers import Supplier


class PriceListRun(models.Model):
    """One price list; ``rows`` are {"variant_id", "sku", "before", "after"}, before None for a new one."""

    class State(models.TextChoices):
        """Where it stands."""

        TAKEN = "taken", _("Taken over")
        UNDONE = "undone", _("Taken back")

    supplier = models.ForeignKey(Supplier, models.CASCADE, related_name="price_lists")
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TAKEN)
    rows = models.JSONField(default=list)
    refused = models.PositiveIntegerField(_("rows left out"), default=0)
    kept = models.PositiveIntegerField(_("changed since and kept"), default=0)
    taken_by = models.CharField(_("taken over by"), max_length=200)
    taken_at = models.DateTimeField(_("taken over"))
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("price list of a supplier")
        verbose_name_plural = _("price lists of suppliers")

    def __str__(self) -> str:
        return self.name
