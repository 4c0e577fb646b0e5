"""Other variants that customers want instead of their money: asked for with a return, sent as an order."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.aftersales import states


class Exchange(models.Model):
    """What a return is exchanged for. Its order waits, with its stock, until the return is here."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Asked for")
        WAITING = "waiting", _("Set aside, waits for the return")
        RELEASED = "released", _("On its way to the customer")
        CANCELED = "canceled", _("Canceled")

    parent = models.OneToOneField("aftersales.Return", on_delete=models.CASCADE, related_name="exchange")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    ships = models.CharField(_("is sent"), max_length=10, choices=states.EXCHANGE_SHIPS)
    order = models.OneToOneField("orders.Order", on_delete=models.PROTECT, null=True, related_name="+")
    currency = models.CharField(max_length=3)
    # What goes back because the other variant costs less, and whether it still has to.
    back_amount = models.BigIntegerField(default=0)
    back_due = models.BooleanField(default=False)
    # What the customer pays because the other article costs more: the total of its order; until when, and
    # when it was paid. What of it goes back, because fewer units came, and whether it still has to.
    extra_amount = models.BigIntegerField(default=0)
    pay_by = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    over_amount = models.BigIntegerField(default=0)
    over_due = models.BooleanField(default=False)
    # The goods are here and as they should be: it leaves as soon as it is paid.
    cleared = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(back_amount__gte=0), name="aftersales_exchange_back"),
            models.CheckConstraint(
                condition=Q(extra_amount__gte=0, over_amount__gte=0, over_amount__lte=F("extra_amount")),
                name="aftersales_exchange_extra",
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(extra_amount=0) | Q(paid_at__isnull=False),
                name="aftersales_exchange_paid_before_it_leaves",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=Q(state="waiting"), name="aftersales_exchange_waits"
            ),
            models.Index(fields=["id"], condition=Q(back_due=True), name="aftersales_exchange_due"),
            models.Index(fields=["id"], condition=Q(over_due=True), name="aftersales_exchange_over"),
            models.Index(
                fields=["pay_by"],
                condition=Q(state="waiting", paid_at=None, extra_amount__gt=0),
                name="aftersales_exchange_unpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"exchange of return {self.parent_id}"


class ExchangeLine(models.Model):
    """What is sent instead of the units of a return's line."""

    exchange = models.ForeignKey(Exchange, on_delete=models.CASCADE, related_name="lines")
    return_line = models.OneToOneField(
        "aftersales.ReturnLine", on_delete=models.CASCADE, related_name="exchanged"
    )
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(_("SKU"), max_length=100)
    title = models.CharField(_("article"), max_length=500)
    quantity = models.PositiveIntegerField()
    # What goes back for each unit, tax included.
    back_amount = models.BigIntegerField(default=0)
    # What is asked for each unit, as displayed; the order's line says the tax.
    extra_amount = models.BigIntegerField(default=0)
    order_line = models.OneToOneField(
        "orders.OrderLine", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="aftersales_exchange_units"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"
