"""Goodwill: what agents give, from which budget; and how a customer wants to be served."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.loyalty.models.accounts import Account


class Budget(models.Model):
    """What may be given away in one currency within some time. ``spent`` never exceeds ``cap``.

    One with a team is for people of that team alone; without one, everybody who may give draws on it.
    """

    name = models.CharField(_("name"), max_length=120)
    team = models.CharField(_("team"), max_length=50, blank=True, default="", db_default="")
    currency = models.CharField(_("currency"), max_length=3)
    cap = models.BigIntegerField(_("budget"))
    spent = models.BigIntegerField(_("given"), default=0)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = _("budget for goodwill")
        verbose_name_plural = _("budgets for goodwill")
        constraints = [
            models.CheckConstraint(
                condition=Q(spent__gte=0, spent__lte=F("cap"), ends_on__gte=F("starts_on")),
                name="loyalty_budget_kept",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Goodwill(models.Model):
    """Something given to make up for what went wrong; ``cost`` is what it costs us.

    To a customer, or to the guest of an order, who is known by the order alone.
    """

    class Form(models.TextChoices):
        """What was given."""

        CREDIT = "credit", _("Store credit")
        POINTS = "points", _("Points")
        VOUCHER = "voucher", _("Gift voucher")
        RETURN = "return", _("Free return")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waits for a second person")
        GIVEN = "given", pgettext_lazy("goodwill", "Given")
        REFUSED = "refused", pgettext_lazy("goodwill", "Refused")

    key = models.CharField(max_length=64, unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+")
    form = models.CharField(_("what"), max_length=8, choices=Form)
    units = models.BigIntegerField(_("how much"))
    currency = models.CharField(max_length=3)
    cost = models.BigIntegerField(_("cost"))
    reason = models.CharField(_("reason"), max_length=300)
    # Instead of a promotion that did not apply: its number and code, and the conditions of then (M31).
    promotion_id = models.BigIntegerField(null=True, db_index=True)
    code = models.CharField(max_length=40, blank=True, default="")
    explanation = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State)
    budget = models.ForeignKey(Budget, models.PROTECT, null=True, related_name="given")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(_("by"), max_length=200)
    asked_at = models.DateTimeField(_("when"))
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("goodwill")
        verbose_name_plural = _("goodwill")
        constraints = [
            models.CheckConstraint(condition=Q(units__gt=0, cost__gte=0), name="loyalty_goodwill_positive"),
            models.CheckConstraint(
                condition=~Q(state="given") | Q(budget__isnull=False, given_at__isnull=False),
                name="loyalty_goodwill_is_booked",
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | Q(order__isnull=False, form__in=("voucher", "return")),
                name="loyalty_goodwill_for_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.units}"


class GoodwillDay(models.Model):
    """What one person gave alone in a day of the shop, in one currency."""

    actor_id = models.CharField(max_length=64)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    given = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "day", "currency"], name="loyalty_goodwill_day"),
            models.CheckConstraint(condition=Q(given__gte=0), name="loyalty_goodwill_day_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id}, {self.day}: {self.given} {self.currency}"


class ServicePreference(models.Model):
    """How a customer wants to be reached when something is the matter with an order (MKT-20)."""

    PRIVACY = {"customer": "delete", "note": "delete"}

    class Way(models.TextChoices):
        """The ways there are."""

        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        CHAT = "chat", _("Chat")
        NONE = "none", _("Only when needed")

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="+")
    way = models.CharField(_("preferred way"), max_length=5, choices=Way)
    note = models.CharField(_("note"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    # Wall clock of the customer's shop; both or neither.
    hours_from = models.TimeField(_("from"), null=True, blank=True)
    hours_until = models.TimeField(_("until"), null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("service preference")
        verbose_name_plural = _("service preferences")

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.way}"
