"""Pictures as facts, read from one row each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import F, QuerySet

from storecrew.contexts.catalog.facts import ImageFacts
from storecrew.contexts.catalog.models import ProductImage

FIELDS = {
    "file": F("image__file"),
    "full_width": F("image__width"),
    "full_height": F("image__height"),
    "focal_x": F("image__focal_point_x"),
    "focal_y": F("image__focal_point_y"),
}


def image_rows(images: QuerySet[ProductImage]) -> QuerySet[ProductImage, Any]:
    """The rows that :func:`image_facts` needs, in one query."""
    return images.order_by("position", "id").values(
        "id", "product_id", "variant_id", "alt", "translations", "renditions", **FIELDS
    )


def image_facts(row: Mapping[str, Any], locale: str, title: str) -> ImageFacts:
    """A picture with its srcsets. Without alternative text it speaks the product's title."""
    sets = {
        name: ", ".join(f"{default_storage.url(file)} {width}w" for _asked, width, _height, file in entries)
        for name, entries in row["renditions"].items()
    }
    url, width, height = _fallback(row)
    return ImageFacts(
        id=row["id"],
        url=url,
        width=width,
        height=height,
        alt=row["translations"].get(locale) or row["alt"] or title,
        webp=sets.get("webp", ""),
        avif=sets.get("avif", ""),
        focal_x=_percent(row["focal_x"], row["full_width"]),
        focal_y=_percent(row["focal_y"], row["full_height"]),
        variant_id=row["variant_id"],
    )


def picture_address(row: Mapping[str, Any]) -> str:
    """The address that ``ImageFacts.url`` is, without all its sizes."""
    return _fallback(row)[0]


def _fallback(row: Mapping[str, Any]) -> tuple[str, int, int]:
    """The largest WebP, which every browser of today shows; else the stored picture."""
    entries = row["renditions"].get("webp")
    if entries:
        _asked, width, height, file = entries[-1]
        return default_storage.url(file), width, height
    return default_storage.url(row["file"]), row["full_width"], row["full_height"]


def _percent(point: int | None, size: int) -> int | None:
    return None if point is None or not size else round(100 * point / size)


def picture_bytes(image_id: int) -> bytes | None:
    """Return the file behind ``ImageFacts.url``; None when the picture or its file is gone."""
    row = ProductImage.objects.filter(pk=image_id).values("renditions", file=F("image__file")).first()
    if row is None:
        return None
    entries = row["renditions"].get("webp")
    try:
        with default_storage.open(entries[-1][3] if entries else row["file"]) as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content
