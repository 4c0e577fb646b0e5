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
