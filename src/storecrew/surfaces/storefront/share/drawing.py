"""Draw a card of 1200 by 630 pixels, the size that messengers and social networks show.

Plain Pillow and our own fonts; nothing is looked up on the machine, so a card is the same everywhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageDraw, ImageFont, ImageOps

from storecrew.kernel.printing import FOLDER

SIZE = (1200, 630)
PAPER, INK, INK_2, ACCENT, PLATE = "#ffffff", "#15191b", "#495156", "#c5330b", "#f0f2f1"
MARGIN = 56
MOST_LINES = 4
MOST_BYTES = 400_000
# Hangul and Latin first; what it lacks (é, €, Greek, Cyrillic) is in the second.
FONTS = ("NanumSquareB.ttf", "DejaVuSans-Bold.ttf")
_MISSING = "\U0010fffe"


def draw(*, picture: bytes | None, shop: str, title: str, price: str = "", before: str = "") -> bytes:
    """Return a PNG. ``picture`` is any raster picture or None; a picture that cannot be read is left out."""
    card = Image.new("RGB", SIZE, PAPER)
    canvas = ImageDraw.Draw(card)
    left = _place_picture(card, picture)
    width = SIZE[0] - left - 2 * MARGIN
    left += MARGIN
    canvas.rectangle((left, MARGIN, left + 44, MARGIN + 8), fill=ACCENT)
    y = MARGIN + 30
    for line in _wrap(shop, 30, width, most=1):
        _write(canvas, (left, y), line, 30, INK_2)
    y += 70
    size = next((one for one in (68, 56, 46) if len(_wrap(title, one, width, most=9)) <= MOST_LINES), 46)
    for line in _wrap(title, size, width, most=MOST_LINES):
        _write(canvas, (left, y), line, size, INK)
        y += round(size * 1.28)
    if price:
        foot = SIZE[1] - MARGIN - 64
        end = _write(canvas, (left, foot), price, 60, ACCENT if before else INK)
        if before and end + 24 + _length(before, 36) <= SIZE[0] - MARGIN:
            done = _write(canvas, (end + 24, foot + 20), before, 36, INK_2)
            canvas.line((end + 24, foot + 44, done, foot + 44), fill=INK_2, width=3)
    drawn = _png(card)
    # A grainy photograph grows too large for some messengers; its grain hides that colors are fewer.
    return drawn if len(drawn) <= MOST_BYTES else _png(card.quantize(256, Image.Quantize.MEDIANCUT))


def _png(card: Image.Image) -> bytes:
    out = io.BytesIO()
    card.save(out, "PNG", compress_level=6)  # surface write: into memory, no row is touched
    return out.getvalue()


def _place_picture(card: Image.Image, picture: bytes | None) -> int:
    """Put the picture on the left, cut to a square; return where the text may begin."""
    if picture is None:
        return 0
    try:
        with Image.open(io.BytesIO(picture)) as found:
            square = ImageOps.fit(found.convert("RGBA"), (SIZE[1], SIZE[1]), Image.Resampling.LANCZOS)
    except (OSError, ValueError, Image.DecompressionBombError):
        return 0
    plate = Image.new("RGB", square.size, PLATE)
    plate.paste(square, mask=square.getchannel("A"))
    card.paste(plate, (0, 0))
    return SIZE[1]


def _wrap(text: str, size: int, width: int, *, most: int) -> list[str]:
    """Break a text into lines, between words where it has any, else between characters."""
    lines: list[str] = [""]
    for piece in _pieces(text, size, width):
        if _length(lines[-1] + piece.rstrip(), size) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    if len(lines) > most:
        lines = lines[:most]
        while lines[-1] and _length(lines[-1] + "…", size) > width:
            lines[-1] = lines[-1][:-1]
        lines[-1] = lines[-1].rstrip() + "…"
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str, size: int, width: int) -> Iterator[str]:
    for word in " ".join(text.split()).split(" "):
        if _length(word, size) <= width:
            yield f"{word} "
        else:
            yield from word
            yield " "


def _write(canvas: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, color: str) -> int:
    """Write a line and return where it ends."""
    x = float(at[0])
    for name, run in _runs(text):
        font = _font(name, size)
        # One base line for both fonts.
        weight = size // 34 if name == FONTS[0] else 0  # as heavy as the second font
        canvas.text((x, at[1] + size), run, color, font, "ls", stroke_width=weight, stroke_fill=color)
        x += font.getlength(run)
    return round(x)


def _length(text: str, size: int) -> float:
    return sum(_font(name, size).getlength(run) for name, run in _runs(text))


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Split a text by font: one font for all of it where one has all; unknown characters are left out."""
    for name in FONTS:
        if all(_has(name, char) for char in text):
            yield name, text
            return
    run = last = ""
    for char in text:
        name = next((one for one in FONTS if _has(one, char)), "")
        if name and name != last:
            if run:
                yield last, run
            run, last = "", name
        run += char if name else ""
    if run:
        yield last, run


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FOLDER / name, size)


@cache
def _has(name: str, char: str) -> bool:
    if char == " ":
        return True
    font = _font(name, 24)
    return bytes(font.getmask(char)) != bytes(font.getmask(_MISSING))
