"""The content team's home: texts and pictures that are missing, pages that are not published."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from storecrew.contexts.catalog.models import Product, ProductImage
from storecrew.contexts.channels import public as channels
from storecrew.contexts.reviews.models import Review
from storecrew.surfaces.ui.backoffice.parts import count_tone, counted, link, many, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_queue,
    register_tile,
)

SOURCE = "en"
NAMES = {"ko": "Korean"}


def _locales(look: Look) -> list[str]:
    """Return the languages that shoppers read and texts are translated into."""
    known = look.once("channels", channels.all_channels)
    return sorted({code for channel in known for code in channel.locales} - {SOURCE})


def _untranslated_in(locales: list[str]) -> Q:
    """Return the condition for a title or description missing in one of the languages."""
    missing = Q()
    for code in locales:
        missing |= Q(**{f"translations__{code}__title__isnull": True})
        missing |= Q(**{f"translations__{code}__description__isnull": True}) & ~Q(description="")
    return missing


def _untranslated(look: Look) -> Queue | None:
    locales = _locales(look)
    if not locales:
        return None

    def item(row: Product) -> QueueItem:
        return QueueItem(row.title, link("products_edit", row.pk), _missing_in(row, locales), row.updated_at)

    rows = Product.objects.filter(_untranslated_in(locales), status="live").order_by("-updated_at", "-pk")
    return queue(
        _("Texts to translate"),
        rows.only("title", "description", "translations", "updated_at"),
        item,
        url=link("products_list", query="f.status=live&sort=-changed"),
        empty=_("Every product on sale speaks every language of the shop."),
    )


def _missing_in(row: Product, locales: list[str]) -> str:
    parts = []
    for code in locales:
        texts = row.translations.get(code, {})
        gone = [name for name in ("title", "description") if getattr(row, name) and not texts.get(name)]
        if gone:
            parts.append(f"{_(NAMES.get(code, code))}: {', '.join(_(name) for name in gone)}")
    return " · ".join(parts)


def _pictures(look: Look) -> Queue:
    def item(row: Product) -> QueueItem:
        return QueueItem(row.title, link("products_record", row.pk), row.brand, row.updated_at, "warning")

    pictures = ProductImage.objects.filter(product_id=OuterRef("pk"))
    rows = Product.objects.filter(~Exists(pictures), status="live")
    return queue(
        _("Products without a picture"),
        rows.only("title", "brand", "updated_at").order_by("-updated_at", "-pk"),
        item,
        url=link("products_list", query="f.status=live&f.no_image=1"),
        empty=_("Every product on sale has a picture."),
    )


def _pages(look: Look) -> Queue:
    def item(page: Page) -> QueueItem:
        words = _("draft") if not page.live else _("changes that are not published")
        return QueueItem(
            page.draft_title, link("wagtailadmin_pages:edit", page.pk), words, page.latest_revision_created_at
        )

    rows = Page.objects.filter(depth__gt=1).filter(Q(live=False) | Q(has_unpublished_changes=True))
    return queue(
        _("Pages to publish"),
        rows.order_by("-latest_revision_created_at", "-pk"),
        item,
        empty=_("Everything that was written is published."),
    )


def _seo(look: Look) -> Tile:
    rows = Page.objects.filter(depth__gt=1, live=True, search_description="")
    count = counted(rows)
    return Tile(
        _("Pages without a search text"),
        many(count),
        _("shown by search engines"),
        tone=count_tone(count),
        definition=_("Published pages whose search description is empty."),
    )


def _reviews(look: Look) -> Queue:
    def item(row: Review) -> QueueItem:
        words = f"{'★' * row.stars} {row.product.title}"
        return QueueItem(
            row.title or row.words[:60] or _("Stars without words"),
            link("reviews_record", row.pk),
            words,
            row.written_at,
        )

    rows = Review.objects.filter(Q(state="waiting") | Q(state="published", reports__gt=0))
    rows = within(rows, look.actor, channel="channel__code")
    return queue(
        _("Reviews to look at"),
        rows.select_related("product").order_by("written_at", "pk"),
        item,
        url=link("reviews_list", query="f.state=waiting&sort=written"),
        empty=_("Every review was looked at."),
    )


register_tile("content_team", _seo, permission="content.read", order=20)
register_queue("content_team", _untranslated, permission="catalog.read", order=10)
register_queue("content_team", _pictures, permission="catalog.read", order=15)
register_queue("content_team", _pages, permission="content.write", order=30)
register_queue("content_team", _reviews, permission="reviews.read", order=5)
