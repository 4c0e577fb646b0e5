"""Pictures of products: cleaned, stored, made small, described, ordered, removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Collection

from storecrew.contexts.catalog.errors import ImageNotFound, InvalidImage
from storecrew.contexts.catalog.models import Product, ProductImage, Variant
from storecrew.contexts.catalog.operations.common import find_product, product_written, touch
from storecrew.contexts.catalog.providers import pictures
from storecrew.contexts.catalog.rules.pictures import BadPicture
from storecrew.contexts.catalog.rules.text import clean_line, slugify
from storecrew.kernel import revisions
from storecrew.kernel.actor import Actor


def attach_image(
    *,
    product_id: int,
    content: bytes,
    actor: Actor,
    at: dt.datetime,
    alt: str = "",
    variant_id: int | None = None,
    source_url: str = "",
    formats: Sequence[str] = ("webp",),
) -> int:
    """Add a picture to a product; returns the id of the product's image.

    The bytes are decoded in a limited child and written anew: metadata is gone, SVG, broken and oversize
    files are refused (InvalidImage with a reason). Renditions in ``formats`` are made at once; the task
    ``catalog.render_images`` makes the AVIF ones later. The same ``source_url`` twice answers the first.
    """
    actor.require("catalog.write")
    product = find_product(product_id)
    known = product.images.filter(source_url=source_url).first() if source_url else None
    if known is not None:
        return known.pk
    clean = clean_picture(content, formats)
    data, width, height = clean.content, clean.width, clean.height
    name = f"{slugify(product.slug)[:60] or 'product'}.{clean.extension}"
    small = _store(name, formats, clean.made)
    with transaction.atomic():
        if (
            variant_id is not None
            and not Variant.objects.filter(pk=variant_id, product_id=product_id).exists()
        ):
            raise ImageNotFound(variant_id=variant_id)
        stored = get_image_model()(
            title=product.title[:255], width=width, height=height, file_size=len(data), collection=_shelf()
        )
        stored.file.save(name, ContentFile(data), save=False)
        # Storing the file makes the model forget its size.
        stored.width, stored.height = width, height
        stored.save()
        image = ProductImage.objects.create(
            product_id=product_id, variant_id=variant_id, image=stored, alt=clean_line(alt)[:255],
            position=_next_position(product), renditions=small, source_url=source_url[:1000],
        )  # fmt: skip
        touch(product_id, at)
        product_written(
            product_id, "image_attached", actor=actor, at=at, after={"image": image.pk, "alt": image.alt}
        )
    return image.pk


def share_images(
    *, product_id: int, of: int, variants: Mapping[int, int], actor: Actor, at: dt.datetime
) -> int:
    """Show the pictures of another product on this one too, from the same files; returns how many.

    ``variants`` has the variant of this product by the one of the other; pictures of its other variants
    stay where they are. Raises ProductNotFound.
    """
    actor.require("catalog.write")
    product = find_product(product_id)
    with transaction.atomic():
        first = _next_position(product)
        shared = [
            ProductImage(
                product_id=product_id, variant_id=variants.get(each.variant_id or 0), image_id=each.image_id,
                alt=each.alt, translations=each.translations, position=first + place,
                renditions=each.renditions, source_url=each.source_url,
            )
            for place, each in enumerate(find_product(of).images.all())
            if each.variant_id is None or each.variant_id in variants
        ]  # fmt: skip
        ProductImage.objects.bulk_create(shared)
        if shared:
            touch(product_id, at)
            after = {"images": [each.pk for each in shared]}
            product_written(product_id, "image_attached", actor=actor, at=at, after=after)
    return len(shared)


def _next_position(product: Product) -> int:
    last = product.images.aggregate(last=Max("position"))["last"]
    return 0 if last is None else int(last) + 1


def clean_picture(content: bytes, formats: Iterable[str] = ()) -> pictures.Clean:
    """Return a picture written anew in a limited child, for everybody who takes uploads.

    :raises InvalidImage: with the reason in ``details["reason"]``
    """
    try:
        return pictures.clean(content, formats)
    except BadPicture as problem:
        raise InvalidImage(problem.message, reason=problem.code) from None


def _shelf() -> Collection:
    """The collection of all pictures, made when the library is still empty."""
    return Collection.get_first_root_node() or Collection.add_root(name="Root")


def _store(name: str, formats: Iterable[str], made: Iterable[pictures.Made]) -> dict[str, list[list[Any]]]:
    """Keep renditions as files; return them by format as `ProductImage.renditions` holds them."""
    entries: dict[str, list[list[Any]]] = {format_name: [] for format_name in formats}
    stem = name.rsplit(".", 1)[0]
    for one in made:
        path = f"products/{stem}-{one.width}.{one.format}"
        file = default_storage.save(path, ContentFile(one.content))
        entries[one.format].append([one.asked, one.width, one.height, file])
    return entries


def update_image(
    *,
    product_id: int,
    image_id: int,
    actor: Actor,
    at: dt.datetime,
    alt: str | None = None,
    translations: dict[str, str] | None = None,
    focal_point: tuple[int, int] | None = None,
) -> None:
    """The alternative text (also by locale) and the focal point in pixels of the stored picture.

    Raises ImageNotFound, InvalidImage when the point is outside of the picture.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        image = _find(product_id, image_id)
        if alt is not None:
            image.alt = clean_line(alt)[:255]
        if translations is not None:
            image.translations = {
                str(key): clean_line(text)[:255] for key, text in translations.items() if text
            }
        image.save(update_fields=["alt", "translations"])
        if focal_point is not None:
            _set_focal_point(image, focal_point)
        touch(product_id, at)
        product_written(
            product_id, "image_updated", actor=actor, at=at, after={"image": image_id, "alt": image.alt}
        )


def _set_focal_point(image: ProductImage, point: tuple[int, int]) -> None:
    x, y = point
    stored = image.image
    if not (0 <= x <= stored.width and 0 <= y <= stored.height):
        raise InvalidImage(_("The focal point is outside of the picture."), reason="focal_point")
    stored.focal_point_x, stored.focal_point_y = x, y
    stored.focal_point_width = stored.focal_point_height = 1
    stored.save(update_fields=["focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"])


def order_images(*, product_id: int, image_ids: Sequence[int], actor: Actor, at: dt.datetime) -> None:
    """The images in this order; those not named follow. Raises ImageNotFound."""
    actor.require("catalog.write")
    with transaction.atomic():
        images = {image.pk: image for image in find_product(product_id).images.all()}
        if unknown := [id_ for id_ in image_ids if id_ not in images]:
            raise ImageNotFound(image_ids=unknown)
        order = [*image_ids, *(id_ for id_ in images if id_ not in image_ids)]
        for position, id_ in enumerate(order):
            images[id_].position = position
        ProductImage.objects.bulk_update(images.values(), ["position"])
        touch(product_id, at)
        product_written(product_id, "images_ordered", actor=actor, at=at, after={"images": order})


def remove_image(*, product_id: int, image_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take a picture from a product; its files go when nothing else shows them. Raises ImageNotFound."""
    actor.require("catalog.write")
    with transaction.atomic():
        image = _find(product_id, image_id)
        stored = image.image
        image.delete()
        others = list(ProductImage.objects.filter(image=stored))
        files = _files(image).difference(*map(_files, others))
        if not others:
            stored.delete()
        transaction.on_commit(lambda: _forget(files))
        touch(product_id, at)
        product_written(
            product_id, "image_removed", actor=actor, at=at, before={"image": image_id, "alt": image.alt}
        )


def _files(image: ProductImage) -> set[str]:
    return {entry[3] for entries in image.renditions.values() for entry in entries}


def _forget(files: Iterable[str]) -> None:
    for file in files:
        default_storage.delete(file)


def _find(product_id: int, image_id: int) -> ProductImage:
    image = ProductImage.objects.select_related("image").filter(pk=image_id, product_id=product_id).first()
    if image is None:
        raise ImageNotFound(product_id=product_id, image_id=image_id)
    return image


def render_missing(*, limit: int = 20, formats: Sequence[str] = ("webp", "avif")) -> int:
    """Make renditions that pictures still lack; returns for how many pictures. Safe to repeat."""
    waiting = ProductImage.objects.select_related("image").order_by("id")
    for name in formats:
        lacking = list(waiting.exclude(renditions__has_key=name)[:limit])
        for image in lacking:
            _render(image, name)
        if lacking:
            return len(lacking)
    return 0


def _render(image: ProductImage, format_name: str) -> None:
    try:
        with image.image.file.open("rb") as file:
            found = pictures.renditions(file.read(), [format_name])
        made = _store(image.image.file.name.rsplit("/", 1)[-1], [format_name], found)
    except (OSError, ValueError):
        # The original is gone or broken: an empty list keeps it from being tried for ever.
        made = {format_name: []}
    with transaction.atomic():
        current = ProductImage.objects.select_for_update().filter(pk=image.pk).first()
        if current is None:
            return
        current.renditions = {**current.renditions, **made}
        current.save(update_fields=["renditions"])
        revisions.bump_on_commit("catalog", f"product:{image.product_id}")
