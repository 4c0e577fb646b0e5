"""Feeds: what is published where, what is held out of it and why, and how its checks went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Feed(models.Model):
    """A list of products for an advertising or social network, in one channel and language."""

    class Kind(models.TextChoices):
        """Who reads it."""

        GOOGLE = "google", _("Google Merchant Center")
        META = "meta", _("Meta (Facebook, Instagram)")
        TIKTOK = "tiktok", _("TikTok")
        PINTEREST = "pinterest", _("Pinterest")

    class State(models.TextChoices):
        """Whether it is handed out."""

        DRAFT = "draft", _("Draft")
        RELEASED = "released", _("Released")
        WITHHELD = "withheld", _("Held back")

    code = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("network"), max_length=12, choices=Kind.choices)
    channel = models.ForeignKey(
        "channels.Channel", on_delete=models.CASCADE, related_name="+", verbose_name=_("channel")
    )
    locale = models.CharField(_("language"), max_length=12)
    # utm_campaign of its links; the source is the network.
    campaign = models.CharField(_("campaign code"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    # Held out at so many units or fewer; 0 lets the last unit be advertised.
    low_stock = models.PositiveIntegerField(_("held out at so many units"), default=2)
    max_return_bp = models.PositiveIntegerField(_("highest return rate"), default=3000)
    min_earned = models.BigIntegerField(_("least earned per unit"), default=0)
    version = models.PositiveIntegerField(default=1)
    refreshed_at = models.DateTimeField(_("looked through"), null=True)
    checked_at = models.DateTimeField(_("checked"), null=True)
    created_at = models.DateTimeField(_("made"))
    created_by = models.CharField(_("made by"), max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        constraints = [
            models.CheckConstraint(condition=Q(max_return_bp__lte=10_000), name="advertising_feed_return"),
        ]

    def __str__(self) -> str:
        return self.code


class FeedEntry(models.Model):
    """An article of a feed: listed, or held out for reasons. Derived, so it may be made anew at any time."""

    class State(models.TextChoices):
        """Whether it is advertised."""

        LISTED = "listed", _("Listed")
        HELD = "held", _("Held out")

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State.choices)
    # The first reason's code, for filters; all of them with their numbers in ``reasons``.
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("article of a feed")
        verbose_name_plural = _("articles of feeds")
        constraints = [
            models.UniqueConstraint(fields=["feed", "variant"], name="advertising_entry_once"),
            models.CheckConstraint(
                condition=(Q(state="listed") & Q(reason="")) | (Q(state="held") & ~Q(reason="")),
                name="advertising_held_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["feed", "state", "reason"], name="advertising_entry_state"),
            models.Index(fields=["state", "-since", "-id"], name="advertising_entry_since"),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} in feed {self.feed_id}"


class Hold(models.Model):
    """Somebody holds an article out of all feeds."""

    variant = models.OneToOneField("catalog.Variant", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("since"))
    by = models.CharField(_("by"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason


class FeedCheck(models.Model):
    """One comparison of a feed with the pages of the shop."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField(_("at"))
    sampled = models.PositiveIntegerField(_("pages looked at"))
    listed = models.PositiveIntegerField(_("listed"))
    # [sku, field, what the feed says, what the page says]
    differences = models.JSONField(_("differences"), default=list, blank=True)
    passed = models.BooleanField(_("passed"))

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"check of feed {self.feed_id}"
