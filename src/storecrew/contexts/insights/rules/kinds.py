"""The kinds of what is counted. Every count of every report is one of these."""

from __future__ import annotations

VISIT = "visit"
"""Somebody came: a page opened from elsewhere, or after half an hour of quiet."""
KNOWN = "known"
"""A visit of a browser that agreed to be recognized."""
STAY = "stay"
"""The second page of such a visit."""
VIEW = "view"
SEARCH = "search"
NOTHING = "nothing"
"""A search that found nothing."""
SOLD_OUT = "sold_out"
"""A product page that could not be bought when it was seen."""
ADD = "add"
"""A product that was put into a cart."""
CART = "cart"
"""A cart that got its first product."""
DETAILS = "details"
DELIVERY = "delivery"
PAYMENT = "payment"
DECLINED = "declined"
"""A cart whose payment was refused at least once."""
ORDER = "order"
"""A confirmed order; the amount is what was agreed without tax and shipping."""
BOUGHT = "bought"
"""Units of a product in a confirmed order; the amount is without tax."""
BACK = "back"
"""Money that went back for an order, counted on the day of the order."""
CANCELED = "canceled"
LED_CART = "led_cart"
"""A page that was seen in a visit that began a cart."""
LED_ORDER = "led_order"
"""A page that was seen in a visit that ordered; the amount is that of the order."""
LED_MARGIN = "led_margin"
"""The same, with what is left of the order after its goods; orders with goods without a cost are absent."""
LED_BACK = "led_back"
"""The same, of an order that gave money back, on the day of the order; the amount is negative."""
ASSISTED = "assisted"
"""A page that was seen in a visit before the one that ordered; the amount is that of the order."""
SEEN = "seen"
"""A page that a recognized visit saw, once a visit, on the day the visit began."""
LEFT = "left"
"""The last page of a recognized visit so far, on the day the visit began; taken back when it goes on."""
SHOWN = "shown"
"""A banner or pop-up that was seen."""
CLICKED = "clicked"
"""One that was followed."""

CART_STEPS = (CART, DETAILS, DELIVERY, PAYMENT, DECLINED, ORDER)
"""Counted once per cart, in this order."""
DEVICES = ("phone", "tablet", "desktop")
UNKNOWN_DEVICE = ""

WAYS = (
    "direct", "search", "paid_search", "social", "paid_social", "email", "affiliate", "display", "print",
    "assistant", "referral", "campaign", "unknown",
)  # fmt: skip
"""How a visit came. "campaign" is a link with campaign words that no rule knows, "unknown" a step of
somebody who did not agree to be recognized."""
