"""Words of the fleet, the same on every page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.shipping import public as shipping
from storecrew.surfaces.ui.backoffice.listing import Status

VEHICLE_STATES: dict[str, tuple[str | Promise, str]] = {
    "ready": (_("ready"), "good"),
    "out": (_("out of service"), "bad"),
    "sold": (_("sold"), "neutral"),
}
CHECKS: dict[str, str | Promise] = {
    "inspection": _("Inspection"),
    "insurance": _("Insurance"),
    "maintenance": _("Maintenance"),
    "tires": _("Tires"),
    "licence": _("Licence of the vehicle"),
}
TRIP_STATES: dict[str, tuple[str | Promise, str]] = {
    "draft": (pgettext_lazy("trip", "draft"), "neutral"),
    "published": (_("with its driver"), "neutral"),
    "under_way": (pgettext_lazy("trip", "under way"), "warning"),
    "finished": (_("back home"), "good"),
    "canceled": (pgettext_lazy("trip", "canceled"), "neutral"),
}
STOP_STATES: dict[str, tuple[str | Promise, str]] = {
    "planned": (pgettext_lazy("stop", "planned"), "neutral"),
    "done": (pgettext_lazy("stop", "done"), "good"),
    "failed": (pgettext_lazy("stop", "failed"), "bad"),
    "moved": (_("not reached"), "warning"),
}
LEFT_OVER: dict[str, str | Promise] = {
    "no_vehicle": _("No vehicle with a driver on the roster is free."),
    "too_heavy": _("It is heavier than any free vehicle holds."),
    "too_large": _("It is larger than any free vehicle holds."),
    "window": _("No driver's shift reaches its time window."),
    "too_far": _("It is too far to be back before the shift ends."),
    "full": _("It would fit, but every trip is full."),
    "van_taken": _("Its vehicle was published with another trip while the search ran. Plan again."),
    "no_place": _("Nobody knows where the post code lies. Write its place on the map."),
}
IDLE: dict[str, str | Promise] = {
    "out": _("out of service"),
    "check": _("a check that the law asks for is overdue"),
    "on_trip": _("on a published trip already"),
    "no_driver": _("no driver on the roster with the licence for it"),
}
REASONS: dict[str, str | Promise] = {
    "nobody_home": _("Nobody at home"),
    "closed": _("Business closed"),
    "refused": _("Refused"),
    "wrong_address": _("Address is wrong"),
    "no_access": _("No access to the house"),
    "damaged": _("Parcel is damaged"),
    "no_time": _("I ran out of time"),
    "vehicle": _("Trouble with the vehicle"),
}
OUTCOMES: dict[str, str | Promise] = {
    "next_attempt": _("Try again on the next day"),
    "pickup_point": _("Keep it at the depot for pick-up"),
    "return": _("Back to the warehouse"),
}
PLACES: dict[str, str | Promise] = {
    "recipient": _("The recipient"),
    "household": _("Somebody of the household"),
    "reception": _("A reception or counter"),
    "neighbor": _("A neighbor"),
    "safe_place": _("Nobody: left at a safe place"),
}
SOURCES: dict[str, str | Promise] = {
    "typed": _("exact"),
    "own": _("by our post codes"),
    "region": _("about, by region"),
    "": _("unknown"),
}


def status(words: dict[str, tuple[str | Promise, str]], code: str) -> Status:
    """Return a state as a word with its tone."""
    word, tone = words[code]
    return Status(word, tone)


def choices(words: dict[str, str | Promise]) -> list[tuple[str, str | Promise]]:
    """Return words as the choices of a field."""
    return list(words.items())


def address_line(address: dict[str, str]) -> str:
    """Return street, post code and town in one line."""
    town = " ".join(part for part in (address.get("postal_code"), address.get("city")) if part)
    return ", ".join(part for part in (address.get("street"), address.get("street2"), town) if part)


def degrees(spot: shipping.ProofSpot) -> str:
    """Return a place on the map as it is typed elsewhere, and how wrong it may be."""
    return f"{spot.lat_e6 / 1e6:.5f}, {spot.lon_e6 / 1e6:.5f} ± {spot.accuracy_m} m"
