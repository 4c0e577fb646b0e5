"""Pictures for the press: four inks, by the printer's profile or by a plain separation (MKT-9)."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from storecrew.contexts.marketing.providers.paper.colors import LONGEST, MOST_INK, NotForPrint, to_cmyk

CORNERS = [(r, g, b) for r in (0, 128, 255) for g in (0, 128, 255) for b in (0, 128, 255)]


def picture(*colors: tuple[int, ...], mode: str = "RGB", form: str = "PNG", size: int = 32) -> bytes:
    """Stripes of colors, each wide enough that a JPEG keeps it."""
    image = Image.new(mode, (size * len(colors), size))
    for number, color in enumerate(colors):
        image.paste(color, (number * size, 0, (number + 1) * size, size))
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


def inks(made: bytes, stripes: int) -> list[tuple[int, ...]]:
    """The four inks in the middle of each stripe, 0 to 255."""
    with Image.open(io.BytesIO(made)) as image:
        assert image.mode == "CMYK" and image.format == "JPEG"
        width = image.width // stripes
        return [image.getpixel((width * n + width // 2, image.height // 2)) for n in range(stripes)]


def press(tmp_path: Path, black: int = 255) -> str:
    """A profile of four inks that prints everything in one tone of black: what came by it is told apart."""
    table = struct.pack(">BBBB", 3, 4, 2, 0)
    table += struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    straight = bytes(range(256))
    table = b"mft1\0\0\0\0" + table + straight * 3 + bytes([0, 0, 0, black]) * 8 + straight * 4
    back = b"mft1\0\0\0\0" + struct.pack(">BBBB", 4, 3, 2, 0)
    back += struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    back += straight * 4 + bytes([128, 128, 128]) * 16 + straight * 3
    words = b"desc\0\0\0\0" + struct.pack(">I", 6) + b"press\0" + bytes(78)
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    right = b"text\0\0\0\0none\0"
    tags = {b"desc": words, b"cprt": right, b"wtpt": white, b"A2B0": back, b"B2A0": table}
    head, body, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        value += bytes(-len(value) % 4)
        head += name + struct.pack(">II", at + len(body), len(value))
        body += value
    size = 128 + len(head) + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += struct.pack(">3i", 63190, 65536, 54061)
    path = tmp_path / "press.icc"
    path.write_bytes(header + bytes(128 - len(header)) + head + body)
    return str(path)


def test_white_has_no_ink_and_black_is_black():
    white, black = inks(to_cmyk(picture((255, 255, 255), (0, 0, 0))), 2)
    assert max(white) <= 3
    assert black[3] >= 250 and max(black[:3]) <= 80


def test_colors_stay_colors_without_black():
    red, green, blue = inks(to_cmyk(picture((255, 0, 0), (0, 255, 0), (0, 0, 255))), 3)
    assert red[0] < 10 and red[1] > 245 and red[2] > 245 and red[3] < 10
    assert green[1] < 10 and blue[2] < 10


def test_no_color_puts_more_ink_on_a_spot_than_dries():
    for spot in inks(to_cmyk(picture(*CORNERS)), len(CORNERS)):
        assert sum(spot) * 100 / 255 <= MOST_INK


def test_what_is_transparent_lies_on_white():
    clear, half = inks(to_cmyk(picture((255, 0, 0, 0), (255, 0, 0, 255), mode="RGBA")), 2)
    assert max(clear) <= 3 and half[1] > 245


@pytest.mark.parametrize("mode", ["L", "P", "1"])
def test_pictures_of_every_kind_become_four_inks(mode: str):
    image = Image.new("RGB", (40, 40), (90, 90, 90)).convert(mode)
    out = io.BytesIO()
    image.save(out, "PNG")
    assert len(inks(to_cmyk(out.getvalue()), 1)[0]) == 4


def test_pictures_are_no_larger_than_print_shows():
    out = io.BytesIO()
    Image.new("RGB", (LONGEST * 2, 300), "red").save(out, "PNG")
    with Image.open(io.BytesIO(to_cmyk(out.getvalue()))) as made:
        assert made.width == LONGEST


def test_the_profile_of_the_press_decides(tmp_path: Path):
    found = inks(to_cmyk(picture((255, 0, 0)), profile=press(tmp_path, 200)), 1)[0]
    assert max(found[:3]) <= 3 and abs(found[3] - 200) <= 3


def test_a_file_that_is_no_profile_of_four_inks_is_refused(tmp_path: Path):
    from PIL import ImageCms

    screen = tmp_path / "screen.icc"
    screen.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for path in (str(screen), str(tmp_path / "gone.icc"), __file__):
        with pytest.raises(NotForPrint):
            to_cmyk(picture((255, 0, 0)), profile=path)
