"""Damage, mistakes and stars as figures, for who oversees how goods are packed."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.surfaces.ui.backoffice.parts import count_tone, link
from storecrew.surfaces.ui.backoffice.registry import Look, Tile, register_tile

DAYS = 30


def words_of(rate: fulfillment.Rate) -> str:
    """Return a rate as people read it: "3 of 1200 (2.5 ‰)"."""
    if rate.per_thousand is None:
        return _("nothing was sent")
    return _("%(found)s of %(of)s (%(rate)s ‰)") % {
        "found": rate.found,
        "of": rate.of,
        "rate": rate.per_thousand,
    }


def _tiles(look: Look) -> list[Tile]:
    since = look.at - dt.timedelta(days=DAYS)
    found = fulfillment.quality_of(look.actor, since=since)
    definition = _("Parcels with a report of the last 30 days, of the parcels that left in them.")
    tiles = [
        Tile(
            name,
            "–" if rate.per_thousand is None else f"{rate.per_thousand} ‰",
            words_of(rate),
            link("warehouse_damages", query=query),
            count_tone(rate.found),
            definition,
        )
        for name, rate, query in (
            (_("Damaged"), found.damaged, "f.kind=damaged"),
            (_("Wrong or missing"), found.wrong, "f.kind=wrong&f.kind=missing"),
        )
    ]
    if found.stars is not None:
        detail = ngettext("%(n)s rating", "%(n)s ratings", found.ratings) % {"n": found.ratings}
        tiles.append(Tile(_("Packaging, by customers"), f"{found.stars} ★", detail))
    return tiles


register_tile("inventory_manager", _tiles, permission="fulfillment.read", order=60)
