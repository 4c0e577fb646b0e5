"""Values that leave the content context; text is HTML only where it says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from storecrew.contexts.catalog.public import ImageFacts


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """A link with its words; ``url`` may be empty for words alone."""

    text: str
    url: str
    children: tuple[LinkFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question with its answer as sanitized HTML and as plain text."""

    question: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """One block of a page.

    ``kind`` is hero, rich_text, product_grid, faq or banner. Fields that a kind does not use are empty.
    A product grid has ``count`` and either ``category`` (a path) or ``collection`` (a slug).
    """

    kind: str
    heading: str = ""
    text: str = ""
    html: str = ""
    image: ImageFacts | None = None
    link: LinkFacts | None = None
    category: str = ""
    collection: str = ""
    count: int = 0
    questions: tuple[QuestionFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A live page as the shop shows it. ``addresses`` are its translations' paths by language."""

    id: int
    kind: str
    title: str
    seo_title: str
    seo_description: str
    intro: str
    blocks: tuple[BlockFacts, ...]
    locale: str
    updated_at: dt.datetime
    breadcrumbs: tuple[LinkFacts, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
