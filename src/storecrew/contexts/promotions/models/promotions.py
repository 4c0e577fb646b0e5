"""Promotions, their versions, and the number that changes when any active one does."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.promotions.rules.terms import KINDS, LANES


class Promotion(models.Model):
    """What is cheaper, for whom and when. ``definition`` holds scope, benefit and conditions as data.

    ``starts_local`` and ``ends_local`` are wall-clock times ("2026-03-01T00:00") of ``timezone``, or of each
    channel where that is empty; ``active_from`` and ``active_until`` are the widest window as moments, from
    those on who come early (``definition["early"]``). A cap of 0 is none. The counters move once per order,
    by conditional updates in ``operations/claiming``.
    """

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", pgettext_lazy("promotion", "Draft")
        SCHEDULED = "scheduled", pgettext_lazy("promotion", "Scheduled")
        LIVE = "live", pgettext_lazy("promotion", "Live")
        PAUSED = "paused", pgettext_lazy("promotion", "Paused")
        STOPPED = "stopped", pgettext_lazy("promotion", "Stopped by a check")
        ENDED = "ended", pgettext_lazy("promotion", "Ended")

    NOT_BEGUN = (State.DRAFT, State.SCHEDULED, State.STOPPED)

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20)
    lane = models.CharField(max_length=8)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    # Why it is paused or stopped: "stock", "hand", "brief".
    pause_reason = models.CharField(max_length=20, blank=True, default="")
    by_code = models.BooleanField(_("needs a code"), default=False)
    priority = models.IntegerField(_("priority"), default=0)
    exclusive = models.BooleanField(_("never together with others"), default=False)
    combines = models.JSONField(default=list)
    channels = models.JSONField(_("channels"), default=list)
    definition = models.JSONField(default=dict)
    starts_local = models.CharField(max_length=16, blank=True, default="")
    ends_local = models.CharField(max_length=16, blank=True, default="")
    timezone = models.CharField(max_length=40, blank=True, default="")
    active_from = models.DateTimeField(_("from"), null=True, blank=True)
    active_until = models.DateTimeField(_("until"), null=True, blank=True)

    # Words that have to be there before it may go live (5.2), by language: {"en": "..."}.
    sentence = models.JSONField(default=dict)
    exclusions = models.JSONField(default=dict)
    service_brief = models.TextField(blank=True, default="")

    currency = models.CharField(max_length=3, blank=True, default="")
    margin_floor_bp = models.PositiveIntegerField(null=True, blank=True)
    uses_cap = models.PositiveIntegerField(default=0)
    customer_cap = models.PositiveIntegerField(default=0)
    budget_cap = models.BigIntegerField(default=0)
    units_cap = models.PositiveIntegerField(default=0)
    uses = models.PositiveIntegerField(_("uses"), default=0)
    spent = models.BigIntegerField(default=0)
    units = models.PositiveIntegerField(default=0)

    # What was known when it was approved (M31), and from where on it stops by itself while it runs.
    approved_with = models.JSONField(default=dict)
    pause_below = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        indexes = [
            models.Index(fields=["state", "active_from"], name="promotions_due"),
            models.Index(fields=["active_until"], name="promotions_ending"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="promotions_known_kind"),
            models.CheckConstraint(condition=Q(lane__in=LANES), name="promotions_known_lane"),
            models.CheckConstraint(
                condition=Q(uses_cap=0) | Q(uses__lte=F("uses_cap")), name="promotions_uses_within_cap"
            ),
            models.CheckConstraint(
                condition=Q(budget_cap=0) | Q(spent__lte=F("budget_cap")), name="promotions_within_budget"
            ),
            models.CheckConstraint(
                condition=Q(units_cap=0) | Q(units__lte=F("units_cap")), name="promotions_units_within_cap"
            ),
            models.CheckConstraint(
                condition=Q(margin_floor_bp=None) | Q(margin_floor_bp__lt=10_000),
                name="promotions_margin_below_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_capped(self) -> bool:
        """Whether a counter has to be moved for each order."""
        return bool(self.uses_cap or self.budget_cap or self.units_cap)


class PromotionVersion(models.Model):
    """A promotion as it was saved: rows are appended, never changed."""

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="versions", db_index=False)
    revision = models.PositiveIntegerField()
    content = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-revision"]
        verbose_name = _("version of a promotion")
        verbose_name_plural = _("versions of promotions")
        constraints = [
            models.UniqueConstraint(fields=["promotion", "revision"], name="promotions_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id} v{self.revision}"


class ActiveSet(models.Model):
    """One row with a random number that changes whenever what is active does.

    Read with every cart, so that what is kept in memory is as fresh as the database (ADR 0121).
    """

    token = models.CharField(max_length=24)

    class Meta:
        verbose_name = _("active promotions")
        verbose_name_plural = _("active promotions")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="promotions_one_active_set")]

    def __str__(self) -> str:
        return self.token
