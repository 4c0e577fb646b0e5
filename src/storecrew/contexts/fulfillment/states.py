"""The words of the states: one set for customers, customer service and the warehouse."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: tuple[tuple[str, str | Promise], ...] = (
    ("waiting", pgettext_lazy("parcel", "Waiting to be picked")),
    ("picking", pgettext_lazy("parcel", "Being picked")),
    ("picked", pgettext_lazy("parcel", "Picked")),
    ("packed", pgettext_lazy("parcel", "Packed")),
    ("handed_over", pgettext_lazy("parcel", "Handed over to the carrier")),
    ("held", pgettext_lazy("parcel", "On hold")),
    ("short", pgettext_lazy("parcel", "Waiting for goods")),
    ("canceled", pgettext_lazy("parcel", "Canceled")),
)
WORDS: dict[str, str | Promise] = {
    **dict(STATES),
    "payment": _("Waiting for the payment"),
    "allocated": _("Set aside for you"),
    "in_transit": _("On its way"),
    "out_for_delivery": _("Out for delivery"),
    "delivered": _("Delivered"),
    "exception": _("The carrier reports a problem"),
}
EVENTS: dict[str, str | Promise] = {
    "made": _("Given to the warehouse"),
    "picking": _("Picking began"),
    "picked": _("Picked"),
    "short_pick": _("Not all was found"),
    "rerouted": _("Sent from another place"),
    "back_order": _("Ordered later for you"),
    "packing": _("Packing began"),
    "packed": _("Packed"),
    "checked": _("Checked by a second person"),
    "unpacked": _("Opened again"),
    "handed_over": _("Handed over to the carrier"),
    "held": _("Put on hold"),
    "resumed": _("Goes on"),
    "readdressed": _("Address changed"),
    "canceled": _("Canceled"),
    "waiting": _("Waits to be picked"),
    "in_transit": _("On its way"),
    "out_for_delivery": _("Out for delivery"),
    "delivered": _("Delivered"),
    "exception": _("The carrier reports a problem"),
    "incident": _("Notice"),
    "substituted": _("Replaced with the customer's consent"),
}
RUN_KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("single", _("One order")),
    ("batch", _("Batch of orders")),
    ("wave", _("Wave")),
    ("zone", _("Zone")),
)
