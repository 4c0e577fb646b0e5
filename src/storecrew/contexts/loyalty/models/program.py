"""The program: its rules, tiers, members and what their orders earn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.loyalty.models.accounts import Account


class Program(models.Model):
    """How points are earned and spent.

    ``earn_per``: minor units per point, by currency. ``worth``: minor units one point pays, by currency. A
    currency that is not listed earns or pays nothing.
    """

    code = models.SlugField(max_length=20, unique=True, default="main")
    name = models.CharField(_("name"), max_length=80)
    open = models.BooleanField(_("takes members and counts"), default=True)
    earn_per = models.JSONField(_("spend per point"), default=dict)
    worth = models.JSONField(_("worth of a point"), default=dict)
    return_days = models.PositiveSmallIntegerField(_("days until points count"), default=30)
    expiry_days = models.PositiveSmallIntegerField(_("days points are good"), default=730)
    least_units = models.PositiveIntegerField(_("least points to pay with"), default=1)
    rolling_days = models.PositiveSmallIntegerField(_("days that count for a tier"), default=365)
    shows_prices = models.BooleanField(_("guests see what members pay"), default=False)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("loyalty program")
        verbose_name_plural = _("loyalty programs")
        constraints = [
            models.CheckConstraint(
                condition=Q(expiry_days__gte=1, rolling_days__gte=1, least_units__gte=1),
                name="loyalty_program_makes_sense",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tier(models.Model):
    """A level of the program. ``thresholds`` is the rolling spend by currency that reaches it.

    ``bonus_bp`` multiplies what is earned; 10,000 is once. ``benefits`` is shown to members, by language.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="tiers")
    code = models.SlugField(max_length=20)
    names = models.JSONField(_("name"), default=dict)
    thresholds = models.JSONField(_("from a spend of"), default=dict)
    bonus_bp = models.PositiveIntegerField(_("points count times"), default=10_000)
    benefits = models.JSONField(_("benefits"), default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [
            models.UniqueConstraint(fields=["program", "code"], name="loyalty_tier_once"),
            models.CheckConstraint(
                condition=Q(bonus_bp__gte=10_000, bonus_bp__lte=100_000), name="loyalty_tier_bonus"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Membership(models.Model):
    """A customer in the program. ``account`` holds the points."""

    PRIVACY = {"customer": "delete"}

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="+")
    program = models.ForeignKey(Program, models.PROTECT, related_name="members")
    account = models.OneToOneField(Account, models.PROTECT, related_name="membership")
    tier = models.ForeignKey(Tier, models.SET_NULL, null=True, blank=True, related_name="members")
    tier_since = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    class Meta:
        ordering = ["-joined_at", "-id"]
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self) -> str:
        return f"member {self.customer_id}"


class Earning(models.Model):
    """What one order earns. ``base`` is the money that earns; ``units`` the points for it at placing.

    ``taken_back`` are the points that returns have cost so far; ``spend`` counts for tiers and shrinks with
    returns.
    """

    class State(models.TextChoices):
        """Where it stands."""

        PENDING = "pending", pgettext_lazy("points", "Pending")
        CONFIRMED = "confirmed", pgettext_lazy("points", "Confirmed")
        CANCELED = "canceled", pgettext_lazy("points", "Taken back")

    account = models.ForeignKey(Account, models.PROTECT, related_name="earnings")
    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    base = models.BigIntegerField(_("counted spend"))
    per = models.BigIntegerField()
    bonus_bp = models.PositiveIntegerField(default=10_000)
    units = models.BigIntegerField(_("points"))
    taken_back = models.BigIntegerField(_("taken back"), default=0)
    spend = models.BigIntegerField(default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    due_at = models.DateTimeField(_("counts from"))
    placed_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("earning")
        verbose_name_plural = _("earnings")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back__gte=0, taken_back__lte=models.F("units")),
                name="loyalty_taken_back_at_most_earned",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="loyalty_earning_due"),
            models.Index(fields=["account", "placed_at"], name="loyalty_earning_spend"),
        ]

    def __str__(self) -> str:
        return f"{self.units} for order {self.order_id}"
