"""Tables of the assortment."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.assortment import states
from storecrew.kernel.money import Money


class RangeReview(models.Model):
    """A look at the products of a category or a collection, with what was known then."""

    name = models.CharField(_("name"), max_length=120)
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        "catalog.Category", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    collection = models.ForeignKey(
        "catalog.Collection", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The name of the category or collection at that time.
    scope = models.CharField(_("products of"), max_length=200)
    days = models.PositiveSmallIntegerField(_("days looked back"), default=90)
    currency = models.CharField(max_length=3)
    held_on = models.DateField(_("held on"))
    next_on = models.DateField(_("next one on"), null=True, blank=True)
    figures_at = models.DateTimeField(_("figures as of"))
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-held_on", "-id"]
        verbose_name = _("range review")
        verbose_name_plural = _("range reviews")

    def __str__(self) -> str:
        return self.name


class RangeSignOff(models.Model):
    """A role that attends a review, and who signed for it."""

    review = models.ForeignKey(RangeReview, on_delete=models.CASCADE, related_name="sign_offs")
    role = models.CharField(max_length=40)
    signed_by = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("sign-off of a range review")
        verbose_name_plural = _("sign-offs of range reviews")
        constraints = [models.UniqueConstraint(fields=["review", "role"], name="assortment_signed_once")]

    def __str__(self) -> str:
        return self.role


class RangeRow(models.Model):
    """A product in a review: its figures as they were, and what was decided with them."""

    review = models.ForeignKey(RangeReview, on_delete=models.CASCADE, related_name="rows")
    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    units = models.IntegerField(_("units sold"), default=0)
    # Without tax, in the currency of the review.
    revenue = models.BigIntegerField(_("revenue"), default=0)
    margin_bp = models.IntegerField(_("margin"), null=True)
    returned = models.PositiveIntegerField(_("units returned"), default=0)
    return_bp = models.IntegerField(_("return rate"), null=True)
    stock = models.IntegerField(_("stock"), default=0)
    cover_days = models.IntegerField(_("stock cover in days"), null=True)
    sell_through_bp = models.IntegerField(_("sell-through"), null=True)
    completeness = models.PositiveSmallIntegerField(_("completeness"), default=0)
    rating_x100 = models.PositiveSmallIntegerField(_("rating"), default=0)
    age_days = models.IntegerField(_("days in the shop"), null=True)
    price_line = models.CharField(_("prices"), max_length=200, blank=True)
    cost_line = models.CharField(_("costs"), max_length=200, blank=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=states.DECISIONS, blank=True, default=""
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    owner_role = models.CharField(_("owner"), max_length=40, choices=states.OWNERS, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    successor = models.ForeignKey(
        "catalog.Product", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["-revenue", "id"]
        verbose_name = _("product of a range review")
        verbose_name_plural = _("products of range reviews")
        constraints = [models.UniqueConstraint(fields=["review", "product"], name="assortment_row_once")]

    def __str__(self) -> str:
        return f"#{self.product_id}"

    @property
    def money(self) -> Money:
        """Return the revenue as money."""
        return Money(self.revenue, self.review.currency)


class RangePlan(models.Model):
    """How many products a category is to have in a season, at which prices and margin."""

    category = models.ForeignKey("catalog.Category", on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey("channels.Channel", on_delete=models.PROTECT, related_name="+")
    season = models.CharField(_("season"), max_length=20)
    planned = models.PositiveIntegerField(_("planned products"))
    target_margin_bp = models.PositiveIntegerField(_("target margin"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    saved_by = models.CharField(max_length=200)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        ordering = ["-season", "category__url_path"]
        verbose_name = _("assortment plan")
        verbose_name_plural = _("assortment plans")
        constraints = [models.UniqueConstraint(fields=["category", "season"], name="assortment_plan_once")]

    def __str__(self) -> str:
        return f"{self.category_id} {self.season}"


class RangeBand(models.Model):
    """A band of prices within a plan, its low end included; amounts in minor units of the channel."""

    plan = models.ForeignKey(RangePlan, on_delete=models.CASCADE, related_name="bands")
    low = models.BigIntegerField(_("from"))
    high = models.BigIntegerField(_("below"), null=True, blank=True)
    planned = models.PositiveIntegerField(_("planned products"))

    class Meta:
        ordering = ["low"]
        verbose_name = _("price band")
        verbose_name_plural = _("price bands")
        constraints = [
            models.CheckConstraint(
                condition=Q(high=None) | Q(high__gt=F("low")), name="assortment_band_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.low}"
