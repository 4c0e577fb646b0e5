"""Woven things: cushions, throws, towels, rugs and runners with a pattern and a visible weave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from storecrew.demo.pictures.canvas import Array, Canvas, linear, lit, mix, soft_noise


@dataclass(frozen=True)
class Weave:
    """The cloth: two colors, a pattern, and how coarse the yarn is (threads across the picture)."""

    main: str
    accent: str
    pattern: str = "plain"
    yarn: int = 150
    scale: float = 1.0


def _pattern(weave: Weave, u: Array, v: Array) -> Array:
    """Return the share of the accent color at cloth coordinates (about -1 to 1)."""
    s = weave.scale
    if weave.pattern == "stripes":
        return (np.sin(u * 16 * s) > 0.45).astype(np.float32)
    if weave.pattern == "pinstripes":
        return (np.sin(u * 42 * s) > 0.86).astype(np.float32)
    if weave.pattern == "checks":
        return 0.5 * (np.sin(u * 15 * s) > 0.2).astype(np.float32) + 0.5 * (np.sin(v * 15 * s) > 0.2)
    if weave.pattern == "herringbone":
        zigzag = np.abs(((u * 5 * s) % 1) - 0.5) * 2
        return (((v * 14 * s + zigzag * 1.6) % 1) > 0.5).astype(np.float32)
    if weave.pattern == "diamonds":
        return (np.abs((u * 4 * s) % 1 - 0.5) + np.abs((v * 4 * s) % 1 - 0.5) < 0.3).astype(np.float32)
    if weave.pattern == "waves":
        return (np.sin(v * 20 * s + np.sin(u * 9 * s) * 1.5) > 0.3).astype(np.float32)
    if weave.pattern == "border":
        return ((np.maximum(np.abs(u), np.abs(v)) > 0.72) & (np.maximum(np.abs(u), np.abs(v)) < 0.84)).astype(
            np.float32
        )
    return np.zeros_like(u)


def _cloth_color(weave: Weave, u: Array, v: Array, seed: int) -> Array:
    threads = np.sin(u * weave.yarn) * np.sin(v * weave.yarn)
    fade = 1 + 0.05 * soft_noise(u.shape, u.shape[0] // 12, seed)
    base = mix(linear(weave.main), linear(weave.accent), _pattern(weave, u, v).astype(np.float32))
    return base * ((1 + 0.09 * threads) * fade)[..., None]


def cushion(
    canvas: Canvas, weave: Weave, *, width: float = 0.66, height: float = 0.66, seed: int = 0
) -> None:
    """Draw a stuffed cushion, a little turned, with drawn-out corners."""
    angle = np.float32(-0.09)
    x, y = canvas.x, canvas.y - 0.02
    u = (x * np.cos(angle) + y * np.sin(angle)) / width
    v = (y * np.cos(angle) - x * np.sin(angle)) / height
    pull = 0.10 * np.clip(1 - v**2, 0, 1), 0.10 * np.clip(1 - u**2, 0, 1)
    au, av = np.abs(u) + pull[0], np.abs(v) + pull[1]
    edge = np.maximum(au, av) - 1.0
    coverage = canvas.coverage(edge * min(width, height))
    puff = (np.clip(1 - np.abs(au) ** 2.6, 0, 1) * np.clip(1 - np.abs(av) ** 2.6, 0, 1)) ** 0.55
    folds = 0.015 * soft_noise(u.shape, canvas.size // 6, seed) * (1 - puff)
    lift = 0.42 * puff + folds
    slope_y, slope_x = np.gradient(lift, canvas.soft_edge)
    canvas.ground_shadow((0.05, 0.02 + height * 0.96), width * 0.95, 0.1, 0.55)
    shaded = lit(-slope_x, -slope_y, np.full_like(u, 0.9), _cloth_color(weave, u, v, seed), 0.0)
    seam = np.clip(1 - np.abs(edge + 0.03) * 60, 0, 1) * 0.25
    canvas.paint(shaded * (1 - seam)[..., None], coverage)


def folded(canvas: Canvas, weave: Weave, *, layers: int = 4, width: float = 0.68, seed: int = 0) -> None:
    """Draw a folded pile seen from the front: throws, towels, bed linen."""
    thick = 0.62 / layers if layers > 2 else 0.2
    bottom = 0.56
    canvas.ground_shadow((0.04, bottom + 0.02), width * 1.06, 0.1, 0.6)
    for layer in range(layers):
        _fold(canvas, weave, bottom - layer * thick * 0.86, thick, width * (1 - 0.012 * layer), layer, seed)


def _fold(
    canvas: Canvas, weave: Weave, base: float, thick: float, width: float, layer: int, seed: int
) -> None:
    sway = 0.012 * np.sin(canvas.x * 5 + layer * 2.1 + seed)
    y = (canvas.y - base - sway) / thick + 0.5
    round_ = np.clip(np.abs(y) * 2, 0, 1)
    side = width * (1 - 0.05 * round_**3) + 0.006 * np.sin(layer * 3.7)
    inside = np.maximum(np.abs(canvas.x) - side, (np.abs(y) - 0.5) * thick)
    u, v = canvas.x * 1.2, y * thick * 1.6 + layer * 0.37
    surface = _cloth_color(weave, u, v, seed + layer)
    ends = np.clip(np.abs(canvas.x) / width, 0, 1) ** 10
    shaded = lit(
        np.sign(canvas.x) * ends * 0.8, y * 1.7, np.sqrt(np.clip(1 - round_**2 * 0.9, 0.05, 1)), surface, 0.0
    )
    crease = 1 - 0.4 * np.clip((round_ - 0.86) / 0.14, 0, 1)
    canvas.paint(shaded * crease[..., None], canvas.coverage(inside))


def flat(
    canvas: Canvas,
    weave: Weave,
    *,
    width: float = 0.6,
    height: float = 0.82,
    fringe: bool = True,
    seed: int = 0,
) -> None:
    """Draw a rug, runner or cloth seen from above, with fringes at the short ends."""
    u, v = canvas.x / width, canvas.y / height
    uneven = 0.006 * soft_noise(u.shape, canvas.size // 10, seed)
    edge = np.maximum(np.abs(canvas.x) - width, np.abs(canvas.y) - height) + uneven
    coverage = canvas.coverage(edge)
    if fringe:
        threads = (np.sin(canvas.x * 120) > -0.2) & (np.abs(canvas.x) < width * 0.99)
        ends = threads & (np.abs(canvas.y) < height + 0.07) & (np.abs(canvas.y) >= height - 0.01)
        canvas.cast_shadow(ends.astype(np.float32), (4, 6), 0.006, 0.3)
        canvas.paint(
            np.broadcast_to(linear(weave.accent) * 0.9, canvas.pixels.shape), ends * np.float32(0.95)
        )
    canvas.cast_shadow(coverage, (int(canvas.size * 0.012), int(canvas.size * 0.018)), 0.014, 0.5)
    relief = 0.01 * soft_noise(u.shape, canvas.size // 40, seed + 3)
    slope_y, slope_x = np.gradient(relief, canvas.soft_edge)
    surface = _cloth_color(weave, u, v, seed)
    canvas.paint(lit(-slope_x * 0.5, -slope_y * 0.5, np.ones_like(u), surface, 0.0), coverage)
