"""What is printed for a campaign: flyers, pages of a catalog, price labels, inserts of parcels."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.marketing.models.campaigns import Activity, Campaign


class PrintPiece(models.Model):
    """One piece of paper, made from product data each time it is printed. ``skus`` are in their order on it.

    ``word`` is the short address on it, ``/go/<word>/``, which leads to ``path`` of the shop and says by
    which campaign a visitor came. What it costs and who prints it is the ``activity``. With ``packs`` it goes
    into parcels of orders placed while its campaign is live; empty lists mean all of them.
    """

    class Kind(models.TextChoices):
        """What it is; each has its paper."""

        FLYER = "flyer", _("Flyer (A5)")
        CATALOG = "catalog", _("Page of a catalog (A4)")
        INSERT = "insert", _("Insert for parcels (A6)")
        LABELS = "labels", _("Price labels (A4, 24 a sheet)")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="prints")
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, blank=True, related_name="prints")
    promotion = models.ForeignKey(
        "promotions.Promotion", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    shop_channel = models.CharField(max_length=32)
    locale = models.CharField(_("language"), max_length=8)
    headline = models.CharField(max_length=80, blank=True, default="")
    text = models.TextField(blank=True, default="")
    skus = models.JSONField(default=list)
    code = models.CharField(max_length=40, blank=True, default="")
    word = models.SlugField(_("short address"), max_length=24, unique=True)
    path = models.CharField(max_length=300, default="/")
    copies = models.PositiveIntegerField(_("copies"), default=0)
    packs = models.BooleanField(_("goes into parcels"), default=False)
    pack_countries = models.JSONField(default=list, blank=True)
    pack_skus = models.JSONField(default=list, blank=True)
    pack_categories = models.JSONField(default=list, blank=True)
    pack_first = models.BooleanField(default=False)
    pack_from = models.DateTimeField(null=True, blank=True)
    pack_until = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("files due"), null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("printed piece")
        verbose_name_plural = _("printed pieces")
        constraints = [
            models.CheckConstraint(condition=Q(path__startswith="/"), name="marketing_print_path_is_ours")
        ]

    def __str__(self) -> str:
        return self.name
