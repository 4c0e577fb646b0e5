"""What we offer to send instead of what is missing, and what the customer said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Substitution(models.Model):
    """One offer for missing units of a line. Nothing is sent instead before it is `accepted`.

    The link in the mail holds a token of 128 bits, of which only the hash is kept. `refund_amount` is what
    the customer gets back when accepting, in minor units of the order: nobody pays more than before.
    """

    PRIVACY = {"answered_by": "keep"}

    class State(models.TextChoices):
        """What the customer said."""

        ASKED = "asked", pgettext_lazy("substitution", "Waiting for the customer")
        ACCEPTED = "accepted", pgettext_lazy("substitution", "Accepted")
        REFUSED = "refused", pgettext_lazy("substitution", "Rather waits")
        REFUNDED = "refunded", pgettext_lazy("substitution", "Rather has the money back")
        EXPIRED = "expired", pgettext_lazy("substitution", "Not answered in time")

    class Channel(models.TextChoices):
        """How the answer came."""

        LINK = "link", _("By the link in the mail")
        PHONE = "phone", _("By phone, written down by staff")

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+", db_index=False)
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    units = models.PositiveIntegerField()
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=128)
    title = models.CharField(max_length=500)
    refund_amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    token_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_by = models.CharField(max_length=200, blank=True, default="")
    answered_by_way = models.CharField(max_length=8, choices=Channel, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    # Money that is to go back and has not yet, because it has not been taken before the goods leave.
    refund_due = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("replacement")
        verbose_name_plural = _("replacements")
        constraints = [
            models.UniqueConstraint(
                fields=["order_line"], condition=Q(state="asked"), name="fulfillment_one_offer_open"
            ),
            models.CheckConstraint(
                condition=Q(units__gte=1, refund_amount__gte=0), name="fulfillment_offer_sane"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "refused", "refunded"))
                | (Q(answered_at__isnull=False) & ~Q(answered_by="")),
                name="fulfillment_answer_is_recorded",
            ),
        ]
        indexes = [
            models.Index(fields=["order"], name="fulfillment_offers_of_order"),
            models.Index(fields=["id"], condition=Q(refund_due=True), name="fulfillment_offer_owes"),
        ]

    def __str__(self) -> str:
        return f"{self.units} x {self.sku} instead"
