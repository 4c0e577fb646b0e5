"""Pages of the shop as a visitor without a cookie gets them, made within the process.

The surface that serves the pages registers itself; whoever has to prove what a page says (feeds, audits)
asks here. Nothing is fetched over a network, and nothing is taken from a cache of pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Unavailable

WORDLESS = frozenset({"script", "style", "template", "noscript", "svg"})
FRAME = frozenset({"header", "footer", "nav"})


class NotServed(Unavailable):
    """No surface of this process serves pages."""

    code = "pages_not_served"
    message = _("This process cannot make the pages of the shop.")
    next_step = _("Ask where the shop itself runs.")


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer: ``status``, where it leads (empty unless it is a redirect), its headers and its text."""

    status: int
    location: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page. ``alt`` is None when the attribute is missing."""

    url: str
    alt: str | None
    sized: bool


@dataclass(frozen=True, slots=True)
class PageText:
    """What machines read in a page. ``words`` counts the words outside of header, footer and menus.

    ``robots`` and ``description`` are empty when they are missing, ``broken`` counts structured data that is
    no JSON. ``links`` are (address, text). ``doubled`` names what stands in the head more than once (title,
    description, canonical, robots), ``sources`` are addresses that the browser fetches for the page.
    """

    language: str = ""
    title: str = ""
    description: str = ""
    canonical: str = ""
    robots: str = ""
    headings: tuple[tuple[int, str], ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    structured: tuple[Mapping[str, Any], ...] = ()
    broken: int = 0
    properties: Mapping[str, str] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    words: int = 0
    text: str = ""
    viewport: str = ""
    doubled: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()

    def of_type(self, kind: str) -> Mapping[str, Any] | None:
        """Return the first structured data of a schema.org type, or None."""
        return next((each for each in self.structured if each.get("@type") == kind), None)


Maker = Callable[[str], Shown]
_makers: list[Maker] = []


def register(maker: Maker) -> None:
    """Name what makes pages: a function of a full address. The last one named answers."""
    _makers[:] = [maker]


def show(url: str) -> Shown:
    """Return what a visitor gets at a full address. Raises NotServed where no surface registered."""
    if not _makers:
        raise NotServed()
    return _makers[0](url)


def read(html: str) -> PageText:
    """Return what machines find in a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found()


class _Reader(HTMLParser):
    """One pass over the markup; it trusts nothing to be closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = self.description = self.canonical = self.robots = ""
        self.title: list[str] = []
        self.in_title = False
        self.headings: list[tuple[int, list[str]]] = []
        self.heading: list[str] | None = None
        self.alternates: list[tuple[str, str]] = []
        self.data: list[str] | None = None
        self.blocks: list[str] = []
        self.properties: dict[str, str] = {}
        self.pictures: list[Picture] = []
        self.links: list[tuple[str, list[str]]] = []
        self.link: list[str] | None = None
        self.silent = 0
        self.framed = 0
        self.words: list[str] = []
        self.viewport = ""
        self.seen: dict[str, int] = {}
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag says."""
        values = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = values.get("lang", "")
        elif tag == "title":
            # A picture within the page may have a title of its own.
            self.in_title = not self.title and not self.silent
            self._count("title", not self.silent)
        elif tag == "meta":
            self._meta(values)
        elif tag == "link":
            self._link(values)
        elif tag == "img":
            self.pictures.append(
                Picture(
                    values.get("src", ""),
                    values.get("alt") if any(name == "alt" for name, _value in attrs) else None,
                    "width" in values and "height" in values,
                )
            )
        elif tag == "a" and "href" in values:
            self.link = []
            self.links.append((values["href"], self.link))
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.heading = []
            self.headings.append((int(tag[1]), self.heading))
        if tag == "script" and values.get("type") == "application/ld+json":
            self.data = []
        if values.get("src"):
            self.sources.append(values["src"])
        self.silent += tag in WORDLESS
        self.framed += tag in FRAME

    def handle_endtag(self, tag: str) -> None:
        """Close what a tag opened."""
        if tag == "title":
            self.in_title = False
        elif tag == "a":
            self.link = None
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.heading = None
        elif tag == "script" and self.data is not None:
            self.blocks.append("".join(self.data))
            self.data = None
        if tag in WORDLESS:
            self.silent = max(0, self.silent - 1)
        if tag in FRAME:
            self.framed = max(0, self.framed - 1)

    def handle_data(self, data: str) -> None:
        """Give text to whatever is open."""
        if self.data is not None:
            self.data.append(data)
        if self.in_title:
            self.title.append(data)
        if self.silent:
            return
        if self.heading is not None:
            self.heading.append(data)
        if self.link is not None:
            self.link.append(data)
        if not self.framed and not self.in_title:
            self.words.append(data)

    def _count(self, name: str, counts: bool) -> None:
        if counts:
            self.seen[name] = self.seen.get(name, 0) + 1

    def _meta(self, values: dict[str, str]) -> None:
        content = values.get("content", "")
        name = values.get("name", "").lower()
        self._count(name, name in ("description", "robots"))
        if name == "viewport":
            self.viewport = content
        if name == "description":
            self.description = content
        elif name == "robots":
            self.robots = content.lower()
        if values.get("property"):
            self.properties.setdefault(values["property"], content)
        elif name.startswith("twitter:"):
            self.properties.setdefault(name, content)

    def _link(self, values: dict[str, str]) -> None:
        relation = values.get("rel", "").lower().split()
        self._count("canonical", "canonical" in relation)
        if "stylesheet" in relation and values.get("href"):
            self.sources.append(values["href"])
        if "canonical" in relation:
            self.canonical = values.get("href", "")
        elif "alternate" in relation and values.get("hreflang"):
            self.alternates.append((values["hreflang"], values.get("href", "")))

    def found(self) -> PageText:
        """Return everything that was noted."""
        structured, broken = [], 0
        for block in self.blocks:
            try:
                parsed = json.loads(block)
            except ValueError:
                broken += 1
                continue
            structured += [each for each in (parsed if isinstance(parsed, list) else [parsed]) if each]
        text = " ".join(" ".join(self.words).split())
        return PageText(
            language=self.language,
            title=" ".join("".join(self.title).split()),
            description=self.description.strip(),
            canonical=self.canonical,
            robots=self.robots,
            headings=tuple((level, " ".join("".join(parts).split())) for level, parts in self.headings),
            alternates=tuple(self.alternates),
            structured=tuple(each for each in structured if isinstance(each, dict)),
            broken=broken,
            properties=self.properties,
            pictures=tuple(self.pictures),
            links=tuple((url, " ".join("".join(parts).split())) for url, parts in self.links),
            words=len(text.split()),
            text=text,
            viewport=self.viewport,
            doubled=frozenset(name for name, number in self.seen.items() if number > 1),
            sources=tuple(self.sources),
        )
