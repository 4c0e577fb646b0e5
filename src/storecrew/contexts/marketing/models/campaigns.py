"""Campaigns, what is done for them on each channel, and the strategy that they serve."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Goal(models.TextChoices):
    """What a campaign is for; each has a figure that can be counted."""

    REVENUE = "revenue", _("Revenue")
    ORDERS = "orders", _("Orders")
    NEW_CUSTOMERS = "new_customers", _("New customers")
    WIN_BACK = "win_back", _("Customers who come back")
    AWARENESS = "awareness", _("Visits")
    CLEAR_STOCK = "clear_stock", _("Units of stock to clear")


class MarketingChannel(models.TextChoices):
    """Where marketing happens."""

    MAIL = "mail", _("E-mail")
    WEB = "web", _("Web")
    PRINT = "print", _("Print")
    SOCIAL = "social", _("Social media")
    SEARCH = "search", pgettext_lazy("marketing channel", "Search")
    AFFILIATES = "affiliates", _("Affiliates and creators")


class StrategyPlan(models.Model):
    """One line of the strategy: an audience, a channel, a quarter, with goal, budget and what came of it.

    Money that was spent is never typed in: it is the sum over the campaigns of the line.
    """

    audience = models.CharField(_("audience"), max_length=120)
    channel = models.CharField(_("channel"), max_length=12, choices=MarketingChannel)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    goal = models.CharField(_("goal"), max_length=16, choices=Goal)
    goal_value = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    budget = models.BigIntegerField(default=0)
    positioning = models.TextField(blank=True, default="")
    outcome = models.TextField(blank=True, default="")
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-year", "-quarter", "audience", "channel"]
        verbose_name = _("line of the strategy")
        verbose_name_plural = _("strategy")
        constraints = [
            models.UniqueConstraint(
                fields=["audience", "channel", "year", "quarter"], name="marketing_plan_once"
            ),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="marketing_quarter"),
            models.CheckConstraint(condition=Q(budget__gte=0), name="marketing_plan_budget"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} · {self.get_channel_display()} · {self.year} Q{self.quarter}"


class Campaign(models.Model):
    """What marketing does towards one goal, over all channels. ``budget`` is planned, in minor units.

    What is committed and spent follows from the activities. ``stopped_because`` has the reasons for which
    it did not start, each with whose job it is.
    """

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", pgettext_lazy("campaign", "Draft")
        SCHEDULED = "scheduled", pgettext_lazy("campaign", "Scheduled")
        LIVE = "live", pgettext_lazy("campaign", "Live")
        PAUSED = "paused", pgettext_lazy("campaign", "Paused")
        STOPPED = "stopped", pgettext_lazy("campaign", "Stopped by a check")
        ENDED = "ended", pgettext_lazy("campaign", "Ended")

    NOT_BEGUN = (State.DRAFT, State.SCHEDULED, State.STOPPED)

    name = models.CharField(_("name"), max_length=120)
    goal = models.CharField(_("goal"), max_length=16, choices=Goal)
    goal_value = models.BigIntegerField(default=0)
    audience = models.CharField(_("audience"), max_length=200, blank=True, default="")
    brief = models.TextField(_("brief"), blank=True, default="")
    utm_campaign = models.SlugField(max_length=60, unique=True)
    shop_channels = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    budget = models.BigIntegerField(_("budget"), default=0)
    plan = models.ForeignKey(StrategyPlan, models.SET_NULL, null=True, blank=True, related_name="campaigns")
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    stopped_because = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        indexes = [
            models.Index(fields=["state", "starts_at"], name="marketing_campaigns_due"),
            models.Index(fields=["ends_at"], name="marketing_campaigns_ending"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(budget__gte=0), name="marketing_budget"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="marketing_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """What is done for a campaign on one channel, by whom, when and for how much."""

    class State(models.TextChoices):
        """How binding it is: what is ordered is owed."""

        PLANNED = "planned", pgettext_lazy("activity", "Planned")
        ORDERED = "ordered", pgettext_lazy("activity", "Ordered")
        DONE = "done", pgettext_lazy("activity", "Done")
        DROPPED = "dropped", pgettext_lazy("activity", "Dropped")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="activities")
    channel = models.CharField(_("channel"), max_length=12, choices=MarketingChannel)
    title = models.CharField(_("title"), max_length=120)
    owner = models.CharField(_("owner"), max_length=120)
    partner = models.CharField(_("partner"), max_length=120, blank=True, default="")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    cost = models.BigIntegerField(_("cost"), default=0)
    actual_cost = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PLANNED)

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="marketing_activity_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(cost__gte=0) & (Q(actual_cost=None) | Q(actual_cost__gte=0)),
                name="marketing_activity_costs",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BoundPromotion(models.Model):
    """A promotion that a campaign tells of: what is sent and shown obeys its state at that moment."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bound", db_index=False)
    promotion = models.ForeignKey("promotions.Promotion", models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("bound promotion")
        verbose_name_plural = _("bound promotions")
        constraints = [models.UniqueConstraint(fields=["campaign", "promotion"], name="marketing_bound_once")]

    def __str__(self) -> str:
        return f"promotion {self.promotion_id} of campaign {self.campaign_id}"
