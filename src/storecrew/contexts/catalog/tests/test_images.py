"""Pictures: what is taken, what is left of it, what a page gets."""

from __future__ import annotations

import io
import struct
import time
import zlib
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import ProductImage
from storecrew.contexts.catalog.providers import pictures as decoder
from storecrew.contexts.catalog.rules import pictures
from storecrew.contexts.catalog.tests.factories import ACTOR, AT, make_product

WHO = {"actor": ACTOR, "at": AT}


def picture(
    size: tuple[int, int] = (1_200, 800), format_name: str = "JPEG", mode: str = "RGB", **options: Any
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else (0, 128, 128, 60)).save(out, format_name, **options)
    return out.getvalue()


def png_header_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png_header_of(50_000, 50_000), "too_many_pixels"),
        (png_header_of(13_000, 10), "too_many_pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "svg"),
        (b"<?xml version='1.0'?><svg/>", "svg"),
        (b"GIF89a", "unreadable"),
        (b"", "unreadable"),
        (b"%PDF-1.4", "unreadable"),
        (picture()[:400], "unreadable"),
        (b"x" * (pictures.MAX_BYTES + 1), "too_many_bytes"),
    ],
    ids=["flood", "wide", "svg", "xml", "gif-head", "empty", "pdf", "half", "large"],
)
def test_bad_13_files_that_are_refused_at_once(content: bytes, code: str) -> None:
    started = time.perf_counter()
    with pytest.raises(pictures.BadPicture) as refusal:
        pictures.clean_picture(content)
    assert refusal.value.code == code
    assert time.perf_counter() - started < 2


def test_bad_13_position_and_all_other_metadata_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret description"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture(exif=exif.tobytes(), comment=b"hidden")
    assert b"secret" in content
    data, extension, width, height = pictures.clean_picture(content)
    assert b"secret" not in data and b"hidden" not in data
    with Image.open(io.BytesIO(data)) as cleaned:
        assert not cleaned.getexif()
    assert (extension, width, height) == ("jpg", 1_200, 800)


def test_bad_13_a_second_file_behind_the_picture_is_gone() -> None:
    data, *_rest = pictures.clean_picture(picture() + b"<script>alert(1)</script>")
    assert b"script" not in data


def test_bad_13_an_animation_keeps_its_first_frame() -> None:
    frames = [Image.new("RGB", (40, 30), color) for color in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    data, _extension, *_size = pictures.clean_picture(out.getvalue())
    with Image.open(io.BytesIO(data)) as cleaned:
        assert getattr(cleaned, "n_frames", 1) == 1


def test_pictures_are_turned_upright_and_large_ones_made_smaller() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    assert pictures.clean_picture(picture((400, 200), exif=exif.tobytes()))[2:] == (200, 400)
    assert pictures.clean_picture(picture((4_800, 2_400)))[2:] == (2_400, 1_200)


def test_transparency_is_kept() -> None:
    assert pictures.clean_picture(picture((20, 20), "PNG", "RGBA"))[1] == "png"


@pytest.mark.parametrize("name", ["webp", "avif"])
def test_renditions_have_the_width_asked_for_and_never_grow(name: str) -> None:
    content, width, height = pictures.rendition(picture(), 320, name)
    with Image.open(io.BytesIO(content)) as small:
        assert (small.format, small.size) == (name.upper(), (320, 213))
    assert (width, height) == (320, 213)
    assert pictures.rendition(picture((100, 50)), 320, name)[1:] == (100, 50)


@pytest.fixture
def tee(db: None, settings: Any, tmp_path: Any) -> catalog.RowResult:
    settings.MEDIA_ROOT = tmp_path
    return make_product("tee")


def attach(result: catalog.RowResult, **options: Any) -> int:
    values = {"content": picture(), "alt": "A teal shirt"} | options
    return catalog.attach_image(product_id=result.product_id or 0, **values, **WHO)


def test_an_attached_image_is_ready_for_a_page(tee: catalog.RowResult) -> None:
    attach(tee, variant_id=tee.variant_ids["TEE-RED"])
    image = catalog.cards([tee.product_id or 0])[tee.product_id or 0].image
    assert image is not None
    assert (image.width, image.height, image.alt) == (960, 640, "A teal shirt")
    assert [part.split()[-1] for part in image.webp.split(", ")] == ["320w", "640w", "960w"]
    assert image.avif == ""
    assert default_storage.exists(ProductImage.objects.get().renditions["webp"][0][3])
    assert catalog.variants([tee.variant_ids["TEE-RED"]])[tee.variant_ids["TEE-RED"]].image == image


def test_the_task_makes_avif_later_and_only_once(tee: catalog.RowResult) -> None:
    attach(tee)
    assert catalog.render_missing() == 1
    assert catalog.render_missing() == 0
    image = catalog.cards([tee.product_id or 0])[tee.product_id or 0].image
    assert image is not None and image.avif.count("w") >= 3


def test_a_lost_original_is_not_tried_for_ever(tee: catalog.RowResult) -> None:
    attach(tee, formats=())
    ProductImage.objects.get().image.file.storage.delete(ProductImage.objects.get().image.file.name)
    assert catalog.render_missing(formats=["webp"]) == 1
    assert catalog.render_missing(formats=["webp"]) == 0
    image = catalog.cards([tee.product_id or 0])[tee.product_id or 0].image
    assert image is not None and (image.webp, image.width) == ("", 1_200)


def test_the_same_source_is_attached_once(tee: catalog.RowResult) -> None:
    first = attach(tee, source_url="https://cdn.example/a.jpg")
    assert attach(tee, source_url="https://cdn.example/a.jpg") == first
    assert ProductImage.objects.count() == 1


def test_alternative_text_focal_point_and_order(tee: catalog.RowResult) -> None:
    first, second = attach(tee), attach(tee, alt="")
    who = {"product_id": tee.product_id or 0, **WHO}
    catalog.update_image(
        image_id=first, alt="New", translations={"ko": "청록 셔츠"}, focal_point=(600, 200), **who
    )
    catalog.order_images(image_ids=[second], **who)
    images = catalog.product_page("tee", "ko", 1, preview=True).images
    assert [(i.id, i.alt, i.focal_x, i.focal_y) for i in images] == [
        (second, "Tee", None, None), (first, "청록 셔츠", 50, 25),
    ]  # fmt: skip
    with pytest.raises(catalog.InvalidImage):
        catalog.update_image(image_id=first, focal_point=(9_999, 0), **who)
    with pytest.raises(catalog.ImageNotFound):
        catalog.update_image(image_id=99, alt="x", **who)
    with pytest.raises(catalog.ImageNotFound):
        catalog.order_images(image_ids=[99], **who)


def test_removing_an_image_removes_its_files(
    tee: catalog.RowResult, django_capture_on_commit_callbacks: Any
) -> None:
    image = attach(tee)
    file = ProductImage.objects.get().renditions["webp"][0][3]
    with django_capture_on_commit_callbacks(execute=True):
        catalog.remove_image(product_id=tee.product_id or 0, image_id=image, **WHO)
    assert not ProductImage.objects.exists() and not default_storage.exists(file)


def test_bad_13_a_refused_upload_leaves_nothing(tee: catalog.RowResult) -> None:
    with pytest.raises(catalog.InvalidImage) as refusal:
        attach(tee, content=b"<svg/>")
    assert refusal.value.details["reason"] == "svg"
    with pytest.raises(catalog.ImageNotFound):
        attach(tee, variant_id=999)
    with pytest.raises(catalog.ProductNotFound):
        catalog.attach_image(product_id=999, content=picture(), **WHO)
    assert not ProductImage.objects.exists()


def test_images_count_for_completeness(tee: catalog.RowResult) -> None:
    before = catalog.completeness(tee.product_id or 0)
    assert "images" in {part.code for part in before.missing}
    attach(tee)
    after = catalog.completeness(tee.product_id or 0)
    assert after.score == before.score + 30


def gif_bomb() -> bytes:
    """A small file whose one frame claims more than the picture itself."""
    return b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0x80, 0, 0) + bytes(6) + (
        b"\x2c" + struct.pack("<HHHHB", 0, 0, 60_000, 60_000, 0) + b"\x02\x02\x4c\x01\x00\x3b"
    )  # fmt: skip


@pytest.mark.parametrize("content", [gif_bomb(), picture()[:400], b"\xff\xd8\xff" + bytes(2_000)])
def test_bad_13_what_breaks_a_decoder_breaks_it_in_the_child(tee: catalog.RowResult, content: bytes) -> None:
    with pytest.raises(catalog.InvalidImage) as refusal:
        attach(tee, content=content)
    assert refusal.value.details["reason"] in {"unreadable", "too_many_pixels", "too_costly"}
    attach(tee)
    assert ProductImage.objects.count() == 1


@pytest.mark.parametrize(
    ("limit", "reason"), [({"memory": 96 << 20}, "too_costly"), ({"patience": 0}, "too_costly")]
)
def test_bad_13_memory_and_time_of_the_child_are_limited(
    tee: catalog.RowResult, monkeypatch: pytest.MonkeyPatch, limit: dict[str, int], reason: str
) -> None:
    monkeypatch.setattr(decoder, "LIMITS", replace(decoder.LIMITS, **limit))
    with pytest.raises(catalog.InvalidImage) as refusal:
        attach(tee, content=picture((6_000, 5_000), "PNG", "RGBA", compress_level=1))
    assert refusal.value.details["reason"] == reason
    assert "memory or time" in str(refusal.value.message)
    assert not ProductImage.objects.exists()


def test_bad_13_no_picture_is_decoded_in_the_shop_itself(
    tee: catalog.RowResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = picture((2_000, 1_000))

    def decode(*_args: Any, **_options: Any) -> None:
        raise AssertionError("decoded in this process")

    monkeypatch.setattr(Image.Image, "load", decode)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decode)
    catalog.attach_image(product_id=tee.product_id or 0, content=content, **WHO)
    assert catalog.render_missing(formats=["avif"]) == 1
    assert ProductImage.objects.get().renditions["avif"]


def test_bad_13_the_largest_honest_picture_fits_the_limits() -> None:
    clean = decoder.clean(picture((8_000, 5_000), "PNG", "RGBA", compress_level=1), ["webp"])
    assert (clean.extension, clean.width, clean.height) == ("png", 2_400, 1_500)
    assert [one.width for one in clean.made] == [320, 640, 960]
