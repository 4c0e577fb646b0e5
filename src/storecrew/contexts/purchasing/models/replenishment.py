"""What the night proposes to order, and how each location wants to be supplied."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.purchasing.models.orders import PurchaseOrder
from storecrew.contexts.purchasing.models.suppliers import Supplier


class ReplenishmentRule(models.Model):
    """How a location is supplied: which share of demand it can meet, and how often it orders."""

    location = models.OneToOneField("inventory.Location", models.CASCADE, related_name="+")
    service_level_bp = models.PositiveIntegerField(_("service level"), default=9500)
    review_days = models.PositiveSmallIntegerField(_("orders every so many days"), default=7)

    class Meta:
        verbose_name = _("replenishment rule")
        verbose_name_plural = _("replenishment rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(service_level_bp__gte=5000, service_level_bp__lte=9999, review_days__gte=1),
                name="purchasing_rule_makes_sense",
            )
        ]

    def __str__(self) -> str:
        return f"{self.location_id}: {self.service_level_bp}"


class ArticleRule(models.Model):
    """What somebody decided for one article at one location; an empty field leaves the computed value."""

    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    location = models.ForeignKey("inventory.Location", models.CASCADE, related_name="+")
    least = models.PositiveIntegerField(_("order from so many on"), null=True, blank=True)
    most = models.PositiveIntegerField(_("order up to"), null=True, blank=True)
    safety_stock = models.PositiveIntegerField(_("safety stock"), null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("lead time"), null=True, blank=True)
    moq = models.PositiveIntegerField(_("smallest order"), null=True, blank=True)
    stopped = models.BooleanField(_("not ordered again"), default=False)
    reason = models.CharField(_("reason"), max_length=300)
    set_by = models.CharField(_("decided by"), max_length=200)
    set_at = models.DateTimeField(_("decided"))

    class Meta:
        ordering = ["variant", "location"]
        verbose_name = _("rule of an article")
        verbose_name_plural = _("rules of articles")
        constraints = [
            models.UniqueConstraint(fields=["variant", "location"], name="purchasing_article_rule_once"),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="purchasing_article_rule_least_below_most",
            ),
        ]

    def __str__(self) -> str:
        return f"rule of {self.variant_id} at {self.location_id}"


class Proposal(models.Model):
    """So many units of a variant should be ordered for a location, and why. Open at most once for the two."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", _("Open")
        ORDERED = "ordered", _("Ordered")
        GONE = "gone", _("No longer needed")

    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    location = models.ForeignKey("inventory.Location", models.CASCADE, related_name="+")
    supplier = models.ForeignKey(Supplier, models.CASCADE, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_amount = models.BigIntegerField(_("price"), null=True)
    currency = models.CharField(max_length=3, blank=True)
    available = models.IntegerField(_("available"))
    inbound = models.PositiveIntegerField(_("on the way"))
    reorder_point = models.PositiveIntegerField(_("reorder point"))
    order_up_to = models.PositiveIntegerField(_("order up to"))
    safety_stock = models.PositiveIntegerField(_("safety stock"))
    demand_thousandths = models.PositiveBigIntegerField(_("demand a day, in thousandths"))
    cover_tenths = models.PositiveBigIntegerField(_("tenths of days of cover"), null=True)
    lead_days = models.PositiveSmallIntegerField(_("lead time"))
    why = models.JSONField(default=dict)
    wanted_quantity = models.PositiveIntegerField(_("quantity by hand"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    snoozed_until = models.DateField(_("snoozed until"), null=True, blank=True)
    order = models.ForeignKey(PurchaseOrder, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["cover_tenths", "id"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "location"], condition=Q(state="open"), name="purchasing_proposal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.variant_id} for {self.location_id}"

    @property
    def daily_demand(self) -> float:
        """Return the units expected a day."""
        return self.demand_thousandths / 1000

    @property
    def days_cover(self) -> float | None:
        """Return how many days what is available lasts, None for ever."""
        return None if self.cover_tenths is None else self.cover_tenths / 10

    @property
    def to_order(self) -> int:
        """Return the units to order: what a person said, else what was proposed."""
        return self.quantity if self.wanted_quantity is None else self.wanted_quantity
