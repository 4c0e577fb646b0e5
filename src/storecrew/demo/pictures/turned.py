"""Things turned on a wheel or a lathe: cups, bowls, plates, vases, candles, lamps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from storecrew.demo.pictures.canvas import Array, Canvas, linear, lit, mix, soft_noise

Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Glaze:
    """How a turned surface looks: colors as ``#rrggbb``; ``dip`` is the share from the top that is glazed."""

    main: str
    foot: str
    dip: float = 1.0
    gloss: float = 0.5
    speckle: float = 0.0
    band: str = ""
    glow: float = 0.0


@dataclass(frozen=True)
class Turned:
    """A solid of revolution.

    ``outline`` is (height, radius) from bottom (0) to top (1), in units of ``height`` and ``radius``;
    ``tilt`` is how much of the opening is seen; ``handle`` is its size (0 = none).
    """

    outline: Outline
    height: float
    radius: float
    base_y: float = 0.62
    tilt: float = 0.2
    handle: float = 0.0
    open_top: bool = True
    x: float = 0.0


def _smooth_profile(outline: Outline) -> tuple[Array, Array]:
    """Return a fine, rounded version of an outline: heights and radii from bottom to top."""
    heights = np.array([point[0] for point in outline], dtype=np.float32)
    radii = np.array([point[1] for point in outline], dtype=np.float32)
    fine = np.linspace(0, 1, 240, dtype=np.float32)
    values = np.interp(fine, heights, radii).astype(np.float32)
    kernel = np.hanning(53).astype(np.float32)
    kernel /= kernel.sum()
    padded = np.pad(values, 26, mode="edge")
    return fine, np.convolve(padded, kernel, mode="valid").astype(np.float32)


def draw(canvas: Canvas, shape: Turned, glaze: Glaze, *, seed: int = 0, shadow: bool = True) -> None:
    """Draw the solid standing on ``base_y``."""
    heights, radii = _smooth_profile(shape.outline)
    radii = radii * shape.radius
    squash = shape.tilt
    if shadow:
        canvas.ground_shadow(
            (shape.x + 0.06, shape.base_y + 0.02),
            max(float(radii[0]), 0.1) * 1.35,
            0.09 + 0.35 * squash * shape.radius,
        )
    if shape.handle:
        _handle(canvas, shape, glaze, float(np.interp(0.55, heights, radii)))
    _body(canvas, shape, glaze, heights, radii, seed)
    if shape.open_top:
        _opening(canvas, shape, glaze, float(radii[-1]))


def _body(canvas: Canvas, shape: Turned, glaze: Glaze, heights: Array, radii: Array, seed: int) -> None:
    x = canvas.x - shape.x
    # Seen a little from above, every ring is an ellipse: at the side it sits higher than at the front.
    reach = np.clip(1 - (x / (shape.radius * 1.02)) ** 2, 0, 1) ** 0.5
    bulge = shape.tilt * shape.radius * reach * 0.5
    along = (shape.base_y - canvas.y + bulge) / shape.height
    radius = np.interp(along, heights, radii).astype(np.float32)
    slope = np.interp(along, heights, np.gradient(radii, heights)).astype(np.float32) / shape.height
    inside = np.maximum(np.abs(x) - radius, np.maximum(-along, along - 1) * shape.height)
    coverage = canvas.coverage(inside)
    across = np.clip(x / np.maximum(radius, 1e-4), -1, 1)
    front = np.sqrt(np.clip(1 - across**2, 0, 1))
    surface = _surface(canvas, glaze, along, seed)
    shaded = lit(across, slope * 0.9, front + 0.02, surface, glaze.gloss)
    if glaze.glow:
        warm = linear("#ffdfae") * 1.5
        heart = np.exp(-2.2 * (along - 0.35) ** 2) * (0.55 + 0.45 * front)
        shaded = mix(shaded, surface * 0.35 + warm * 0.8, np.clip(glaze.glow * heart, 0, 1))
    shaded = shaded * (0.82 + 0.18 * np.clip(along * 4, 0, 1))[..., None]
    canvas.paint(shaded, coverage)


def _surface(canvas: Canvas, glaze: Glaze, along: Array, seed: int) -> Array:
    main, foot = linear(glaze.main), linear(glaze.foot)
    wave = 0.012 * soft_noise(canvas.x.shape, canvas.size // 9, seed)
    dipped = np.clip((along + wave - (1 - glaze.dip)) * canvas.size / 5, 0, 1)
    surface = mix(foot, main, dipped)
    depth = 1 + 0.05 * soft_noise(canvas.x.shape, canvas.size // 14, seed + 1)
    surface = surface * depth[..., None]
    if glaze.band:
        band = np.clip(1 - np.abs(along - 0.8) * 22, 0, 1) * 0.9
        surface = mix(surface, linear(glaze.band), band)
    if glaze.speckle:
        dots = np.random.default_rng(seed + 2).random(canvas.x.shape).astype(np.float32)
        spots = (dots > 1 - 0.012 * glaze.speckle).astype(np.float32) * 0.65
        surface = mix(surface, surface * 0.25, spots)
    return surface


def _opening(canvas: Canvas, shape: Turned, glaze: Glaze, radius: float) -> None:
    """Draw the rim and the inside that is seen from above."""
    # A narrow neck has a flatter ring than the widest part, by which the body was bent.
    top = shape.base_y - shape.height + shape.tilt * 0.5 * (shape.radius - radius)
    flat = max(shape.tilt * radius * 0.5, 0.004)
    x, y = canvas.x - shape.x, canvas.y - top
    scale = np.sqrt((x / radius) ** 2 + (y / flat) ** 2)
    edge = canvas.soft_edge / flat * 1.2
    disc = np.clip((1 - scale) / edge + 0.5, 0, 1)
    rim = linear(glaze.main) * 1.12 + 0.05 * glaze.gloss
    canvas.paint(np.broadcast_to(rim, canvas.pixels.shape), disc)
    hollow = np.clip((0.93 - scale) / edge + 0.5, 0, 1)
    depth = 0.5 + 0.42 * np.clip(y / flat * 0.9 + x / radius * 0.35, -1, 1)
    canvas.paint(linear(glaze.main) * (0.28 + 0.62 * depth)[..., None], hollow)


def _handle(canvas: Canvas, shape: Turned, glaze: Glaze, radius: float) -> None:
    """Draw a ring at the right side, behind the body."""
    size = shape.handle
    cx, cy = shape.x + radius + size * 0.22, shape.base_y - shape.height * 0.52
    dx, dy = (canvas.x - cx) / 0.86, canvas.y - cy
    distance = np.sqrt(dx**2 + dy**2)
    thick = size * 0.17
    offset = distance - size * 0.72
    coverage = canvas.coverage(np.abs(offset) - thick)
    round_ = np.clip(offset / thick, -1, 1)
    front = np.sqrt(np.clip(1 - round_**2, 0, 1))
    ux, uy = dx / (distance + 1e-5), dy / (distance + 1e-5)
    base = np.broadcast_to(linear(glaze.main), canvas.pixels.shape)
    canvas.paint(lit(ux * round_, uy * round_, front, base, glaze.gloss), coverage)
