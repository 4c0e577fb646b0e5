"""Tables of discovery: how lists are ordered, which words mean the same, what was sought in vain."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SortRule(models.Model):
    """How a merchandiser orders the list of a category, or of all lists without a rule of their own."""

    name = models.CharField(_("name"), max_length=120)
    category = models.ForeignKey(
        "catalog.Category",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category"),
    )
    pins = models.JSONField(_("pinned products"), default=list, blank=True)  # product ids, in order
    # [{"if": {"field", "op", "value"}, "by": percent from -100 to 900}]; below 0 buries.
    boosts = models.JSONField(_("boosted and buried"), default=list, blank=True)
    # {"newness": 0..100, "margin": ..., "stock_cover": ..., "sell_through": ..., "rating": ...,
    # "best_sellers": ...}
    weights = models.JSONField(_("weights"), default=dict, blank=True)
    sold_out_last = models.BooleanField(_("sold out last"), default=True)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)
    # The number of a campaign, which contexts above know: then the rule counts only while that runs.
    campaign_id = models.BigIntegerField(_("campaign"), null=True, blank=True)
    campaign_runs = models.BooleanField(default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["category_id", "-starts_at", "id"]
        verbose_name = _("sort rule")
        verbose_name_plural = _("sort rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=models.F("starts_at")),
                name="discovery_rule_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["campaign_id"], name="discovery_rule_campaign")]

    def __str__(self) -> str:
        return self.name


class Synonym(models.Model):
    """Words that find the same: a group, or one way from a word to others."""

    locale = models.CharField(_("language"), max_length=12, blank=True)  # empty: every language
    words = models.JSONField(_("words"), default=list)
    one_way = models.BooleanField(_("only from the first word to the others"), default=False)

    class Meta:
        ordering = ["locale", "id"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return (" → " if self.one_way else " = ").join(self.words)


class ProductSignal(models.Model):
    """What sells: the numbers by which lists are ordered, kept from events of lower contexts."""

    product = models.OneToOneField(
        "catalog.Product", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    units_sold = models.BigIntegerField(_("units sold, all time"), default=0)
    rating_sum = models.BigIntegerField(_("sum of ratings"), default=0)
    rating_count = models.PositiveIntegerField(_("number of ratings"), default=0)

    class Meta:
        verbose_name = _("product signal")
        verbose_name_plural = _("product signals")

    def __str__(self) -> str:
        return f"#{self.pk}"


class DailySale(models.Model):
    """Units of a product sold on one day (UTC), for best sellers of the last 30 days."""

    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    units = models.BigIntegerField(_("units"), default=0)

    class Meta:
        verbose_name = _("sales of a day")
        verbose_name_plural = _("sales of a day")
        constraints = [
            models.UniqueConstraint(fields=["product", "day"], name="discovery_sale_once"),
        ]
        indexes = [models.Index(fields=["day"], name="discovery_sale_day")]

    def __str__(self) -> str:
        return f"#{self.product_id} {self.day}: {self.units}"


class MissedSearch(models.Model):
    """A search that found nothing, counted by day, so that the merchandiser can act."""

    query = models.CharField(_("search"), max_length=120)
    locale = models.CharField(_("language"), max_length=12)
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        ordering = ["-day", "-count"]
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        constraints = [
            models.UniqueConstraint(
                fields=["query", "locale", "channel", "day"], name="discovery_missed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.query


class Change(models.Model):
    """A product whose entry in the search index is out of date; every machine follows these rows.

    ``product_id`` 0 asks for a rebuild. Rows are forgotten after a day: an index that is further behind
    is rebuilt.
    """

    product_id = models.BigIntegerField(_("product"))
    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("change to index")
        verbose_name_plural = _("changes to index")

    def __str__(self) -> str:
        return f"{self.pk}: #{self.product_id}"
