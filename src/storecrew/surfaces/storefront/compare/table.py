"""Products as columns, what is said of them as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.surfaces.storefront.browse.cards import cards_of
from storecrew.surfaces.ui.shell import Shell


@dataclass(frozen=True, slots=True)
class Column:
    """A product: its card with live price, stock and rating. ``sku`` is what can go into the cart at once."""

    card: Any
    sku: str


@dataclass(frozen=True, slots=True)
class Row:
    """What an attribute says of each product: (text, color), "" where it says nothing."""

    name: str
    cells: tuple[tuple[str, str], ...]

    @property
    def differs(self) -> bool:
        """Whether the products are not alike in it."""
        return len({text for text, _color in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The products that are offered here, in the given order, and every row that says something."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def shown(self, *, only_differences: bool) -> tuple[Row, ...]:
        """Return all rows, or those in which the products differ."""
        return tuple(row for row in self.rows if row.differs or not only_differences)


def compare(product_ids: Sequence[int], channel: ChannelFacts, shop: Shell) -> Comparison:
    """Put products side by side; seven queries, and seven for each product."""
    pages, columns = [], []
    for card in cards_of(product_ids, channel, shop):
        page = catalog.product_page(card.slug, shop.locale, channel.id)
        buyable = len(page.variants) == 1 and card.price and card.availability != "out"
        pages.append(page)
        columns.append(Column(card, page.variants[0].sku if buyable else ""))
    return Comparison(tuple(columns), _rows(pages))


def _rows(pages: Sequence[catalog.ProductPage]) -> tuple[Row, ...]:
    """Return the attributes in the order in which the products name them."""
    said = [{one.code: one for one in page.attributes if one.text} for page in pages]
    names = {code: one.name for facts in said for code, one in facts.items()}
    return tuple(
        Row(
            name,
            tuple((facts[code].text, facts[code].swatch) if code in facts else ("", "") for facts in said),
        )
        for code, name in names.items()
    )
