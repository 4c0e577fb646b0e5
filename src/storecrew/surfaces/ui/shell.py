"""What the frame of a page needs to know: where we are, what is in the menus, what the page is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from babel import Locale
from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Preload:
    """The picture that decides how soon the page looks ready."""

    url: str
    srcset: str = ""
    sizes: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class ShareImage:
    """The picture that is shown where somebody shares the page. ``url`` is a path."""

    url: str
    alt: str
    width: int
    height: int
    type: str


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What a page says about itself to browsers, search engines and people who share it.

    ``whole_title`` is shown as it is, where a template made it. ``canonical`` is a path; ``addresses`` are
    its translations' paths by language where they are not simply the same path under another prefix;
    ``section`` is the category path to mark in the menu; ``place`` the entry of the bottom bar. ``share`` is
    the page's picture elsewhere, ``facts`` further properties of it.
    """

    title: str = ""
    whole_title: str = ""
    description: str = ""
    canonical: str = ""
    robots: str = ""
    og_type: str = "website"
    share: ShareImage | None = None
    facts: tuple[tuple[str, str], ...] = ()
    preload: Preload | None = None
    structured: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)
    addresses: Mapping[str, str] = field(default_factory=dict, hash=False)
    section: str = ""
    place: str = ""
    search_text: str = ""

    def full_title(self, shop_name: str) -> str:
        """Return the title with the shop's name, once."""
        if self.whole_title:
            return self.whole_title
        if not self.title or self.title == shop_name:
            return shop_name
        return f"{self.title} – {shop_name}"


@dataclass(frozen=True, slots=True)
class Look:
    """What a channel's own look changes in the frame; ``stylesheet`` is a path, "" for ours."""

    stylesheet: str = ""
    paper: str = "#ffffff"
    paper_dark: str = "#0f1314"
    logo: Any = None
    logo_dark: Any = None


@dataclass(frozen=True, slots=True)
class Menus:
    """The links that editors put into the header and the footer."""

    main: Sequence[Any] = ()
    service: Sequence[Any] = ()
    company: Sequence[Any] = ()
    legal: Sequence[Any] = ()


def storefront_address(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the path of a named storefront page in the active language."""
    return reverse(f"storefront:{name}", args=args, kwargs=kwargs)


@dataclass(frozen=True, slots=True)
class Shell:
    """The shop around a page. ``legal`` are (label, value, link) of the trader, in display order.

    ``kind`` is the name of the page's address ("product"); ``measured`` of 100 views report their speed,
    ``counted`` says that pages report when they are seen.
    ``frame`` stands for all that does not differ from page to page: while it is the same object, so are they.
    """

    name: str
    locale: str
    locales: tuple[str, ...]
    path: str
    origin: str
    channel: Any
    channels: Sequence[Any] = ()
    categories: Sequence[Any] = ()
    menus: Menus = field(default_factory=Menus)
    look: Look = field(default_factory=Look)
    legal: Sequence[tuple[str, str, str]] = ()
    year: int = 0
    kind: str = ""
    measured: int = 0
    counted: bool = False
    resolve: Callable[..., str] = storefront_address
    frame: object = field(default_factory=object)

    @property
    def direction(self) -> str:
        """The writing direction of the language: ltr or rtl."""
        return Locale.parse(self.locale, sep="-").text_direction

    @property
    def og_locale(self) -> str:
        """The locale as Open Graph wants it: ko_KR."""
        country = {"en": "US", "ko": "KR"}.get(self.locale, self.channel.country)
        return f"{self.locale.split('-')[0]}_{country}"

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return the path of a storefront page by its name."""
        return self.resolve(name, *args, **kwargs)

    def category_url(self, url_path: str) -> str:
        """Return the path of a category page."""
        return self.resolve("category", url_path.strip("/"))

    def absolute(self, url: str) -> str:
        """Return a full address for a path."""
        return url if url.startswith(("http://", "https://")) else f"{self.origin}{url}"

    def in_language(self, code: str, meta: PageMeta) -> str:
        """Return this page's path in another language."""
        if meta.addresses:
            return meta.addresses.get(code) or f"/{code}/"
        path = meta.canonical or self.path
        prefix = f"/{self.locale}/"
        return f"/{code}/{path[len(prefix) :]}" if path.startswith(prefix) else f"/{code}/"

    def alternates(self, meta: PageMeta) -> list[tuple[str, str]]:
        """Return (hreflang, full address) of the page in every language, for pages that may be indexed."""
        if not meta.canonical or "noindex" in meta.robots or len(self.locales) < 2:
            return []
        codes = [code for code in self.locales if not meta.addresses or code in meta.addresses]
        found = [(code, self.absolute(self.in_language(code, meta))) for code in codes]
        return [*found, ("x-default", found[0][1])] if found else []

    def languages(self, meta: PageMeta) -> tuple[tuple[str, str, str], ...]:
        """Return (code, own name, path) of every language of the shop."""
        names = dict(settings.LANGUAGES)
        return tuple((code, names.get(code, code), self.in_language(code, meta)) for code in self.locales)
