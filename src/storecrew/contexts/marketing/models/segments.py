"""What an address has bought, kept narrowly up to date, and the segments that ask for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Profile(models.Model):
    """What is known of a contact's buying: a read model of orders, made anew per address on each event."""

    PRIVACY = {"contact": "delete", "first_order_at": "delete", "last_order_at": "delete"}

    contact = models.OneToOneField("customers.Contact", models.CASCADE, related_name="+")
    orders = models.PositiveIntegerField(default=0)
    first_order_at = models.DateTimeField(null=True, blank=True)
    last_order_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        indexes = [models.Index(fields=["last_order_at"], name="marketing_profile_last")]

    def __str__(self) -> str:
        return f"profile of contact {self.contact_id}"


class Spending(models.Model):
    """What a profile has spent in one currency, canceled orders left out; minor units."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="spending", db_index=False)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("spending")
        verbose_name_plural = _("spending")
        constraints = [
            models.UniqueConstraint(fields=["profile", "currency"], name="marketing_spending_once")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class Bought(models.Model):
    """How many units of an article a profile bought, and when last."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="bought", db_index=False)
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    units = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("bought article")
        verbose_name_plural = _("bought articles")
        constraints = [models.UniqueConstraint(fields=["profile", "variant"], name="marketing_bought_once")]

    def __str__(self) -> str:
        return f"{self.units} of variant {self.variant_id}"


class Segment(models.Model):
    """People by conditions on facts. Who is in it is asked when it is needed, and never a list of its own.

    ``people`` is how many they were at ``counted_at``, for lists; nothing is decided by it.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    conditions = models.JSONField(default=dict)
    people = models.PositiveIntegerField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    updated_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="marketing_segment_has_a_name")]

    def __str__(self) -> str:
        return self.name
