"""Gift vouchers: sold, given or made in bulk. The code itself is kept nowhere, only its hash."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.loyalty.models.accounts import Account
from storecrew.kernel.said_field import SaidField


class VoucherBatch(models.Model):
    """Vouchers that were made together, for a company for example."""

    name = models.CharField(_("name"), max_length=120)
    company = models.CharField(_("company"), max_length=120, blank=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(_("amount each"))
    count = models.PositiveIntegerField(_("vouchers"))
    paid_by = models.CharField(_("paid by"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made"))
    created_by = models.CharField(_("by"), max_length=200)
    # What makes a repeated form the same batch; NULL for what no form made.
    key = models.CharField(max_length=64, null=True, unique=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("batch of gift vouchers")
        verbose_name_plural = _("batches of gift vouchers")

    def __str__(self) -> str:
        return self.name


class Voucher(models.Model):
    """A gift voucher. ``digest`` is the hash of its code; empty until a code was made for it.

    A code is made when it leaves (by mail, on paper, in a file) and shown that once; a new one replaces it.
    """

    PRIVACY = {"recipient_email": "blank", "recipient_name": "blank", "sender": "blank", "message": "blank"}

    class Origin(models.TextChoices):
        """Where it comes from."""

        SOLD = "sold", _("Sold in the shop")
        BULK = "bulk", _("Sold to a company")
        GOODWILL = "goodwill", _("Goodwill")
        STAFF = "staff", _("Made by staff")
        REFUND = "refund", _("Instead of a refund")

    account = models.OneToOneField(Account, models.PROTECT, related_name="voucher")
    origin = models.CharField(_("from"), max_length=10, choices=Origin)
    digest = models.CharField(max_length=64, null=True, unique=True)
    hint = models.CharField(max_length=4, blank=True)
    face_amount = models.BigIntegerField(_("amount"))
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+")
    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, null=True, related_name="+")
    unit = models.PositiveIntegerField(default=0)
    batch = models.ForeignKey(VoucherBatch, models.PROTECT, null=True, related_name="vouchers")
    recipient_email = models.CharField(_("for"), max_length=254, blank=True)
    recipient_name = models.CharField(_("name"), max_length=120, blank=True)
    sender = models.CharField(_("from"), max_length=120, blank=True)
    message = models.CharField(_("message"), max_length=500, blank=True)
    locale = models.CharField(max_length=12, default="en")
    deliver_at = models.DateTimeField(_("deliver"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    block_reason = SaidField(_("why blocked"), blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("gift voucher")
        verbose_name_plural = _("gift vouchers")
        constraints = [
            models.UniqueConstraint(
                fields=["order_line", "unit"],
                condition=Q(order_line__isnull=False),
                name="loyalty_voucher_sold_once",
            ),
            models.CheckConstraint(condition=Q(face_amount__gt=0), name="loyalty_voucher_positive"),
        ]
        indexes = [
            models.Index(
                fields=["deliver_at"],
                condition=Q(deliver_at__isnull=False, delivered_at__isnull=True),
                name="loyalty_voucher_to_deliver",
            )
        ]

    def __str__(self) -> str:
        return f"…{self.hint}" if self.hint else f"voucher {self.pk}"


class SoldWish(models.Model):
    """Whom the vouchers of an order line are for, until they are issued; kept apart, as it is told before."""

    PRIVACY = {"name": "delete", "email": "delete", "sender": "delete", "message": "delete"}

    order_line = models.OneToOneField("orders.OrderLine", models.CASCADE, related_name="+")
    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.CharField(_("for"), max_length=254, blank=True)
    sender = models.CharField(_("from"), max_length=120, blank=True)
    message = models.CharField(_("message"), max_length=500, blank=True)
    deliver_on = models.DateField(_("deliver"), null=True, blank=True)

    class Meta:
        verbose_name = _("wish for a gift voucher")
        verbose_name_plural = _("wishes for gift vouchers")

    def __str__(self) -> str:
        return f"wish for order line {self.order_line_id}"


class VoucherProduct(models.Model):
    """A variant of the catalog that is a gift voucher: whoever buys it buys the price they pay for it."""

    variant = models.OneToOneField("catalog.Variant", models.CASCADE, related_name="+")
    years = models.PositiveSmallIntegerField(_("good for years"), default=3)

    class Meta:
        verbose_name = _("gift voucher for sale")
        verbose_name_plural = _("gift vouchers for sale")
        constraints = [
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=30), name="loyalty_voucher_years")
        ]

    def __str__(self) -> str:
        return f"voucher of variant {self.variant_id}"
