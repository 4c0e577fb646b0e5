"""Pictures of content pages in the sizes that phones and desks need.

Renditions are made when the page is saved, so that reading a page never writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.images import get_image_model

from storecrew.contexts.catalog.public import ImageFacts

WIDTHS = (480, 960, 1440)
FORMATS = ("webp", "avif")


LOGO = "max-480x96|format-webp"
"""Logos stand 32 px high at most; the picture has three times as many for fine screens."""


def spec(width: int, kind: str) -> str:
    """Return Wagtail's name of a rendition."""
    return f"width-{width}|format-{kind}"


def prepare(images: Iterable[Any]) -> None:
    """Make all renditions of the pictures that are still missing."""
    for image in images:
        image.get_renditions(*(spec(width, kind) for width in WIDTHS for kind in FORMATS))


def image_facts(image: Any, alt: str) -> ImageFacts:
    """Return the picture with the renditions that exist; the original serves where none do."""
    made = {one.filter_spec: one for one in image.renditions.all()}

    def srcset(kind: str) -> str:
        found = [made[spec(width, kind)] for width in WIDTHS if spec(width, kind) in made]
        return ", ".join(f"{one.url} {one.width}w" for one in found)

    smallest = made.get(spec(960, "webp"))
    return ImageFacts(
        id=image.pk,
        url=smallest.url if smallest else image.file.url,
        width=smallest.width if smallest else image.width,
        height=smallest.height if smallest else image.height,
        alt=alt,
        webp=srcset("webp"),
        avif=srcset("avif"),
        focal_x=round(100 * image.focal_point_x / image.width) if image.focal_point_x else None,
    )


def images_by_id(ids: Iterable[int]) -> dict[int, Any]:
    """Load pictures with their renditions; two queries."""
    wanted = set(ids)
    if not wanted:
        return {}
    return get_image_model().objects.prefetch_related("renditions").in_bulk(wanted)


def prepare_pictures(ids: Iterable[int]) -> None:
    """Make the renditions of pictures of the library, for those who show them outside of a page."""
    prepare(images_by_id(ids).values())


def pictures(ids: Iterable[int], *, alt: str = "") -> dict[int, ImageFacts]:
    """Return pictures of the library by id; without ``alt`` they are decoration. Two queries."""
    return {key: image_facts(row, alt) for key, row in images_by_id(ids).items()}


def picture_choices(*, most: int = 200) -> list[tuple[int, str]]:
    """Return (id, title) of the newest pictures of the library."""
    return list(get_image_model().objects.order_by("-created_at", "-pk").values_list("pk", "title")[:most])


def prepare_logos(ids: Iterable[int]) -> None:
    """Make the renditions of logos."""
    for image in images_by_id(ids).values():
        image.get_renditions(LOGO)


def logo_facts(image: Any, alt: str) -> ImageFacts:
    """Return a logo in its own size; the original serves where no rendition exists."""
    made = next((one for one in image.renditions.all() if one.filter_spec == LOGO), image)
    return ImageFacts(
        id=image.pk, url=made.file.url, width=made.width, height=made.height, alt=alt, webp="", avif=""
    )
