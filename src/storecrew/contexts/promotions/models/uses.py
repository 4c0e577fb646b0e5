"""Who used what: one claim per promotion and order, counters per buyer, and the stored explanation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.promotions.models.codes import Coupon
from storecrew.contexts.promotions.models.promotions import Promotion


class Claim(models.Model):
    """A promotion was used by an order; ``released_at`` is set when the order came to nothing.

    ``buyer`` holds the hashes under which the use was counted, so that a release counts back the same.
    """

    promotion = models.ForeignKey(Promotion, models.PROTECT, related_name="+", db_index=False)
    revision = models.PositiveIntegerField()
    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
    coupon = models.ForeignKey(Coupon, models.PROTECT, null=True, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, related_name="+")
    buyer = models.JSONField(default=list)
    amount = models.BigIntegerField()
    units = models.PositiveIntegerField(default=0)
    counted = models.BooleanField(default=False)
    earns_coupon = models.BooleanField(default=False)
    claimed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("use of a promotion")
        verbose_name_plural = _("uses of promotions")
        constraints = [
            models.UniqueConstraint(fields=["promotion", "order"], name="promotions_once_per_order"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="promotions_claim_not_negative"),
        ]
        indexes = [models.Index(fields=["promotion", "-claimed_at"], name="promotions_claims")]

    def __str__(self) -> str:
        return f"promotion {self.promotion_id} in order {self.order_id}"


class BuyerUse(models.Model):
    """How often a buyer used a promotion: one row per way to know the buyer again (ABU-05)."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="+", db_index=False)
    buyer = models.CharField(max_length=64)
    uses = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("buyer's uses")
        verbose_name_plural = _("buyers' uses")
        constraints = [models.UniqueConstraint(fields=["promotion", "buyer"], name="promotions_buyer_once")]

    def __str__(self) -> str:
        return f"{self.uses} of promotion {self.promotion_id}"


class Trace(models.Model):
    """What the engine said when an order was placed: winners and losers with reasons; kept for 90 days."""

    order = models.OneToOneField("orders.Order", models.CASCADE, related_name="+")
    verdict = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("stored explanation")
        verbose_name_plural = _("stored explanations")

    def __str__(self) -> str:
        return f"explanation of order {self.order_id}"
