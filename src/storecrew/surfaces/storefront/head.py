"""What a page says of itself to search engines: its own words, else a template's, else the usual ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from storecrew.contexts.seo import public as seo
from storecrew.surfaces.ui.shell import PageMeta, Shell


def headed(
    meta: PageMeta,
    kind: str,
    shop: Shell,
    values: Mapping[str, str],
    *,
    title: str = "",
    description: str = "",
) -> PageMeta:
    """Return the page with its title and description.

    ``title`` and ``description`` are what somebody wrote for this very page and always wins; ``values`` are
    for the placeholders of the templates. What neither says stays as ``meta`` has it.
    """
    made = seo.head(kind, shop.locale, shop.channel.code, {"store": shop.name, **values})
    return replace(
        meta,
        title=title or meta.title,
        whole_title="" if title else made.title,
        description=description or made.description or meta.description,
    )
