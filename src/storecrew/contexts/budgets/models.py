"""Budgets: versions of a plan, and their lines. What is ordered and spent is never typed in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BudgetPlan(models.Model):
    """A version of what is to be spent in a year. One of a year holds; others are drafts and scenarios."""

    class State(models.TextChoices):
        """Where it is in its life."""

        DRAFT = "draft", pgettext_lazy("budget", "Draft")
        HOLDS = "holds", pgettext_lazy("budget", "Holds")
        REPLACED = "replaced", pgettext_lazy("budget", "Replaced")

    name = models.CharField(_("name"), max_length=80)
    year = models.PositiveSmallIntegerField(_("year"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("made"))
    created_by = models.CharField(max_length=200)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-year", "-id"]
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="holds"), name="budgets_one_holds_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class BudgetLine(models.Model):
    """What a team, a channel or a campaign may spend in a time; empty ones stand for all.

    Money is in minor units. ``more`` is what a second person allowed beyond the plan.
    """

    plan = models.ForeignKey(BudgetPlan, models.CASCADE, related_name="lines")
    name = models.CharField(_("name"), max_length=120)
    team = models.CharField(_("team"), max_length=50, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=20, blank=True, default="")
    campaign = models.CharField(_("campaign"), max_length=80, blank=True, default="")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    planned = models.BigIntegerField(_("plan"))
    more = models.BigIntegerField(_("allowed beyond"), default=0)

    class Meta:
        ordering = ["starts_on", "team", "channel", "id"]
        verbose_name = _("line of a budget")
        verbose_name_plural = _("lines of budgets")
        constraints = [
            models.CheckConstraint(condition=Q(planned__gte=0) & Q(more__gte=0), name="budgets_not_negative"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="budgets_line_ends"),
            models.UniqueConstraint(
                fields=["plan", "team", "channel", "campaign", "starts_on"], name="budgets_line_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
