"""Experiments on pages of the shop, and what they count: sums per variant and day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Experiment(models.Model):
    """Two to four variants of one thing of the shop, handed out by chance to browsers that agreed.

    ``variants`` are ``{"name", "weight", "content"}``, the control first. ``effect`` is the smallest change
    worth finding, in percent of the ``baseline``, which is a share or minor units per visitor. ``required``
    is the number of visitors that each variant needs, in their order. ``winner`` is the place of the variant
    that was decided for; while ``in_effect`` all see it. ``known`` is what was known at the decision.
    """

    class Kind(models.TextChoices):
        """What differs."""

        SORT = "sort", _("Order of a category")
        BUTTON = "button", _("Words of the buy button")
        BLOCK = "block", _("Text below the buy button")

    class Metric(models.TextChoices):
        """What decides."""

        ORDERS = "orders", _("Visitors who order")
        ADDS = "adds", _("Visitors who add to the cart")
        REVENUE = "revenue", _("Revenue per visitor")

    class Method(models.TextChoices):
        """When the results may be read."""

        FIXED = "fixed", _("Once, when the planned size is reached")
        ALWAYS = "always", _("At any time; needs about twice as many visitors")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Draft")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Size reached")
        DECIDED = "decided", _("Decided")

    name = models.CharField(_("name"), max_length=120)
    hypothesis = models.TextField(_("hypothesis"))
    owner = models.CharField(_("owner"), max_length=120)
    campaign = models.ForeignKey(
        "marketing.Campaign",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("campaign"),
    )
    channel = models.ForeignKey("channels.Channel", models.PROTECT, related_name="+")
    kind = models.CharField(_("what differs"), max_length=8, choices=Kind)
    path = models.CharField(_("category"), max_length=200, blank=True, default="")
    variants = models.JSONField(default=list)
    salt = models.CharField(max_length=32)
    metric = models.CharField(_("metric"), max_length=8, choices=Metric)
    method = models.CharField(_("reading"), max_length=8, choices=Method)
    baseline = models.FloatField()  # not money: a share or a mean
    spread = models.FloatField(default=0)  # not money: a standard deviation
    effect = models.FloatField()  # not money: percent
    alpha = models.FloatField(default=0.05)  # not money: a chance
    power = models.FloatField(default=0.8)  # not money: a chance
    harm_returns = models.FloatField(default=3)  # not money: percentage points
    harm_contacts = models.FloatField(default=3)  # not money: percentage points
    per_day = models.FloatField(default=0)  # not money: visitors a day
    required = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    paused_why = models.CharField(max_length=200, blank=True, default="")
    # Guard-rails over which somebody let it go on, with the share of then.
    let_on = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    winner = models.PositiveSmallIntegerField(null=True, blank=True)
    in_effect = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    known = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("experiment")
        verbose_name_plural = _("experiments")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "kind", "path"],
                condition=Q(state__in=("running", "paused", "done")),
                name="insights_one_experiment_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["channel", "kind", "path"],
                condition=Q(in_effect=True),
                name="insights_one_winner_in_effect",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Exposure(models.Model):
    """A browser that agreed and saw a variant, and what it did since. Goes when the experiment is decided.

    ``visitor`` is the keyed hash of visits. It is here so that nobody is counted twice, and for the spread of
    what visitors spend; what is read are the sums.
    """

    PRIVACY = {"visitor": "delete"}

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="exposures")
    visitor = models.BigIntegerField(db_index=True)
    variant = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()
    added = models.BooleanField(default=False)
    orders = models.PositiveIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    returned = models.BooleanField(default=False)
    contacted = models.BooleanField(default=False)

    class Meta:
        ordering = ["experiment", "id"]
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        constraints = [
            models.UniqueConstraint(fields=["experiment", "visitor"], name="insights_exposed_once")
        ]

    def __str__(self) -> str:
        return f"experiment {self.experiment_id}: variant {self.variant}"


class ExperimentDay(models.Model):
    """What happened in one variant on one day of the channel's wall clock.

    ``squares`` are of visitors' amounts.
    """

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="days")
    variant = models.PositiveSmallIntegerField()
    day = models.DateField()
    visitors = models.IntegerField(default=0)
    adders = models.IntegerField(default=0)
    buyers = models.IntegerField(default=0)
    orders = models.IntegerField(default=0)
    revenue = models.BigIntegerField(default=0)
    squares = models.FloatField(default=0)  # not money: minor units squared
    returned = models.IntegerField(default=0)
    contacted = models.IntegerField(default=0)

    class Meta:
        ordering = ["experiment", "day", "variant"]
        verbose_name = _("day of an experiment")
        verbose_name_plural = _("days of experiments")
        constraints = [
            models.UniqueConstraint(fields=["experiment", "variant", "day"], name="insights_experiment_day")
        ]

    def __str__(self) -> str:
        return f"experiment {self.experiment_id}, {self.day}: variant {self.variant}"
