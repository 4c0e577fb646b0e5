"""The table by which people say which way a visit came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceRule(models.Model):
    """One row of the table, asked in the order of ``position``; the first that fits wins."""

    position = models.PositiveIntegerField()
    way = models.CharField(_("way in"), max_length=12)
    medium = models.CharField(_("utm_medium is one of"), max_length=400, blank=True)
    source = models.CharField(_("utm_source is one of"), max_length=400, blank=True)
    click = models.CharField(_("click id of"), max_length=200, blank=True)
    host = models.CharField(_("site is or lies below"), max_length=1000, blank=True)
    listed = models.CharField(_("site is on the list"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("traffic rule")
        verbose_name_plural = _("traffic rules")

    def __str__(self) -> str:
        return f"{self.position}: {self.way}"
