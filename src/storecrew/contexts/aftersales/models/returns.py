"""Goods of an order that come back: what was announced, and what was found in the parcel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.aftersales import states


class ReturnRules(models.Model):
    """What customers of a channel may send back by themselves; a channel without a row has the defaults."""

    channel = models.OneToOneField("channels.Channel", on_delete=models.CASCADE, related_name="+")
    is_open = models.BooleanField(_("customers announce returns themselves"), default=True)
    days = models.PositiveSmallIntegerField(_("days to return"), default=states.DAYS)
    transit_days = models.PositiveSmallIntegerField(
        _("days on the way, where no arrival is known"), default=states.TRANSIT_DAYS
    )
    most_open = models.PositiveSmallIntegerField(
        _("announced returns of an order at once"), default=states.MOST_OPEN
    )
    exchange = models.CharField(
        _("other variants instead of money"), max_length=10, choices=states.EXCHANGES, default="at_once"
    )
    exchange_ships = models.CharField(
        _("other variants are sent"), max_length=10, choices=states.EXCHANGE_SHIPS, default="received"
    )
    exchange_days = models.PositiveSmallIntegerField(
        _("days that another variant is set aside"), default=states.EXCHANGE_DAYS
    )
    label_service = models.CharField(
        _("carrier service of return labels"), max_length=64, blank=True, default=""
    )
    credit = models.BooleanField(_("vouchers instead of money"), default=True)
    credit_bonus = models.PositiveSmallIntegerField(_("percent that a voucher is worth more"), default=0)

    class Meta:
        verbose_name = _("rules of returns")
        verbose_name_plural = _("rules of returns")

    def __str__(self) -> str:
        return f"{self.channel_id}: {self.days} days"


class Return(models.Model):
    """Units that a customer sends back. Money is decided apart, by a refund."""

    class State(models.TextChoices):
        """Where it stands."""

        ANNOUNCED = "announced", pgettext_lazy("return", "Announced")
        RECEIVED = "received", pgettext_lazy("return", "Received")
        CANCELED = "canceled", pgettext_lazy("return", "Canceled")

    class Outcome(models.TextChoices):
        """What the customer got."""

        REFUNDED = "refunded", pgettext_lazy("return", "Refunded")
        REFUSED = "refused", pgettext_lazy("return", "No money back")
        EXCHANGED = "exchanged", _("Exchanged")

    number = models.CharField(_("number"), max_length=30, unique=True)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ANNOUNCED)
    reason = models.CharField(_("reason"), max_length=20, choices=states.REASONS)
    note = models.CharField(_("note"), max_length=500, blank=True)
    wish = models.CharField(_("wanted for it"), max_length=10, choices=states.WISHES, default="money")
    by_customer = models.BooleanField(_("announced by the customer"), default=False)
    # What it led to, once: a refund of its lines, or nothing.
    outcome = models.CharField(_("outcome"), max_length=10, blank=True, choices=Outcome, default="")
    refund = models.ForeignKey(
        "aftersales.Refund", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pickup_on = models.DateField(_("fetched on"), null=True, blank=True)
    location = models.ForeignKey("inventory.Location", on_delete=models.PROTECT, null=True, related_name="+")
    label = models.ForeignKey("shipping.Label", on_delete=models.PROTECT, null=True, related_name="+")
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField(_("announced"))
    closed_by = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        indexes = [
            models.Index(fields=["state", "opened_at"], name="aftersales_return_state"),
            models.Index(fields=["order"], name="aftersales_return_order"),
        ]

    def __str__(self) -> str:
        return self.number


class ReturnLine(models.Model):
    """How many units of an order line were announced."""

    parent = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(_("SKU"), max_length=100)
    title = models.CharField(_("article"), max_length=300)
    quantity = models.PositiveIntegerField(_("announced"))
    reason = models.CharField(_("reason"), max_length=20, blank=True, choices=states.REASONS, default="")
    condition = models.CharField(
        _("condition"), max_length=10, blank=True, choices=states.CONDITIONS, default=""
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("line of a return")
        verbose_name_plural = _("lines of returns")
        constraints = [
            models.UniqueConstraint(fields=["parent", "order_line"], name="aftersales_return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="aftersales_return_line_units"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class ReturnedUnits(models.Model):
    """Units of a line as they were found, and where they are: the parcel first, an inspection later."""

    line = models.ForeignKey(ReturnLine, on_delete=models.CASCADE, related_name="found")
    decision = models.CharField(_("decision"), max_length=12, choices=states.DECISIONS)
    quantity = models.PositiveIntegerField(_("units"))
    cause = models.CharField(_("cause"), max_length=10, blank=True, choices=states.CAUSES)
    lot = models.CharField(_("lot"), max_length=60, blank=True, default="")
    serial = models.CharField(_("serial number"), max_length=80, blank=True, default="")

    class Meta:
        ordering = ["id"]
        verbose_name = _("returned units")
        verbose_name_plural = _("returned units")
        constraints = [
            models.UniqueConstraint(
                fields=["line", "decision", "lot", "serial"], name="aftersales_returned_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="aftersales_returned_units"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.decision}"
