"""Every page of the shop that may be found, once: for the sitemap and for the audit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Collection
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.surfaces.ui.shell import storefront_address

BATCH = 1000


class Findable(NamedTuple):
    """A page: its paths by language, what kind it is, and the row behind it (0 when there is none).

    ``image`` is the path of its picture, "" when it has none.
    """

    kind: str
    label: str
    record_id: int
    paths: Mapping[str, str]
    image: str = ""


def findable(channel: channels.ChannelFacts) -> Iterator[Findable]:
    """Yield every page of a channel that may be found: home, lists, written pages, products."""
    yield from other_pages(channel)
    for start in range(0, catalog.count_listed(channel.id), BATCH):
        yield from product_pages(channel, start, BATCH)


def other_pages(channel: channels.ChannelFacts) -> Iterator[Findable]:
    """Yield every page that is not of one product."""
    yield Findable("home", channel.name, 0, everywhere("home"))
    yield Findable("list", "", 0, everywhere("categories"))
    for node in _nodes(catalog.category_tree(channel=channel.code)):
        yield Findable("category", node.name, node.id, everywhere("category", node.url_path.strip("/")))
    for pk, slug, name in Collection.objects.filter(visible=True).values_list("pk", "slug", "name"):
        yield Findable("collection", name, pk, everywhere("collection", slug))
    yield from _written()


def product_pages(channel: channels.ChannelFacts, start: int, limit: int) -> Iterator[Findable]:
    """Yield the pages of so many products, from this one on in the order of their making."""
    for one in catalog.findable_products(channel.id, start=start, limit=limit):
        yield Findable("product", one.title, one.id, everywhere("product", one.slug), one.image)


def everywhere(name: str, *args: Any) -> dict[str, str]:
    """Return the paths of a page by language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = storefront_address(name, *args)
    return found


def _written() -> Iterator[Findable]:
    written: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        for link in content.addresses(code):
            key = link.url.split("/", 2)[2]
            written.setdefault(key, {})[code] = link.url
            names.setdefault(key, link.text)
    for key, paths in written.items():
        yield Findable("page", names[key], 0, paths)


def _nodes(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        yield node
        yield from _nodes(node.children)
