"""The picture of the gift vouchers: a card with a ribbon on its envelope."""

from __future__ import annotations

import numpy as np
from PIL import Image

from storecrew.demo.pictures.canvas import Array, Canvas, linear, lit, soft_noise

CARD, ENVELOPE, RIBBON = "#a9482f", "#efe3cd", "#c9a25e"
WIDTH, HEIGHT = 0.62, 0.4
TURN = -0.14
KNOT = (-0.2, 0.0)
"""Where the ribbons cross, on the card."""


def gift_card(size: int = 640) -> Image.Image:
    """Draw a card tied with a ribbon, lying on an envelope; a square."""
    canvas = Canvas(size)
    _envelope(canvas)
    u, v = _turned(canvas, 0.03, 0.1, TURN)
    card = _rounded(u, v, WIDTH, HEIGHT, 0.05)
    _sheet(canvas, card, CARD, seed=3)
    band = 0.045
    for across in (np.abs(u - KNOT[0]), np.abs(v - KNOT[1])):
        strip = np.maximum(across - band, card)
        canvas.cast_shadow(canvas.coverage(strip), (2, 3), 0.006, 0.35)
        fold = 0.5 + 0.5 * np.cos(np.clip(across / band, 0, 1) * np.pi)
        canvas.paint(linear(RIBBON) * (0.8 + 0.3 * fold)[..., None], canvas.coverage(strip))
    _bow(canvas, u - KNOT[0], v - KNOT[1])
    return canvas.finish()


def _envelope(canvas: Canvas) -> None:
    """Draw the back of an envelope with its flap, turned the other way."""
    u, v = _turned(canvas, -0.02, -0.12, 0.1)
    sheet = _rounded(u, v, 0.7, 0.46, 0.02)
    _sheet(canvas, sheet, ENVELOPE, seed=1)
    flap = np.maximum(np.abs(u) * 0.62 + v + 0.03, sheet)
    canvas.cast_shadow(canvas.coverage(flap), (0, 5), 0.012, 0.3)
    canvas.paint(np.broadcast_to(linear("#f4ead8"), canvas.pixels.shape), canvas.coverage(flap))


def _sheet(canvas: Canvas, edge: Array, code: str, *, seed: int) -> None:
    """Lay a flat sheet of paper with a soft grain and its shadow."""
    coverage = canvas.coverage(edge)
    far, near = round(canvas.size * 0.025), round(canvas.size * 0.008)
    canvas.cast_shadow(coverage, (far, far), 0.03, 0.3)
    canvas.cast_shadow(coverage, (near, near), 0.008, 0.3)
    grain = 1 + 0.03 * soft_noise(canvas.x.shape, 3, seed) + 0.04 * soft_noise(canvas.x.shape, 60, seed + 1)
    slope = -0.16 * canvas.x, -0.16 * canvas.y
    paper = lit(*slope, np.ones_like(canvas.x), linear(code) * grain[..., None], 0.0)
    canvas.paint(paper, coverage)


def _bow(canvas: Canvas, u: Array, v: Array) -> None:
    """Tie a bow: two ends, two loops, and the knot on top of them."""
    for side in (-1, 1):
        along, away = side * u * 0.55 + v * 0.85, side * u * 0.85 - v * 0.55
        end = np.maximum(np.abs(away) - 0.04, np.maximum(-along, along - 0.26 + np.abs(away)))
        _silk(canvas, end, away / 0.04)
    for side in (-1, 1):
        out = np.clip(side * u / 0.32, 0, 1)
        lift = -v - 0.13 * out
        wide = 0.03 * (1 - out) + 0.24 * out * np.sqrt(1 - out)
        ends = np.maximum(-side * u, side * u - 0.31)
        _silk(canvas, np.maximum(np.abs(lift) - wide, ends), lift / np.maximum(wide, 0.01))
        hollow = np.maximum(np.abs(lift) - (0.72 * wide - 0.014), 0.08 - side * u)
        shade = linear(RIBBON) * (0.3 + 0.3 * out)[..., None]
        canvas.paint(shade, canvas.coverage(hollow))
    _silk(canvas, _rounded(u, v, 0.05, 0.055, 0.025), u / 0.05)


def _silk(canvas: Canvas, edge: Array, across: Array) -> None:
    coverage = canvas.coverage(edge)
    canvas.cast_shadow(coverage, (3, 5), 0.01, 0.35)
    bend = np.clip(across, -1, 1) * 0.9
    base = np.broadcast_to(linear(RIBBON), canvas.pixels.shape)
    canvas.paint(lit(bend * 0.6, bend, np.sqrt(1.05 - bend**2), base, 0.5), coverage)


def _turned(canvas: Canvas, x: float, y: float, angle: float) -> tuple[Array, Array]:
    """Return coordinates of something that lies at a place, turned by an angle."""
    dx, dy = canvas.x - x, canvas.y - y
    turn = np.float32(angle)
    return dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)


def _rounded(u: Array, v: Array, width: float, height: float, corner: float) -> Array:
    """Return the signed distance from a rectangle with round corners, by its half sides."""
    du, dv = np.abs(u) - width + corner, np.abs(v) - height + corner
    outside = np.sqrt(np.clip(du, 0, None) ** 2 + np.clip(dv, 0, None) ** 2)
    return outside + np.minimum(np.maximum(du, dv), 0) - corner
