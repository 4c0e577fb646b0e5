"""Ad groups with their keywords, and what advertising cost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Platform(models.TextChoices):
    """Where ads run."""

    GOOGLE = "google", _("Google Ads")
    META = "meta", _("Meta Ads")
    NAVER = "naver", _("Naver Ads")
    TIKTOK = "tiktok", _("TikTok Ads")
    PINTEREST = "pinterest", _("Pinterest Ads")


class AdGroup(models.Model):
    """A set of keywords that lead to one page of the shop."""

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")

    name = models.CharField(_("name"), max_length=120)
    platform = models.CharField(_("platform"), max_length=12, choices=Platform.choices)
    campaign = models.CharField(_("campaign code"), max_length=80)
    channel = models.ForeignKey(
        "channels.Channel", on_delete=models.CASCADE, related_name="+", verbose_name=_("channel")
    )
    locale = models.CharField(_("language"), max_length=12)
    # A path of the shop, such as /en/p/enamel-mug/.
    landing = models.CharField(_("landing page"), max_length=500)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    # "stock" was paused by the shop itself and goes on by itself, "hand" waits for a person.
    pause_reason = models.CharField(_("paused because of"), max_length=8, blank=True)
    daily_budget = models.BigIntegerField(_("budget per day"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    version = models.PositiveIntegerField(default=1)
    checked_at = models.DateTimeField(_("checked"), null=True)
    # What the last check of the landing page found: {"matched": 2, "keywords": 3, "problems": [...]}.
    check_result = models.JSONField(_("last check"), default=dict, blank=True)
    created_at = models.DateTimeField(_("made"))
    created_by = models.CharField(_("made by"), max_length=200, blank=True)

    class Meta:
        ordering = ["campaign", "name", "id"]
        verbose_name = _("ad group")
        verbose_name_plural = _("ad groups")
        constraints = [
            models.UniqueConstraint(fields=["platform", "campaign", "name"], name="advertising_group_once"),
            models.CheckConstraint(condition=Q(daily_budget__gte=0), name="advertising_budget_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Keyword(models.Model):
    """A phrase that an ad is shown for, or (``negative``) is not shown for."""

    class Match(models.TextChoices):
        """How near a search must come."""

        BROAD = "broad", _("Broad")
        PHRASE = "phrase", _("Phrase")
        EXACT = "exact", _("Exact")

    ad_group = models.ForeignKey(AdGroup, on_delete=models.CASCADE, related_name="keywords")
    text = models.CharField(_("keyword"), max_length=80)
    match = models.CharField(_("match"), max_length=6, choices=Match.choices, default=Match.PHRASE)
    negative = models.BooleanField(_("negative"), default=False)
    max_bid = models.BigIntegerField(_("highest bid"), default=0)

    class Meta:
        ordering = ["negative", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ad_group", "text", "match"], name="advertising_keyword_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Spend(models.Model):
    """What an ad group cost on one day, as its platform says; the newest export counts."""

    platform = models.CharField(_("platform"), max_length=12, choices=Platform.choices)
    day = models.DateField(_("day"))
    # The campaign's name at the platform; its code is what ROI is computed by.
    campaign_name = models.CharField(_("campaign"), max_length=200)
    campaign = models.CharField(_("campaign code"), max_length=80)
    group_name = models.CharField(_("ad group"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.BigIntegerField(_("cost"))
    clicks = models.PositiveIntegerField(_("clicks"), default=0)
    impressions = models.PositiveBigIntegerField(_("impressions"), default=0)
    imported_at = models.DateTimeField(_("imported"))

    class Meta:
        ordering = ["-day", "campaign", "id"]
        verbose_name = _("cost of a day")
        verbose_name_plural = _("costs of days")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "day", "campaign_name", "group_name", "currency"],
                name="advertising_spend_once",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="advertising_spend_positive"),
        ]
        indexes = [models.Index(fields=["campaign", "day"], name="advertising_spend_campaign")]

    def __str__(self) -> str:
        return f"{self.campaign} {self.day}"
