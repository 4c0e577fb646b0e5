"""Visits of browsers whose owners agreed, and what an order owes to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Visit(models.Model):
    """A stay of one browser. ``visitor`` is a keyed hash of the number that the browser keeps.

    ``pages`` are the paths that were seen, each once, the first forty, ``last_path`` is the one seen last.
    Rows go after ``VISITS_KEPT``.
    """

    PRIVACY = {"visitor": "delete", "pages": "delete", "last_path": "delete"}

    visitor = models.BigIntegerField()
    channel = models.ForeignKey("channels.Channel", models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField(db_index=True)
    last_at = models.DateTimeField()
    way = models.CharField(max_length=12)
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    device = models.CharField(max_length=8, blank=True)
    views = models.PositiveIntegerField(default=0)
    pages = models.JSONField(default=list)
    last_path = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [models.Index(fields=["visitor", "last_at"], name="insights_visits_of")]

    def __str__(self) -> str:
        return f"visit {self.pk} by {self.way}"


class CartPath(models.Model):
    """How far a cart came. ``key`` is a hash of the cart's token; ``steps`` are bits of ``CART_STEPS``.

    ``stands`` is the requirement that was open when its checkout was seen last, "" before that and once it is
    ordered; ``hindrances`` are the codes of what was refused there. ``begun_at`` is when it was first heard
    of. ``pages`` are those that the visit that ordered had seen by then; they go as visits do.
    """

    PRIVACY = {"visitor": "unlink", "pages": "unlink"}

    key = models.BigIntegerField(unique=True)
    channel = models.ForeignKey("channels.Channel", models.PROTECT, related_name="+", db_index=False)
    visitor = models.BigIntegerField(null=True)
    way = models.CharField(max_length=12)
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    device = models.CharField(max_length=8, blank=True)
    steps = models.PositiveSmallIntegerField(default=0)
    pages = models.JSONField(default=list)
    stands = models.CharField(max_length=40, blank=True, default="")
    hindrances = models.JSONField(default=list)
    order = models.OneToOneField("orders.Order", models.CASCADE, null=True, related_name="+")
    changed_at = models.DateTimeField(db_index=True)
    # None only where an older release counted while this one was brought out
    begun_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("path of a cart")
        verbose_name_plural = _("paths of carts")

    def __str__(self) -> str:
        return f"cart path {self.pk}"


class OrderTouch(models.Model):
    """A visit that an order owes something to, frozen when the order was placed.

    ``place`` is "first", "assist", "last", or "only" when one visit did it all; an order of somebody who did
    not agree has one with the way "unknown". ``amount`` is the order's value without tax and shipping, in
    minor units; ``back_amount`` is what went back since.
    """

    class Place(models.TextChoices):
        """Where in the row of visits."""

        ONLY = "only", _("Only visit")
        FIRST = "first", _("First visit")
        ASSIST = "assist", _("In between")
        LAST = "last", _("Last visit")

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
    channel = models.ForeignKey("channels.Channel", models.PROTECT, related_name="+", db_index=False)
    place = models.CharField(max_length=6, choices=Place)
    position = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    day = models.DateField()
    device = models.CharField(max_length=8, blank=True)
    way = models.CharField(max_length=12)
    source = models.CharField(max_length=120, blank=True)
    campaign = models.CharField(max_length=80, blank=True)
    amount = models.BigIntegerField()
    back_amount = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["order", "position"]
        verbose_name = _("touch of an order")
        verbose_name_plural = _("touches of orders")
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="insights_touch_once"),
            models.CheckConstraint(
                condition=models.Q(back_amount__gte=0) & models.Q(back_amount__lte=models.F("amount")),
                name="insights_touch_back_within",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "day"], name="insights_touch_campaign"),
            models.Index(fields=["day"], name="insights_touch_day"),
        ]

    def __str__(self) -> str:
        return f"order {self.order_id}: {self.place} by {self.way}"
