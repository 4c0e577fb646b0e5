"""A square picture being painted: linear light, soft shadows, one light from the upper left."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Array = NDArray[np.floating[Any]]
Color = tuple[int, int, int]

LIGHT = np.array([-0.52, -0.58, 0.63], dtype=np.float32)


def color(code: str) -> Color:
    """Return a ``#rrggbb`` code as three numbers from 0 to 255."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def linear(code: str) -> Array:
    """Return a color as linear light, three numbers from 0 to 1."""
    return (np.array(color(code), dtype=np.float32) / 255.0) ** 2.2


def mix(first: Array, second: Array, share: Array) -> Array:
    """Blend two colors by a share per pixel (0 = first)."""
    return first + (second - first) * share[..., None]


def soft_noise(shape: tuple[int, int], cell: int, seed: int) -> Array:
    """Return smooth noise from -1 to 1 whose bumps are about ``cell`` pixels wide."""
    random = np.random.default_rng(seed)
    small = (max(2, shape[0] // cell + 2), max(2, shape[1] // cell + 2))
    coarse = Image.fromarray((random.random(small) * 255).astype(np.uint8))
    grown = coarse.resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(grown, dtype=np.float32) / 127.5 - 1.0


@dataclass
class Canvas:
    """The picture: ``pixels`` in linear light, coordinates from -1 to 1 with y downwards."""

    size: int
    plate: str = "#ece9e4"
    pixels: Array = field(init=False)
    x: Array = field(init=False)
    y: Array = field(init=False)

    def __post_init__(self) -> None:
        axis = (np.arange(self.size, dtype=np.float32) + 0.5) / self.size * 2 - 1
        self.x, self.y = np.meshgrid(axis, axis)
        wall = linear(self.plate)
        glow = 1.0 - 0.16 * np.clip((self.x + 0.5) ** 2 + (self.y + 0.6) ** 2, 0, 3) / 3
        floor = 1.0 / (1.0 + np.exp(-(self.y - 0.44) * 14))
        self.pixels = (wall * glow[..., None]) * (1.0 - 0.07 * floor[..., None])

    @property
    def soft_edge(self) -> float:
        """The width of one pixel in coordinates, for smooth edges."""
        return 2.0 / self.size

    def coverage(self, distance: Array) -> Array:
        """Turn a signed distance (negative inside) into smooth coverage from 0 to 1."""
        return np.clip(0.5 - distance / self.soft_edge / 1.4, 0, 1)

    def paint(self, rgb: Array, coverage: Array) -> None:
        """Lay a color (one, or one per pixel) over the picture."""
        self.pixels = self.pixels + (rgb - self.pixels) * coverage[..., None]

    def shade(self, strength: Array) -> None:
        """Darken the picture by a share from 0 to 1 per pixel."""
        self.pixels = self.pixels * (1.0 - np.clip(strength, 0, 1))[..., None]

    def ground_shadow(
        self, center: tuple[float, float], width: float, height: float, depth: float = 0.5
    ) -> None:
        """Lay the soft shadow of something standing on the floor, drawn out to the lower right."""
        cx, cy = center
        near = ((self.x - cx) / width) ** 2 + ((self.y - cy) / height) ** 2
        far = ((self.x - cx - 0.2 * width) / (1.5 * width)) ** 2 + ((self.y - cy) / (1.9 * height)) ** 2
        self.shade(depth * np.exp(-1.9 * near**1.3) + 0.28 * depth * np.exp(-1.6 * far))

    def cast_shadow(self, coverage: Array, offset: tuple[int, int], blur: float, depth: float = 0.35) -> None:
        """Lay the blurred shadow of a flat shape, moved by an offset in pixels."""
        shape = Image.fromarray((coverage * 255).astype(np.uint8))
        moved = Image.new("L", shape.size)
        moved.paste(shape, offset)
        soft = moved.filter(ImageFilter.GaussianBlur(blur * self.size))
        self.shade(np.asarray(soft, dtype=np.float32) / 255.0 * depth)

    def finish(self) -> Image.Image:
        """Return the picture as 8-bit sRGB."""
        toned = np.clip(self.pixels, 0, None)
        toned = toned / (1.0 + 0.12 * toned)  # keep highlights from clipping
        encoded = np.clip(toned * 1.1, 0, 1) ** (1 / 2.2) * 255.0
        return Image.fromarray((encoded + 0.5).astype(np.uint8), "RGB")


def webp(picture: Image.Image, quality: int = 74) -> bytes:
    """Encode a picture as WebP."""
    out = BytesIO()
    picture.save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def lit(normal_x: Array, normal_y: Array, normal_z: Array, base: Array, gloss: float) -> Array:
    """Return the color of a surface under the light, with a highlight for glossy ones."""
    length = np.sqrt(normal_x**2 + normal_y**2 + normal_z**2) + 1e-6
    nx, ny, nz = normal_x / length, normal_y / length, normal_z / length
    direct = np.clip(nx * LIGHT[0] + ny * LIGHT[1] + nz * LIGHT[2], 0, 1)
    bounce = 0.12 * np.clip(nx * 0.6 + ny * 0.5, 0, 1)
    sky = 0.34 + 0.14 * np.clip(-ny, 0, 1)
    shaded = base * (sky + 0.78 * direct + bounce)[..., None]
    if gloss:
        half = LIGHT + np.array([0, 0, 1], dtype=np.float32)
        half = half / np.linalg.norm(half)
        mirror = np.clip(nx * half[0] + ny * half[1] + nz * half[2], 0, 1)
        window = 0.6 * mirror**60 + 0.14 * mirror**12
        shaded = shaded + gloss * window[..., None]
    return shaded
