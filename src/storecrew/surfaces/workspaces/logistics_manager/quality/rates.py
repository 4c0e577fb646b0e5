"""Damages and mistakes as figures, for who oversees how goods are packed."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q
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


def stars_of(stars: fulfillment.Stars) -> str:
    """Return the mean as people read it: "3.5 of 5, by 12 ratings"."""
    if stars.mean is None:
        return _("nobody rated it")
    return ngettext("%(mean)s of 5, by %(n)s rating", "%(mean)s of 5, by %(n)s ratings", stars.ratings) % {
        "mean": stars.mean,
        "n": stars.ratings,
    }


def _tile(look: Look) -> Tile:
    """Count reports, by one query; the rates of parcels stand on the live page."""
    rows = fulfillment.visible_reports(look.actor).filter(at__gte=look.at - dt.timedelta(days=DAYS))
    found = rows.order_by().aggregate(
        damaged=Count("pk", filter=Q(kind="damaged")), wrong=Count("pk", filter=~Q(kind="damaged"))
    )
    return Tile(
        _("Damaged"),
        str(found["damaged"]),
        _("and %(n)s wrong or missing, 30 days") % {"n": found["wrong"]},
        link("warehouse_damages"),
        count_tone(found["damaged"] + found["wrong"]),
    )


register_tile("inventory_manager", _tile, permission="fulfillment.read", order=60)
