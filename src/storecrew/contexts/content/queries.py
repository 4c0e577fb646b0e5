"""Reads of the content context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import expand_db_html

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.content import images, rules
from storecrew.contexts.content.errors import UnknownPage
from storecrew.contexts.content.facts import BlockFacts, LinkFacts, PageFacts, QuestionFacts
from storecrew.contexts.content.models import CACHE_TAG, ContentPage, HomePage, Menu
from storecrew.kernel.kept import kept


def languages() -> tuple[str, ...]:
    """Return the codes of all languages that the shop is written in."""
    return tuple(code for code, _name in settings.LANGUAGES)


@kept(CACHE_TAG)
def menus(locale: str) -> dict[str, tuple[LinkFacts, ...]]:
    """Return every menu of a language by its place, without unpublished pages; three queries, or kept."""
    found = {}
    for menu in Menu.objects.filter(locale=locale).prefetch_related("items__page"):
        links = [(item.text, _item_url(item, locale)) for item in menu.items.all()]
        found[menu.code] = tuple(LinkFacts(text, url) for text, url in links if url)
    return found


def menu(code: str, locale: str) -> tuple[LinkFacts, ...]:
    """Return one menu, empty when editors made none."""
    return menus(locale).get(code, ())


def _item_url(item: Any, locale: str) -> str:
    if item.page is None:
        return rules.localized_link(item.link, locale, languages())
    return rules.page_address(item.page.url_path, locale) if item.page.live else ""


def home_page(locale: str) -> PageFacts | None:
    """Return the live home page of a language, or None when editors made none."""
    page = HomePage.objects.live().filter(locale__language_code=locale).first()
    return page_facts(page) if page else None


def page_by_path(path: str, locale: str) -> PageFacts:
    """Return the live page at a path such as ``help/returns``. Raises UnknownPage."""
    home = HomePage.objects.live().filter(locale__language_code=locale).first()
    if home is None:
        raise UnknownPage()
    wanted = f"{home.url_path}{path.strip('/')}/"
    page = ContentPage.objects.live().filter(url_path=wanted).first()
    if page is None:
        raise UnknownPage()
    return page_facts(page)


def search_pages(text: str, locale: str, *, limit: int = 3) -> tuple[LinkFacts, ...]:
    """Return live pages whose title has the words, for suggestions."""
    words = text.strip()
    if len(words) < 2:
        return ()
    rows = ContentPage.objects.live().filter(locale__language_code=locale, title__icontains=words)[:limit]
    return tuple(LinkFacts(row.title, rules.page_address(row.url_path, locale)) for row in rows)


def addresses(locale: str) -> tuple[LinkFacts, ...]:
    """Return title and path of every live page of a language, for the sitemap."""
    rows = ContentPage.objects.live().filter(locale__language_code=locale).order_by("path")
    return tuple(LinkFacts(row.title, rules.page_address(row.url_path, locale)) for row in rows)


def page_facts(page: Any) -> PageFacts:
    """Return a page as the shop shows it, draft or live; six queries whatever its blocks."""
    locale = page.locale.language_code
    return PageFacts(
        id=page.pk or 0,
        kind="home" if isinstance(page, HomePage) else "page",
        title=page.title,
        seo_title=page.seo_title or page.title,
        seo_description=page.search_description,
        intro=getattr(page, "intro", ""),
        blocks=_blocks(page.body, locale),
        locale=locale,
        updated_at=page.last_published_at or page.latest_revision_created_at,
        breadcrumbs=_crumbs(page, locale),
        addresses=_addresses(page),
    )


def _blocks(body: Any, locale: str) -> tuple[BlockFacts, ...]:
    heroes = [one.value for one in body if one.block_type == "hero"]
    pictures = images.images_by_id(hero["image"].pk for hero in heroes if hero["image"])
    return tuple(_block(one.block_type, one.value, locale, pictures) for one in body)


def _block(kind: str, value: Any, locale: str, pictures: Mapping[int, Any]) -> BlockFacts:
    if kind == "rich_text":
        return BlockFacts(kind=kind, html=_html(value.source))
    if kind == "faq":
        return BlockFacts(kind=kind, heading=value["heading"], questions=_questions(value["questions"]))
    if kind == "product_grid":
        return BlockFacts(
            kind=kind,
            heading=value["heading"],
            category=value["category"] or "",
            collection=value["collection"] or "",
            count=value["count"],
        )
    picture = pictures.get(value["image"].pk) if kind == "hero" and value["image"] else None
    return BlockFacts(
        kind=kind,
        heading=value["heading"],
        text=value["text"],
        image=images.image_facts(picture, value["alt"]) if picture else None,
        link=LinkFacts(
            value["link"]["text"], rules.localized_link(value["link"]["url"] or "", locale, languages())
        ),
    )


def _html(source: str) -> str:
    return catalog.clean_html(expand_db_html(source))


def _questions(rows: Iterable[Any]) -> tuple[QuestionFacts, ...]:
    found = []
    for row in rows:
        html = _html(row["answer"].source)
        found.append(QuestionFacts(row["question"], html, " ".join(strip_tags(html).split())))
    return tuple(found)


def _crumbs(page: Any, locale: str) -> tuple[LinkFacts, ...]:
    if isinstance(page, HomePage) or not page.pk:
        return ()
    rows = page.get_ancestors(inclusive=True).filter(depth__gt=2)
    return tuple(LinkFacts(row.title, rules.page_address(row.url_path, locale)) for row in rows)


def _addresses(page: Any) -> dict[str, str]:
    if not page.pk:
        return {}
    rows = (
        Page.objects.live()
        .filter(translation_key=page.translation_key)
        .values_list("locale__language_code", "url_path")
    )
    return {code: rules.page_address(url_path, code) for code, url_path in rows}


def site_is_ready() -> bool:
    """Say whether the tree has a home page for the default language and a site that shows it."""
    return Site.objects.filter(is_default_site=True, root_page__in=HomePage.objects.all()).exists()


def locale_row(code: str) -> Locale:
    """Return Wagtail's row of a language."""
    return Locale.objects.get(language_code=code)
