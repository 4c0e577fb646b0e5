"""What is on the card of a page: from the same objects as the page, and named by what it shows."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache

from storecrew.contexts.catalog import public as catalog
from storecrew.surfaces.storefront.share import drawing
from storecrew.surfaces.ui.shell import ShareImage, Shell

LOOK = 1
"""The number of the drawing; a new look has a new number, so that kept cards are drawn anew."""
KEPT_SECONDS = 7 * 86_400


@dataclass(frozen=True, slots=True)
class ShareCard:
    """The texts and the picture of a card. ``before`` is the struck price, ``image_id`` 0 for no picture."""

    shop: str
    title: str
    price: str = ""
    before: str = ""
    image_id: int = 0
    image_url: str = ""

    @property
    def revision(self) -> str:
        """A short name of what the card shows; it changes with any of it."""
        return blake2b(repr((LOOK, astuple(self))).encode(), digest_size=8).hexdigest()

    @property
    def words(self) -> str:
        """What somebody reads who does not see the picture."""
        return ", ".join(part for part in (self.title, self.price, self.shop) if part)

    def image(self, url: str, **query: str) -> ShareImage:
        """Return the picture of a page under its address, which carries the revision."""
        address = f"{url}?{urlencode({**query, 'v': self.revision})}"
        return ShareImage(address, self.words, *drawing.SIZE, "image/png")

    def png(self) -> bytes:
        """Return the drawn card, from the cache while nothing on it changed."""
        key = f"share:{self.revision}"
        found: bytes | None = cache.get(key)
        if found is None:
            found = drawing.draw(
                picture=catalog.picture_bytes(self.image_id) if self.image_id else None,
                shop=self.shop,
                title=self.title,
                price=self.price,
                before=self.before,
            )
            cache.set(key, found, KEPT_SECONDS)
        return found


def of_product(facts: catalog.ProductPage, view: Any, shop: Shell) -> ShareCard:
    """Return the card of a product with the price that its page shows."""
    return ShareCard(
        shop=shop.name,
        title=facts.title,
        price=view.price.format(shop.locale) if view.price else "",
        before=view.strike.format(shop.locale) if view.strike else "",
        **_picture(view.images[0] if view.images else None),
    )


def of_list(title: str, items: Any, shop: Shell) -> ShareCard:
    """Return the card of a list: its name, and the picture of its first product that has one."""
    first = next((item.image_facts for item in items if item.image_facts), None)
    return ShareCard(shop=shop.name, title=title, **_picture(first))


def _picture(image: catalog.ImageFacts | None) -> dict[str, Any]:
    return {"image_id": image.id, "image_url": image.url} if image else {}
