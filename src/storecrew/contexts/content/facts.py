"""Values that leave the content context; text is HTML only where it says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from storecrew.contexts.catalog.public import ImageFacts
from storecrew.contexts.content.theme_rules import ThemeChoices


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

    ``kind`` is hero, rich_text, product_grid, faq, banner, product_row or countdown. Fields that a kind does
    not use are empty. A product grid has ``count`` and either ``category`` (a path) or ``collection`` (a
    slug), a product row its ``skus``.
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
    skus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A live page as the shop shows it. ``addresses`` are its translations' paths by language.

    The last four are those of a landing page (``kind`` "landing").
    """

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
    campaign_id: int | None = None
    promotion_id: int | None = None
    ends_at: dt.datetime | None = None
    after_url: str = ""


@dataclass(frozen=True, slots=True)
class LandingFacts:
    """A landing page of a campaign, published or not; ``goes_live_at`` is when its editors let it go live."""

    id: int
    campaign_id: int
    title: str
    locale: str
    live: bool
    goes_live_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ThemeFacts:
    """One version of a channel's look. ``light`` and ``dark`` are the colors of its tokens by name.

    ``digest`` names what its style sheet says; ``logo_dark`` is for dark grounds, None where ``logo`` serves.
    """

    id: int
    channel_id: int
    channel_code: str
    number: int
    brand: str
    choices: ThemeChoices
    live: bool
    note: str
    made_at: dt.datetime
    made_by: str
    light: Mapping[str, str] = field(hash=False)
    dark: Mapping[str, str] = field(hash=False)
    digest: str = ""
    logo: ImageFacts | None = None
    logo_dark: ImageFacts | None = None


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """Texts as they were published once; ``texts`` maps originals to forms as editors write them."""

    number: int
    texts: Mapping[str, tuple[str, ...]]
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True)
class WordingFacts:
    """What editors say in a mail or a message; texts as they write them, ``draft`` None without one."""

    id: int
    mail: str
    channel: str
    locale: str
    key: str
    texts: Mapping[str, tuple[str, ...]]
    draft: Mapping[str, tuple[str, ...]] | None
    version: int
    edits: int
    changed_at: dt.datetime
    changed_by: str

    @property
    def shown(self) -> Mapping[str, tuple[str, ...]]:
        """Return what an editor goes on with: the draft, or what is published."""
        return self.texts if self.draft is None else self.draft
