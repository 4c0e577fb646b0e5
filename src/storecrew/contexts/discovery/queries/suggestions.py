"""What the search field offers while one types."""

from __future__ import annotations

from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.discovery.facts import Suggestion
from storecrew.contexts.discovery.index.store import store
from storecrew.contexts.discovery.queries.rules import synonyms_for
from storecrew.contexts.discovery.rules.words import fold, query_words

PRODUCTS = 6
CATEGORIES = 3


def suggest(q: str, *, locale: str, channel: ChannelFacts) -> tuple[Suggestion, ...]:
    """Categories whose name has a word that begins so, then products; nothing for an empty text."""
    if not query_words(q):
        return ()
    return (*_categories(q, locale, channel), *_products(q, locale, channel))


def _categories(q: str, locale: str, channel: ChannelFacts) -> tuple[Suggestion, ...]:
    wanted = fold(q.strip())
    found: list[Suggestion] = []

    def visit(nodes: tuple[catalog.CategoryNode, ...]) -> None:
        for node in nodes:
            name = fold(node.name)
            if name.startswith(wanted) or f" {wanted}" in name:
                found.append(Suggestion("category", node.name, f"/{locale}/c/{node.url_path}/"))
            visit(node.children)

    visit(catalog.category_tree(locale, channel.code))
    return tuple(found[:CATEGORIES])


def _products(q: str, locale: str, channel: ChannelFacts) -> tuple[Suggestion, ...]:
    view = store().view()
    if view is None:
        ids, _total = catalog.list_products(channel_id=channel.id, q=q, limit=PRODUCTS)
    else:
        with view.lock:
            where: dict[str, Any] = {
                "channel_id": channel.id,
                "synonyms": synonyms_for(locale),
                "limit": PRODUCTS,
            }
            hits = view.text.search(q, **where)
            if not hits and (meant := view.text.correction(q)):
                hits = view.text.search(meant, **where)
        ids = [id_ for id_, _score in hits]
    cards = catalog.cards(ids, locale=locale)
    return tuple(
        Suggestion("product", cards[id_].title, f"/{locale}/p/{cards[id_].slug}/", _image(cards[id_]))
        for id_ in ids
        if id_ in cards
    )


def _image(card: catalog.CardFacts) -> str:
    return card.image.url if card.image else ""
