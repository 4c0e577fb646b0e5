"""Parts of orders as the warehouse reads them: their lines keep the words of the customer."""

from __future__ import annotations

from dataclasses import replace

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.surfaces.ui.backoffice.articles import name_of, variants_of


def named(work: fulfillment.WorkFacts) -> fulfillment.WorkFacts:
    """Return a part of an order with its articles named in the language of the page; two queries."""
    known = variants_of(line.variant_id for line in work.lines)
    lines = (replace(line, title=name_of(known.get(line.variant_id)) or line.title) for line in work.lines)
    return replace(work, lines=tuple(lines))
