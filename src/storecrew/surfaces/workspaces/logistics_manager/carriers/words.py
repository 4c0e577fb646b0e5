"""Words for labels and parcels, the same on every page of the warehouse."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.shipping.models import Label
from storecrew.surfaces.ui.backoffice.listing import Status

STATES: dict[str, tuple[str | Promise, str]] = {
    "requested": (_("being asked for"), "neutral"),
    "unknown": (_("no answer yet"), "warning"),
    "bought": (_("label made"), "good"),
    "refused": (_("refused"), "bad"),
    "voiding": (_("being taken back"), "warning"),
    "voided": (_("taken back"), "neutral"),
}
STATUSES: dict[str, tuple[str | Promise, str]] = {
    "pending": (_("waits for hand-over"), "neutral"),
    "picked_up": (_("handed over"), "neutral"),
    "in_transit": (_("on the way"), "neutral"),
    "out_for_delivery": (_("out for delivery"), "neutral"),
    "ready_for_pickup": (_("ready for pick-up"), "neutral"),
    "delivery_delayed": (_("delayed"), "warning"),
    "on_hold": (_("stopped"), "bad"),
    "delivery_failed": (_("not delivered"), "bad"),
    "return_to_sender": (_("comes back"), "bad"),
    "cancelled": (_("label taken back"), "neutral"),
    "delivered": (pgettext_lazy("parcel", "delivered"), "good"),
    "unknown": (_("no news"), "neutral"),
}
REASONS: dict[str, str | Promise] = {
    "carrier_damaged_parcel": _("damaged by the carrier"),
    "carrier_sorting_error": _("sorted wrongly"),
    "carrier_address_not_found": _("address not found"),
    "carrier_parcel_lost": _("lost by the carrier"),
    "carrier_not_enough_time": _("the driver ran out of time"),
    "carrier_vehicle_issue": _("trouble with the vehicle"),
    "carrier_capacity_exceeded": _("too many parcels at the carrier"),
    "carrier_mechanical_delay": _("trouble with a machine"),
    "retailer_cancelled": _("canceled by us"),
    "retailer_incorrect_data": _("our data were wrong"),
    "retailer_not_ready": _("we were not ready"),
    "retailer_incorrect_parcel": _("wrong parcel"),
    "retailer_incorrect_dimensions": _("size or weight were wrong"),
    "retailer_packaging_issue": _("packaging not good enough"),
    "consignee_refused": _("refused by the recipient"),
    "consignee_business_closed": _("business closed"),
    "consignee_not_available": _("recipient not available"),
    "consignee_not_home": _("nobody at home"),
    "consignee_cancelled": _("canceled by the recipient"),
    "consignee_verification_failed": _("code or identity did not fit"),
    "consignee_incorrect_address": _("address is wrong"),
    "consignee_access_restricted": _("no access to the house"),
    "consignee_safe_place_unavailable": _("no safe place to leave it"),
    "customs_delay": _("delay at customs"),
    "customs_documentation": _("customs papers are missing"),
    "customs_duties_unpaid": _("duties not paid"),
    "customs_prohibited": _("goods not allowed in"),
    "customs_inspection": _("inspected by customs"),
    "weather_delay": _("weather"),
    "natural_disaster": _("natural disaster"),
    "force_majeure": _("force majeure"),
    "parcel_being_researched": _("the carrier is searching"),
    "security_issue": _("security check"),
    "regulatory_hold": _("held by an authority"),
    "unknown": _("reason not known"),
}


def state_of(label: Label) -> Status:
    """Return the word for a label."""
    word, tone = STATES[label.state]
    return Status(word, tone)


def status_of(label: Label) -> Status:
    """Return the word for where the parcels are; empty words until there is a label."""
    if label.state not in ("bought", "voiding"):
        return Status("–")
    word, tone = STATUSES[label.status]
    return Status(word, tone)


def reason_of(label: Label) -> str:
    """Return the carrier's reason in words."""
    return str(REASONS[label.reason]) if label.reason else ""


def choices(words: dict[str, tuple[str | Promise, str]]) -> tuple[tuple[str, str | Promise], ...]:
    """Return words as choices of a filter."""
    return tuple((code, word) for code, (word, _tone) in words.items())
