"""The finished pictures as files, drawn once and kept, so that building the demo takes seconds.

``./dev manage draw_demo_pictures`` draws them all again; a test draws some and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from storecrew.demo.assortment import Picture, assortment
from storecrew.demo.pictures.canvas import webp
from storecrew.demo.pictures.paper import gift_card
from storecrew.demo.pictures.portraits import portrait
from storecrew.demo.pictures.still_life import still_life

FOLDER = Path(__file__).with_name("drawn")
SIZE = 640
HERO = Path(__file__).with_name("still-life.webp")
GIFT_CARD = Path(__file__).with_name("gift-card.webp")


def file_of(picture: Picture) -> Path:
    """Return where the drawn picture lies."""
    return FOLDER / f"{picture.sku.lower()}.webp"


def draw(picture: Picture) -> bytes:
    """Draw one picture; return it as WebP."""
    return webp(portrait(picture.form, picture.manner, picture.code, picture.accent, size=SIZE))


def draw_all() -> Iterator[Path]:
    """Draw every picture of the assortment into its file; yield the files as they are done."""
    FOLDER.mkdir(exist_ok=True)
    HERO.write_bytes(webp(still_life(), quality=80))
    GIFT_CARD.write_bytes(webp(gift_card(SIZE)))
    pictures = [picture for item in assortment() for picture in item.pictures]
    wanted = {file_of(picture) for picture in pictures}
    for left_over in set(FOLDER.glob("*.webp")) - wanted:
        left_over.unlink()
    with ProcessPoolExecutor() as pool:
        for picture, drawn in zip(pictures, pool.map(draw, pictures, chunksize=8), strict=True):
            file_of(picture).write_bytes(drawn)
            yield file_of(picture)
