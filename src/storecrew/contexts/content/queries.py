"""Reads of the content context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from wagtail.models import Page, Site
from wagtail.rich_text import expand_db_html

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.content import campaigns, images, rules
from storecrew.contexts.content.errors import UnknownPage
from storecrew.contexts.content.facts import BlockFacts, LandingFacts, LinkFacts, PageFacts, QuestionFacts
from storecrew.contexts.content.models import CACHE_TAG, ContentPage, HomePage, LandingPage, Menu
from storecrew.kernel import clock
from storecrew.kernel.kept import kept


def languages() -> tuple[str, ...]:
    """Return the codes of all languages that the shop is written in."""
    return tuple(code for code, _name in settings.LANGUAGES)


def menu_links(code: str, locale: str) -> list[list[Any]] | None:
    """Return the links of a menu as [words, page id or None, link or ""]; None where there is no menu."""
    menu = Menu.objects.filter(code=code, locale=locale).first()
    if menu is None:
        return None
    return [
        list(row) for row in menu.items.order_by("sort_order", "pk").values_list("text", "page_id", "link")
    ]


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
    for model in (ContentPage, LandingPage):
        page = model.objects.live().filter(url_path=wanted).first()
        if page is not None:
            return page_facts(page)
    raise UnknownPage()


def landing_pages(campaign_ids: Collection[int]) -> tuple[LandingFacts, ...]:
    """Return the landing pages of campaigns, published or not; one query."""
    rows = LandingPage.objects.filter(campaign_id__in=list(campaign_ids)).select_related("locale")
    return tuple(
        LandingFacts(row.pk, row.campaign_id, row.title, row.locale.language_code, row.live, row.go_live_at)
        for row in rows.order_by("path")
    )


def campaign_of_page(page_id: int) -> int | None:
    """Return the campaign of a landing page; None for every other page."""
    row = LandingPage.objects.filter(pk=page_id).first()
    return row.campaign_id if row is not None else None


def landing_offer(facts: PageFacts, *, channel: str, at: dt.datetime) -> campaigns.Offer:
    """Return how what a landing page tells of stands in a shop; the end that its editors wrote goes first."""
    found = campaigns.offer(facts.campaign_id, facts.promotion_id, channel=channel, at=at)
    ends_at = facts.ends_at or found.ends_at
    is_over = found.is_over or (ends_at is not None and ends_at <= at)
    return replace(found, ends_at=ends_at, is_over=is_over)


def search_pages(text: str, locale: str, *, limit: int = 3) -> tuple[LinkFacts, ...]:
    """Return live pages whose title has the words, for suggestions."""
    words = text.strip()
    if len(words) < 2:
        return ()
    rows = ContentPage.objects.live().filter(locale__language_code=locale, title__icontains=words)[:limit]
    return tuple(LinkFacts(row.title, rules.page_address(row.url_path, locale)) for row in rows)


def _running(locale: str) -> list[LandingPage]:
    """Return the landing pages that are not over."""
    at = clock.now()
    rows = LandingPage.objects.live().filter(locale__language_code=locale).order_by("path")
    open_ones = rows.exclude(ends_at__lte=at)
    return [row for row in open_ones if not campaigns.offer(row.campaign_id, row.promotion_id, at=at).is_over]


def addresses(locale: str) -> tuple[LinkFacts, ...]:
    """Return title and path of every live page of a language, for the sitemap."""
    rows = list(ContentPage.objects.live().filter(locale__language_code=locale).order_by("path"))
    rows += _running(locale)
    return tuple(LinkFacts(row.title, rules.page_address(row.url_path, locale)) for row in rows)


def page_facts(page: Any) -> PageFacts:
    """Return a page as the shop shows it, draft or live; six queries whatever its blocks."""
    locale = page.locale.language_code
    landing = isinstance(page, LandingPage)
    return PageFacts(
        id=page.pk or 0,
        kind="home" if isinstance(page, HomePage) else "landing" if landing else "page",
        title=page.title,
        seo_title=page.seo_title or page.title,
        seo_description=page.search_description,
        intro=getattr(page, "intro", ""),
        blocks=_blocks(page.body, locale),
        locale=locale,
        updated_at=page.last_published_at or page.latest_revision_created_at,
        breadcrumbs=_crumbs(page, locale),
        addresses=_addresses(page),
        campaign_id=page.campaign_id if landing else None,
        promotion_id=page.promotion_id if landing else None,
        ends_at=page.ends_at if landing else None,
        after_url=rules.localized_link(page.after_url, locale, languages()) if landing else "",
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
    if kind == "product_row":
        return BlockFacts(kind=kind, heading=value["heading"], skus=rules.listed(value["skus"]))
    if kind == "countdown":
        return BlockFacts(kind=kind, heading=value["heading"])
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
