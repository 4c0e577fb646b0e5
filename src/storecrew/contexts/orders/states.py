"""The words an order's three statuses may take, with their labels."""

from django.utils.translation import gettext_lazy as _

PENDING_PAYMENT = "pending_payment"
CONFIRMED = "confirmed"
CANCELED = "canceled"
STATUSES = (
    (PENDING_PAYMENT, _("Waiting for payment")),
    (CONFIRMED, _("Confirmed")),
    (CANCELED, _("Canceled")),
)

PAYMENT_STATUSES = (
    ("pending", _("Not paid yet")),
    ("authorized", _("Authorized")),
    ("partially_paid", _("Partly paid")),
    ("paid", _("Paid")),
    ("partially_refunded", _("Partly refunded")),
    ("refunded", _("Refunded")),
    ("voided", _("Released")),
    ("failed", _("Failed")),
)

FULFILLMENT_STATUSES = (
    ("unfulfilled", _("Not shipped")),
    ("partial", _("Partly shipped")),
    ("fulfilled", _("Shipped")),
)

TAX_DISPLAYS = (("gross", _("Prices include tax")), ("net", _("Prices without tax")))

PURPOSES = (("", _("Sale")), ("seeding", _("Product seeding")))
"""What an order is for. Only sales count as such; what is given away is work for the warehouse alone."""

FEE_KINDS = (("gift_wrap", _("Gift wrap")),)

CANCELLATION_KINDS = (
    ("customer", _("By the customer")),
    ("staff", _("By staff")),
    ("payment_failed", _("The payment failed")),
    ("expired", _("Not paid in time")),
)
