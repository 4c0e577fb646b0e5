"""The ledger of value: what we owe somebody, in money or in points.

``Entry`` is the ledger: append-only, each cause booked once. ``balance`` and ``pending`` of an account are
its sums, kept beside it so that they can be claimed by one conditional update.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.kernel.said_field import SaidField


class Account(models.Model):
    """A voucher, somebody's store credit or somebody's points.

    ``currency`` is "" for points. Points may be owed to us (a return of what was spent already), money never.
    ``expires_at`` ends the whole account; ``next_expiry_at`` is when the next points run out.
    """

    PRIVACY = {"customer": "unlink"}

    class Kind(models.TextChoices):
        """What is counted."""

        VOUCHER = "voucher", _("Gift voucher")
        CREDIT = "credit", _("Store credit")
        POINTS = "points", _("Points")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    balance = models.BigIntegerField(_("left"), default=0)
    pending = models.BigIntegerField(_("pending"), default=0)
    blocked = models.BooleanField(_("blocked"), default=False)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    next_expiry_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["-id"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "currency"],
                condition=~Q(kind="voucher") & Q(customer__isnull=False),
                name="loyalty_account_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="points") | Q(balance__gte=0, pending=0), name="loyalty_money_not_negative"
            ),
            models.CheckConstraint(condition=Q(pending__gte=0), name="loyalty_pending_not_negative"),
            models.CheckConstraint(
                condition=Q(kind="points", currency="") | (~Q(kind="points") & ~Q(currency="")),
                name="loyalty_points_have_no_currency",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_expiry_at"],
                condition=Q(next_expiry_at__isnull=False),
                name="loyalty_next_expiry",
            ),
            models.Index(fields=["kind", "currency"], name="loyalty_account_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Entry(models.Model):
    """One line of the ledger. Never changed, never deleted.

    ``source``, ``source_id`` and ``kind`` name the cause, so that it is booked once however often it is told.
    ``lot`` is the entry whose points it takes first; ``expires_at`` is for points that it adds.
    """

    class Kind(models.TextChoices):
        """What happened."""

        ISSUE = "issue", _("Issued")
        EARN = "earn", _("Earned, pending")
        CONFIRM = "confirm", pgettext_lazy("points", "Confirmed")
        REDEEM = "redeem", _("Paid with")
        REFUND = "refund", _("Given back")
        REVERSE = "reverse", _("Taken back")
        EXPIRE = "expire", pgettext_lazy("points", "Expired")
        ADJUST = "adjust", _("Adjusted")
        GOODWILL = "goodwill", _("Goodwill")

    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    amount = models.BigIntegerField(_("amount"), default=0)
    pending = models.BigIntegerField(_("pending"), default=0)
    source = models.CharField(max_length=20)
    source_id = models.CharField(max_length=200)
    lot = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(_("until"), null=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+")
    reason = SaidField(_("reason"), blank=True)
    actor_label = models.CharField(_("by"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id", "kind"], name="loyalty_booked_once"),
            models.CheckConstraint(condition=~Q(amount=0, pending=0), name="loyalty_entry_moves"),
        ]
        indexes = [models.Index(fields=["kind", "at"], name="loyalty_entry_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
