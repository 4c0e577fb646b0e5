"""What the pages about products share: words, the channel they count in, small pictures, found products."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product, Variant
from storecrew.contexts.channels import public as channels
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.numbers import percent

STATUS_TONES = {
    "idea": "neutral", "draft": "neutral", "approved": "info", "live": "good", "end_of_life": "warning",
}  # fmt: skip
STATUS_WORDS: dict[str, str | Promise] = dict(Product.Status.choices)
# From here on a product counts as well described.
COMPLETE_ENOUGH = 80
SOURCE_LOCALE = "en"
# So many finds of a search are named by their ids.
FEW = 500


def status_of(status: str) -> Status:
    """Return a product's status as a word with its tone."""
    return Status(STATUS_WORDS[status], STATUS_TONES[status])


def completeness_of(score: int) -> Status:
    """Return a completeness as a word with its tone."""
    return Status(
        percent(score, 100, 0), "good" if score >= COMPLETE_ENOUGH else "warning" if score >= 50 else "bad"
    )


def seen_channels(actor: Actor) -> list[channels.ChannelFacts]:
    """Return the channels that the reader may see, the default one first."""
    known = [c for c in channels.all_channels() if actor.can_see("channel", c.code)]
    return sorted(known, key=lambda c: not c.is_default)


def main_channel(actor: Actor) -> channels.ChannelFacts | None:
    """Return the channel in which lists count prices and stock; None when the reader sees none."""
    return next(iter(seen_channels(actor)), None)


def other_locales() -> list[str]:
    """Return the languages that texts are translated into."""
    found = {locale for channel in channels.all_channels() for locale in channel.locales}
    return sorted({*found, "ko"} - {SOURCE_LOCALE})


LOCALE_WORDS: dict[str, str | Promise] = {"en": _("English"), "ko": _("Korean")}


def locale_word(locale: str) -> str:
    """Return the name of a language."""
    return str(LOCALE_WORDS.get(locale, locale))


def thumbnail(image: catalog.ImageFacts | None) -> str:
    """Return the address of the smallest copy of a picture, or ""."""
    if image is None:
        return ""
    smallest = image.webp.split(",")[0].strip().split(" ")[0]
    return smallest or image.url


def thumbnails(product_ids: Iterable[int]) -> dict[int, str]:
    """Return the small first picture of each product that has one."""
    return {id_: thumbnail(card.image) for id_, card in catalog.cards(product_ids).items() if card.image}


def search_products(rows: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Return the products that have exactly this SKU or barcode; else those of which a text has each word.

    Words are looked for in titles, brands, addresses and beginnings of SKUs, which reads every product. So
    they are looked for once, and few finds are named by their ids: counting and paging need no second look.
    """
    known = Variant.objects.filter(Q(sku=text.strip()) | Q(barcode=text.strip()))
    named = list(known.order_by().values_list("product_id", flat=True)[:FEW])
    if named:
        return rows.filter(pk__in=named)
    found = rows.filter(_matches(text))
    ids = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(ids) > FEW else rows.filter(pk__in=ids)


def _matches(text: str) -> Q:
    words = Q()
    for word in text.split()[:6]:
        words &= (
            Q(title__icontains=word)
            | Q(brand__icontains=word)
            | Q(slug__icontains=word)
            | Q(translations__ko__title__icontains=word)
        )
    of_variants = Variant.objects.filter(sku__istartswith=text.strip())
    return words | Q(pk__in=of_variants.values("product_id"))


def find_products(text: str, *, without: Collection[int] = (), limit: int = 12) -> list[dict[str, Any]]:
    """Return the best few products for a text, with pictures, to choose from."""
    if not text.strip():
        return []
    rows = search_products(Product.objects.exclude(pk__in=without), text).order_by("title", "pk")
    return shown_products(rows.values_list("pk", flat=True)[:limit])


def shown_products(product_ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return id, title, status, first SKU and picture of products, in the order of the ids."""
    ids = list(product_ids)
    pictures = thumbnails(ids)
    known = Product.objects.prefetch_related("variants").in_bulk(ids)
    return [
        {
            "id": id_,
            "title": known[id_].title,
            "status": status_of(known[id_].status),
            "sku": next((v.sku for v in known[id_].variants.all()), ""),
            "image": pictures.get(id_, ""),
        }
        for id_ in ids
        if id_ in known
    ]
