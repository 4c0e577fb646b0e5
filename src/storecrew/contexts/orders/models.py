"""Tables of placed orders.

Everything a line, an address or a price said at placement is copied here, so a later change of
the catalogue, the tax table or the customer changes no order. Money columns are written once, by
``operations.draft``; what moves afterwards (statuses, shipped quantities, payment sums) has
exactly one writer each.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from storecrew.contexts.orders import states
from storecrew.contexts.orders.errors import OrderIsFrozen
from storecrew.kernel.said_field import SaidField


class Order(models.Model):
    """One agreement: who buys what, where it goes and what it costs."""

    number = models.CharField(max_length=32, unique=True)
    token = models.CharField(max_length=64, unique=True)
    cart_token = models.CharField(max_length=64, unique=True, null=True)

    channel = models.ForeignKey(
        "channels.Channel", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    market_code = models.CharField(max_length=64, blank=True)
    customer = models.ForeignKey(
        "customers.Customer",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=40, blank=True)
    locale = models.CharField(max_length=16)
    currency = models.CharField(max_length=3)
    tax_display = models.CharField(max_length=5, choices=states.TAX_DISPLAYS)

    shipping_address = models.JSONField(default=dict)
    billing_address = models.JSONField(default=dict)
    shipping_method_code = models.CharField(max_length=64, blank=True)
    shipping_method_name = models.CharField(max_length=200, blank=True)
    # Where it is collected, as it was when the order was placed: {kind, code, name, address, hours, carrier,
    # sort, keep_days}. The shipping address then is that of the point; empty for home delivery.
    pickup_point = models.JSONField(default=dict, blank=True)

    status = models.CharField(max_length=20, choices=states.STATUSES)
    payment_status = models.CharField(max_length=20, choices=states.PAYMENT_STATUSES)
    fulfillment_status = models.CharField(max_length=20, choices=states.FULFILLMENT_STATUSES)

    subtotal_amount = models.BigIntegerField()
    discount_amount = models.BigIntegerField(default=0)
    shipping_amount = models.BigIntegerField(default=0)
    shipping_tax_amount = models.BigIntegerField(default=0)
    fee_amount = models.BigIntegerField(default=0)
    fee_tax_amount = models.BigIntegerField(default=0)
    tax_amount = models.BigIntegerField(default=0)
    total_amount = models.BigIntegerField()

    # What the giver asked for; the wrapping's price is a row of OrderFee.
    gift_wrap = models.BooleanField(default=False)
    gift_message = models.CharField(max_length=300, blank=True, default="")

    # Placed by the product itself to see that buying works: no mail, no event of it, taken back at once.
    is_check = models.BooleanField(default=False, db_default=False)

    # Empty for a sale; anything else is given away and counts neither as an order that was won nor as money.
    purpose = models.CharField(max_length=10, choices=states.PURPOSES, blank=True, default="", db_default="")

    # Copies of the payment ledger's sums, written by record_payment_state only.
    authorized_amount = models.BigIntegerField(default=0)
    captured_amount = models.BigIntegerField(default=0)
    refunded_amount = models.BigIntegerField(default=0)

    item_count = models.PositiveIntegerField(default=0)
    placed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    canceled_at = models.DateTimeField(null=True)
    fulfilled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-placed_at", "-id"]
        indexes = [
            models.Index(fields=["placed_at"], name="order_placed"),
            models.Index(fields=["status", "placed_at"], name="order_status_placed"),
            models.Index(fields=["payment_status", "placed_at"], name="order_payment_placed"),
            models.Index(fields=["fulfillment_status", "placed_at"], name="order_fulfill_placed"),
            models.Index(fields=["channel", "placed_at"], name="order_channel_placed"),
            models.Index(fields=["customer", "placed_at"], name="order_customer_placed"),
            models.Index(fields=["email", "placed_at"], name="order_email_placed"),
            models.Index(fields=["placed_at"], name="order_of_a_check", condition=Q(is_check=True)),
            models.Index(fields=["id"], name="order_given_away", condition=Q(purpose__gt="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    total_amount=F("subtotal_amount")
                    + F("shipping_amount")
                    + F("fee_amount")
                    - F("discount_amount"),
                    tax_display="gross",
                )
                | Q(
                    total_amount=F("subtotal_amount")
                    + F("shipping_amount")
                    + F("fee_amount")
                    - F("discount_amount")
                    + F("tax_amount"),
                    tax_display="net",
                ),
                name="order_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    subtotal_amount__gte=0,
                    discount_amount__gte=0,
                    shipping_amount__gte=0,
                    fee_amount__gte=0,
                    fee_tax_amount__gte=0,
                    tax_amount__gte=0,
                    total_amount__gte=0,
                ),
                name="order_money_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only: every later change is a conditional update with one writer."""
        if not self._state.adding:
            raise OrderIsFrozen(number=self.number)
        super().save(*args, **kwargs)


class OrderLine(models.Model):
    """One position of an order, with everything the shopper saw when buying.

    ``total_amount`` is what the line costs as displayed (gross or net, by the order's
    ``tax_display``, after discounts); ``net_amount + tax_amount`` is what is paid for it.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    sku = models.CharField(max_length=128, db_index=True)
    title = models.CharField(max_length=500)
    options = models.JSONField(default=dict)
    image_url = models.CharField(max_length=1000, blank=True)
    product_url = models.CharField(max_length=1000, blank=True)
    weight_g = models.PositiveIntegerField(default=0)

    quantity = models.PositiveIntegerField()
    unit_price_amount = models.BigIntegerField()
    discount_amount = models.BigIntegerField(default=0)
    total_amount = models.BigIntegerField()
    net_amount = models.BigIntegerField()
    tax_amount = models.BigIntegerField(default=0)
    tax_class = models.CharField(max_length=64, blank=True)
    tax_rate_ppm = models.PositiveIntegerField(default=0)
    tax_treatment = models.CharField(max_length=32, blank=True)
    price_list = models.CharField(max_length=64, blank=True)

    # A line that stands in for units of another one: it costs nothing by itself, the other was paid.
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    fulfilled_quantity = models.PositiveIntegerField(default=0)
    canceled_quantity = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="order_line_quantity"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("fulfilled_quantity") + F("canceled_quantity")),
                name="order_line_not_overfilled",
            ),
            models.CheckConstraint(
                condition=Q(total_amount=F("unit_price_amount") * F("quantity") - F("discount_amount")),
                name="order_line_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(
                    unit_price_amount__gte=0,
                    discount_amount__gte=0,
                    total_amount__gte=0,
                    net_amount__gte=0,
                    tax_amount__gte=0,
                ),
                name="order_line_money_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sku}"


class OrderTaxLine(models.Model):
    """The tax of one order at one rate and treatment, with the reason for it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="tax_lines")
    rate_ppm = models.PositiveIntegerField()
    treatment = models.CharField(max_length=32)
    reason = SaidField(blank=True)
    net_amount = models.BigIntegerField()
    tax_amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "rate_ppm", "treatment", "reason"], name="order_tax_line_once"
            ),
            models.CheckConstraint(
                condition=Q(net_amount__gte=0, tax_amount__gte=0),
                name="order_tax_line_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.treatment} {self.rate_ppm / 10_000:g}%"


class OrderDiscount(models.Model):
    """What one promotion took off one line, or off the shipping where `line` is empty; a copy, as of then.

    A line's `discount_amount` is the sum of its rows; the order's `shipping_amount` is what was left of it.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="discounts")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, null=True, related_name="discounts")
    # Promotions know orders, not the other way round: the number and the version that applied are kept.
    promotion_id = models.BigIntegerField(db_index=True)
    promotion_revision = models.PositiveIntegerField()
    label = models.CharField(max_length=300)
    code = models.CharField(max_length=40, blank=True, default="")
    amount = models.BigIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "line", "promotion_id"],
                name="order_discount_once_per_line",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_discount_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.amount}"


class OrderFee(models.Model):
    """One thing that is charged for beside goods and shipping, such as gift wrapping; a copy, as of then.

    ``amount`` is what it costs as displayed (gross or net, by the order's ``tax_display``). The order's
    ``fee_amount`` and ``fee_tax_amount`` are the sums of its rows.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="fees")
    kind = models.CharField(max_length=20, choices=states.FEE_KINDS)
    amount = models.BigIntegerField()
    net_amount = models.BigIntegerField()
    tax_amount = models.BigIntegerField()
    tax_class = models.CharField(max_length=64)
    tax_rate_ppm = models.PositiveIntegerField(default=0)
    tax_treatment = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="order_fee_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0, net_amount__gte=0, tax_amount__gte=0),
                name="order_fee_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount}"


class OrderCancellation(models.Model):
    """Why an order ended before it was shipped. Rows are appended, never changed (M23)."""

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="cancellation")
    kind = models.CharField(max_length=20, choices=states.CANCELLATION_KINDS)
    reason = SaidField()
    restocked = models.BooleanField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}"
