"""Routing in words: the rules, and what was known of each location."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.surfaces.ui.backoffice.record import Table

RULES: dict[str, tuple[str | Promise, str | Promise]] = {
    "one_parcel": (
        gettext_lazy("One parcel"),
        gettext_lazy("A location that has everything goes before one that makes two parcels."),
    ),
    "near": (gettext_lazy("Same country"), gettext_lazy("A location in the country of the address.")),
    "distance": (gettext_lazy("Distance"), gettext_lazy("The nearest, in steps of so many kilometers.")),
    "cost": (gettext_lazy("Cost"), gettext_lazy("The cheapest parcel, in steps of so many cents.")),
    "capacity": (gettext_lazy("Shortest queue"), gettext_lazy("The least work, in steps of so many units.")),
    "stay": (
        gettext_lazy("First place of the channel"),
        gettext_lazy("Where the goods were promised when the order came."),
    ),
}


def verdict(found: fulfillment.RoutingFacts) -> str:
    """Return in a sentence what decided."""
    if not found.chosen:
        return _("Nothing of this order waits, so there is nothing to route.")
    name = _place_names().get(found.chosen, found.chosen)
    if len(found.places) == 1:
        return _("Only %(place)s has it, so there is no choice.") % {"place": name}
    if not found.rule:
        return _("All rules see no difference; %(place)s comes first.") % {"place": name}
    return _("%(rule)s decides for %(place)s.") % {"rule": RULES[found.rule][0], "place": name}


def comparison(found: fulfillment.RoutingFacts) -> Table:
    """Return what was known of each location, the chosen one marked, and which rule put the others back."""
    names = _place_names()
    rows = []
    for place in found.places:
        name = names.get(place.code, place.code)
        rows.append(
            (
                f"{name} ✓" if place.code == found.chosen else name,
                _("everything") if place.covers else _("a part"),
                _("yes") if place.near else _("no"),
                _("unknown") if place.distance is None else f"{place.distance} km",
                place.cost,
                place.queue,
                _behind_by(found, place.code),
            )
        )
    headers = (
        _("Location"),
        _("Has"),
        _("Same country"),
        _("Distance"),
        _("Cost"),
        _("Units in the queue"),
        _("Behind by"),
    )
    kinds = ("text", "text", "text", "text", "number", "number", "text")
    return Table(_("What was compared"), headers, rows, kinds=kinds)


def _behind_by(found: fulfillment.RoutingFacts, code: str) -> str:
    """Return the rule that put a location behind another one, "" for the first."""
    for rule, said in found.ranks:
        ranks = dict(said)
        if code in ranks and ranks[code] > min(ranks.values()):
            return str(RULES[rule][0])
    return ""


def _place_names() -> dict[str, str]:
    return {place.code: place.name for place in inventory.locations()}
