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
    "ready_for_pickup": _("Ready to be picked up"),
    "delivered": _("Delivered"),
    "exception": _("The carrier reports a problem"),
    "to_collect": _("Ready to be collected"),
    "collected": _("Collected"),
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
    "labeled": _("Label made"),
    "label_fallback": _("Carrier chosen by its price table, since it did not answer"),
    "handed_over": _("Handed over to the carrier"),
    "held": _("Put on hold"),
    "resumed": _("Goes on"),
    "readdressed": _("Address changed"),
    "canceled": _("Canceled"),
    "waiting": _("Waits to be picked"),
    "in_transit": _("On its way"),
    "out_for_delivery": _("Out for delivery"),
    "ready_for_pickup": _("Ready to be picked up"),
    "delivered": _("Delivered"),
    "exception": _("The carrier reports a problem"),
    "incident": _("Notice"),
    "substituted": _("Replaced with the customer's consent"),
    "to_collect": _("Ready to be collected"),
    "collected": _("Collected by the customer"),
    "reminded": _("Reminded that it waits"),
    "not_collected": _("Not collected in time"),
}
COLLECTION_STATES: tuple[tuple[str, str | Promise], ...] = (
    ("ready", _("Ready to be collected")),
    ("collected", _("Collected")),
    ("withdrawn", _("Taken back by us")),
    ("given_up", _("Not collected")),
)
RUN_KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("single", _("One order")),
    ("batch", _("Batch of orders")),
    ("wave", _("Wave")),
    ("zone", _("Zone")),
)
TROUBLE: dict[str, str | Promise] = {
    "carrier_damaged_parcel": _("The carrier damaged the parcel"),
    "carrier_parcel_lost": _("The carrier has lost the parcel"),
    "carrier_address_not_found": _("The carrier does not find the address"),
    "consignee_incorrect_address": _("The carrier does not find the address"),
    "consignee_refused": _("The parcel was not accepted"),
    "consignee_not_home": _("Nobody was at home"),
    "consignee_not_available": _("Nobody was at home"),
    "consignee_business_closed": _("The business was closed"),
    "customs_delay": _("Customs look at the parcel"),
    "customs_inspection": _("Customs look at the parcel"),
    "customs_documentation": _("Customs ask for papers"),
    "customs_duties_unpaid": _("Customs wait for the duties"),
    "weather_delay": _("The weather delays the parcel"),
    "return_to_sender": _("The parcel comes back to us"),
    "delivery_delayed": _("The parcel comes later than planned"),
    "delivery_failed": _("The parcel could not be delivered"),
}
"""What went wrong on the way, by the carrier's reason or status; anything else is "a problem"."""


def words_of(state: str, note: str = "") -> str:
    """Return the words for a state, with what the carrier calls the trouble."""
    if state == "exception" and note in TROUBLE:
        return str(TROUBLE[note])
    return str(WORDS[state])


LABEL_PROBLEMS: dict[str, tuple[str | Promise, str | Promise]] = {
    "carrier_silent": (
        _("The carrier did not answer. It may have made the label."),
        _("Put the parcel aside. We ask again by ourselves, and the label appears here."),
    ),
    "gave_up": (
        _("The carrier did not answer, however often we asked."),
        _("Call the carrier. Then ask again, or stick on a label of another one and type its number."),
    ),
    "carrier_refused": (
        _("The carrier refused."),
        _("Correct what the carrier names, then ask again. If the box is to change, open it again."),
    ),
    "no_service_allowed": (
        _("No service may or can carry this parcel."),
        _("See why under Service rules; change a rule, or pack it differently. Then ask again."),
    ),
    "customs_incomplete": (
        _("Something that customs ask for is missing."),
        _("Complete the articles and our own details under Customs, then ask again."),
    ),
    "address_held": (
        _("The order waits because of its address."),
        _("Put the parcel aside until the address is clear, then ask again."),
    ),
    "voided": (
        _("The label was taken back."),
        _("Ask for a new one, or open the parcel again."),
    ),
    "invalid_label": (
        _("The sender's address or the weight is missing."),
        _("Complete the address of this location, or open the parcel again and weigh it."),
    ),
    "idempotency_conflict": (
        _("A label was bought for this parcel with other data."),
        _("Take that label back under Labels and parcels, then ask again."),
    ),
}
OTHER_PROBLEM: tuple[str | Promise, str | Promise] = (
    _("The label could not be made."),
    _("Ask again. If it stays like this, tell the logistics manager."),
)
"""What stands in the way of a label, by the code of its error: the sentence and the next step."""

DAMAGE_KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("damaged", _("Damaged")),
    ("wrong", _("Wrong article")),
    ("missing", _("Missing")),
)
DAMAGE_CAUSES: tuple[tuple[str, str | Promise], ...] = (
    ("supplier", _("Supplier")),
    ("storage", _("Storage")),
    ("pick", _("Picking")),
    ("packing", _("Packing")),
    ("carrier", _("Carrier")),
    ("unknown", _("Not known")),
)
DAMAGE_SOURCES: tuple[tuple[str, str | Promise], ...] = (
    ("staff", _("Warehouse")),
    ("customer", _("Customer")),
    ("carrier", _("Carrier")),
)
AUDIT_CHECKS: dict[str, str | Promise] = {
    "content": _("The right articles and units are inside"),
    "box": _("The box fits the goods"),
    "inner": _("Inner packaging as written"),
    "fill": _("Nothing moves when it is shaken"),
    "insert": _("Insert, card and message are inside"),
    "seal": _("Closed well, hygiene seal where asked for"),
    "label": _("Label straight, readable, at its place"),
    "look": _("Clean and neat, as on the photo"),
}
