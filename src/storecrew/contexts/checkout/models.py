"""Tables of the checkout context.

A cart and an order are two tables: placing copies everything into the order, and the order's
unique `cart_token` makes a second click find the first one's order.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def new_token() -> str:
    """Return an unguessable reference of 192 bits, safe in a URL."""
    return secrets.token_urlsafe(24)


class Cart(models.Model):
    """What a shopper means to buy.

    While `state` is `placing` and `claimed_until` lies ahead, nobody may change the cart: what is
    charged is what was shown. A crash leaves the claim to expire; `tasks.settle_pending` heals it.
    """

    class State(models.TextChoices):
        """Where the cart stands."""

        OPEN = "open", pgettext_lazy("cart", "Open")
        PLACING = "placing", _("In payment")
        PLACED = "placed", pgettext_lazy("cart", "Placed")
        MERGED = "merged", _("Merged into another cart")

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    channel = models.ForeignKey("channels.Channel", models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    locale = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    email = models.CharField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    shipping_address = models.JSONField(default=dict, blank=True)
    # Of the company that buys, as it is printed on the invoice.
    vat_number = models.CharField(max_length=32, blank=True, default="", db_default="")
    shipping_method = models.CharField(max_length=64, blank=True, default="")
    # Where it is to be collected, and by which method: a copy of what was chosen. A location of ours is read
    # anew each time; a point of a carrier is what the carrier said of it.
    pickup_point = models.JSONField(default=dict, blank=True)
    # Wrapped as a gift, and what is to be written; the message is plain text and never a template.
    gift_wrap = models.BooleanField(default=False)
    gift_message = models.CharField(max_length=300, blank=True, default="")
    # Codes as typed, and the promotions that applied when the cart was last changed: one that is paused
    # since stays with the carts that had it.
    codes = models.JSONField(default=list, blank=True)
    held_promotions = models.JSONField(default=list, blank=True)
    # What the shopper pays with besides a gateway: [kind, id of a voucher's account, most points].
    tenders = models.JSONField(default=list, blank=True)
    # Whom bought gift vouchers are for: {variant: {name, email, sender, message, deliver_on}}.
    presents = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    claimed_until = models.DateTimeField(null=True, blank=True)
    # Set while stock is held for the payment step; empty for most carts, so placing asks only when set.
    held_until = models.DateTimeField(null=True, blank=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, blank=True, related_name="+")
    payment = models.ForeignKey(
        "payments.Payment", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    redirect_url = models.CharField(max_length=2000, blank=True, default="")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("cart")
        verbose_name_plural = _("carts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="placing") | Q(claimed_until__isnull=False), name="checkout_claim_has_end"
            )
        ]
        indexes = [
            # Only carts in payment are looked for by time, so the index stays small.
            models.Index(
                fields=["claimed_until"], condition=Q(state="placing"), name="checkout_claimed_carts"
            ),
        ]

    def __str__(self) -> str:
        return f"cart {self.pk} ({self.state})"


class GiftWrapOffer(models.Model):
    """What wrapping an order as a gift costs in a channel: minor units of its currency, as displayed."""

    channel = models.OneToOneField("channels.Channel", models.CASCADE, related_name="+")
    amount = models.BigIntegerField()
    active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("gift wrap")
        verbose_name_plural = _("gift wraps")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="checkout_gift_wrap_not_negative")
        ]

    def __str__(self) -> str:
        return f"gift wrap of channel {self.channel_id}"


class CartLine(models.Model):
    """A number of units of one variant in a cart; one line per variant."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines", db_index=False)
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("cart line")
        verbose_name_plural = _("cart lines")
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="checkout_variant_once_per_cart"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=100_000), name="checkout_line_quantity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of variant {self.variant_id}"


class WaitListEntry(models.Model):
    """Somebody who wants to hear, once, when a sold-out variant can be bought again.

    An address that nobody has proved to be the person's own is only `asked`: it gets one mail to confirm, and
    the row goes after some days without an answer. `consent` is the sentence that was agreed to.
    """

    PRIVACY = {"email": "delete", "customer": "delete", "consent": "delete"}

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", pgettext_lazy("wait list", "To be confirmed")
        WAITING = "waiting", pgettext_lazy("wait list", "Waiting")
        TOLD = "told", pgettext_lazy("wait list", "Told")

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    channel = models.ForeignKey("channels.Channel", models.PROTECT, related_name="+")
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    email = models.CharField(max_length=254)
    locale = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    consent = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("wait list entry")
        verbose_name_plural = _("wait list entries")
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "channel", "email"],
                condition=Q(state__in=("asked", "waiting")),
                name="checkout_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(confirmed_at__isnull=False), name="checkout_waits_by_consent"
            ),
        ]
        indexes = [
            models.Index(
                fields=["variant", "channel"], condition=Q(state="waiting"), name="checkout_waiting"
            ),
            models.Index(fields=["told_at"], condition=Q(state="told"), name="checkout_waited"),
        ]

    def __str__(self) -> str:
        return f"wait for variant {self.variant_id} ({self.state})"
