"""Codes: a table of their own, many per promotion (M14)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.promotions.models.promotions import Promotion


class CouponBatch(models.Model):
    """Codes that were made or read in together. ``hidden``: only their hashes are kept."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="batches")
    name = models.CharField(_("name"), max_length=120)
    hidden = models.BooleanField(default=False)
    count = models.PositiveIntegerField(_("codes"), default=0)
    created_at = models.DateTimeField(_("made"))
    created_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("batch of codes")
        verbose_name_plural = _("batches of codes")

    def __str__(self) -> str:
        return self.name


class Coupon(models.Model):
    """One code. It is found by ``digest``; ``code`` is empty where only the hash is kept.

    ``uses_cap`` 0 means any number of orders. ``buyer`` limits it to one person, by a hash of the address.
    """

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="coupons")
    batch = models.ForeignKey(CouponBatch, models.CASCADE, null=True, related_name="coupons")
    digest = models.CharField(max_length=64)
    code = models.CharField(_("code"), max_length=40, blank=True)
    hint = models.CharField(max_length=4)
    uses_cap = models.PositiveIntegerField(default=0)
    uses = models.PositiveIntegerField(_("uses"), default=0)
    buyer = models.CharField(max_length=64, blank=True, default="")
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    blocked = models.BooleanField(_("blocked"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            # Not a unique field: PostgreSQL would keep a second index of it for LIKE, which nobody asks.
            models.UniqueConstraint(fields=["digest"], name="promotions_coupon_digest"),
            models.CheckConstraint(
                condition=Q(uses_cap=0) | Q(uses__lte=F("uses_cap")), name="promotions_coupon_within_cap"
            ),
        ]

    def __str__(self) -> str:
        return self.code or f"…{self.hint}"
