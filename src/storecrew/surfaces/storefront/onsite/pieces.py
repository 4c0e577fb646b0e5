"""Which banners and pop-ups stand on a page. What everybody sees is part of the page that is kept.

What only a segment sees is asked for by the browsers of people the shop knows (``views.fragment``), so that
nothing of a person is ever in a page that others get. Checkout, orders and account show nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from storecrew.contexts.catalog.public import ImageFacts
from storecrew.contexts.content import public as content
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.promotions import public as promotions
from storecrew.surfaces.ui.shell import Shell

PLACES: Mapping[str, str] = {
    "home": "home",
    "category": "category",
    "collection": "category",
    "product": "product",
    "cart": "cart",
    "categories": "all",
    "search": "all",
    "help": "all",
    "page": "all",
}
"""The place of each page by the name of its address; pages that are not here show nothing."""
PREVIEW = "onsite"


@dataclass(frozen=True, slots=True)
class Piece:
    """A banner or pop-up as it stands in a page; ``url`` is "" when it leads nowhere."""

    shown: marketing.OnsiteShown
    url: str
    image: ImageFacts | None

    @property
    def rules(self) -> dict[str, int | str]:
        """Return when a pop-up opens and how often, for our script."""
        one = self.shown
        return {"id": one.id, "on": one.trigger, "after": one.trigger_after, "times": one.cap_times,
                "days": one.cap_days}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pieces:
    """What stands on a page. ``ask`` is where a browser asks for more that is its owner's alone, or "".

    ``early`` is what its reader has before everybody else.
    """

    bar: Piece | None = None
    banner: Piece | None = None
    popup: Piece | None = None
    ask: str = ""
    tags: tuple[str, ...] = ()
    until: dt.datetime | None = None
    open: bool = False
    early: tuple[promotions.EarlyOffer, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether the page needs nothing of this."""
        return not (self.bar or self.banner or self.popup or self.ask or self.early)


def of_page(shop: Shell, section: str, *, at: dt.datetime, preview: str = "") -> Pieces | None:
    """Return what stands on a page; None where nothing ever does. ``preview`` shows one as it will be."""
    place = PLACES.get(shop.kind)
    if place is None:
        return None
    if preview and (forced := marketing.read_onsite_preview(preview, locale=shop.locale)) is not None:
        return arranged(forced, shop, opened=True)
    found = marketing.onsite_page(place, section=section, channel=shop.channel, locale=shop.locale, at=at)
    early = promotions.early_phase(shop.channel.code, at)
    ask = ""
    if found.personal or early.is_on:
        ask = f"{shop.url('onsite', place)}?{urlencode({'in': section})}"
    shown = arranged(found, shop, ask=ask)
    until = min((each for each in (shown.until, early.until) if each), default=None)
    return replace(shown, tags=tuple(dict.fromkeys((*shown.tags, "promotions"))), until=until)


def arranged(found: marketing.OnsitePage, shop: Shell, *, ask: str = "", opened: bool = False) -> Pieces:
    """Return pieces with their pictures and addresses in the language of the page; two queries at most."""
    ids = [one.picture_id for one in (found.bar, found.banner, found.popup) if one and one.picture_id]
    images = content.pictures(ids) if ids else {}

    def piece(one: marketing.OnsiteShown | None) -> Piece | None:
        if one is None:
            return None
        path = one.path
        if path and not path.startswith(f"/{shop.locale}/"):
            path = f"/{shop.locale}{path}"
        return Piece(one, path, images.get(one.picture_id or 0))

    return Pieces(
        piece(found.bar), piece(found.banner), piece(found.popup), ask, found.tags, found.until, opened
    )
