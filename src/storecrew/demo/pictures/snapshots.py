"""Photos as buyers take them: a product's picture seen by a phone, closer, askew, in the light of a room."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from storecrew.demo.pictures.album import FOLDER

SIZE = (720, 900)
LIGHT = ((255, 196, 120), (150, 180, 255), (255, 222, 170))


def snapshot(sku: str, *, seed: int) -> bytes | None:
    """Return a photo of a variant as JPEG, the same for the same seed; None without a picture of it."""
    source = FOLDER / f"{sku.lower()}.webp"
    if not source.exists():
        return None
    # Not for secrets: the same demo store twice has the same photos.
    chance = random.Random(f"{sku}/{seed}")  # noqa: S311
    with Image.open(source) as opened:
        seen = opened.convert("RGB")
    seen = seen.rotate(chance.uniform(-5, 5), resample=Image.Resampling.BICUBIC)
    # Near enough that the corners which the turn left empty are outside.
    width = round(seen.width * chance.uniform(0.7, 0.8))
    height = min(seen.height, round(width * SIZE[1] / SIZE[0]))
    left = round((seen.width - width) * chance.uniform(0.35, 0.65))
    top = round((seen.height - height) * chance.uniform(0.4, 0.7))
    seen = seen.crop((left, top, left + width, top + height)).resize(SIZE, Image.Resampling.LANCZOS)
    seen = Image.blend(seen, Image.new("RGB", SIZE, chance.choice(LIGHT)), chance.uniform(0.08, 0.16))
    seen = ImageEnhance.Brightness(seen).enhance(chance.uniform(0.78, 1.04))
    seen = ImageEnhance.Contrast(seen).enhance(chance.uniform(1.05, 1.2))
    seen = Image.composite(seen, ImageEnhance.Brightness(seen).enhance(0.55), _vignette())
    seen = seen.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.9)))
    out = BytesIO()
    seen.save(out, "JPEG", quality=78)
    return out.getvalue()


@cache
def _vignette() -> Image.Image:
    """Return how much of each pixel stays bright: less toward the corners."""
    mask = Image.new("L", SIZE, 70)
    inner = (-SIZE[0] // 8, -SIZE[1] // 8, SIZE[0] + SIZE[0] // 8, SIZE[1] + SIZE[1] // 8)
    ImageDraw.Draw(mask).ellipse(inner, fill=255)
    return mask.filter(ImageFilter.GaussianBlur(90))
