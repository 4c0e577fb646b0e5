"""How each form of the demo's assortment is drawn in a manner and a color."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from storecrew.demo.pictures import cloth, turned
from storecrew.demo.pictures.canvas import Canvas
from storecrew.demo.pictures.cloth import Weave
from storecrew.demo.pictures.turned import Glaze, Turned

RAW_CLAY = "#c9a57e"
LINEN = "#efe3cd"

CUP = ((0, 0.8), (0.08, 0.92), (0.5, 1.0), (1, 0.97))
STRAIGHT = ((0, 0.9), (0.06, 0.98), (1, 1.0))
ROUND_BOWL = ((0, 0.36), (0.06, 0.4), (0.25, 0.66), (0.6, 0.92), (1, 1.0))
SHALLOW = ((0, 0.5), (0.3, 0.62), (1, 1.0))
BELLY = ((0, 0.5), (0.1, 0.7), (0.35, 1.0), (0.6, 0.75), (0.8, 0.34), (0.92, 0.3), (1, 0.38))
BOTTLE = ((0, 0.8), (0.08, 0.95), (0.35, 1.0), (0.58, 0.6), (0.72, 0.32), (0.94, 0.26), (1, 0.34))
TALL = ((0, 0.62), (0.08, 0.72), (0.6, 1.0), (0.85, 0.86), (1, 0.94))
POT = ((0, 0.72), (0.8, 0.98), (0.81, 1.0), (1, 1.0))
JUG = ((0, 0.72), (0.1, 0.86), (0.4, 1.0), (0.75, 0.66), (0.9, 0.6), (1, 0.72))
JAR = ((0, 0.8), (0.1, 0.96), (0.5, 1.0), (0.9, 0.86), (1, 0.8))
FOOT = ((0, 1.0), (0.04, 1.0), (0.12, 0.4), (0.3, 0.5), (0.6, 0.62), (0.85, 0.3), (1, 0.2))
STEM = ((0, 1.0), (0.02, 1.0), (0.035, 0.09), (1, 0.08))
CONE = ((0, 1.0), (1, 0.6))
DRUM = ((0, 1.0), (1, 0.97))
DOME = ((0, 1.0), (0.25, 0.96), (0.6, 0.72), (0.85, 0.36), (1, 0.14))
GLOBE = ((0, 0.3), (0.12, 0.68), (0.3, 0.93), (0.5, 1.0), (0.7, 0.93), (0.88, 0.68), (1, 0.3))
HOLDER = ((0, 1.0), (0.1, 0.98), (0.25, 0.4), (0.8, 0.36), (1, 0.6))
SHADES = {"cone": CONE, "drum": DRUM, "round": DOME}

VESSELS: dict[str, Turned] = {
    "espresso-cup": Turned(CUP, 0.5, 0.32, handle=0.2, x=-0.06, base_y=0.5),
    "mug": Turned(CUP, 0.74, 0.38, handle=0.28, x=-0.1),
    "tumbler": Turned(((0, 0.82), (1, 1.0)), 0.82, 0.36),
    "bowl": Turned(ROUND_BOWL, 0.44, 0.64, tilt=0.42, base_y=0.5),
    "rice-bowl": Turned(ROUND_BOWL, 0.5, 0.5, tilt=0.36, base_y=0.5),
    "serving-bowl": Turned(ROUND_BOWL, 0.46, 0.8, tilt=0.46, base_y=0.52),
    "dinner-plate": Turned(SHALLOW, 0.1, 0.8, tilt=0.66, base_y=0.34),
    "side-plate": Turned(SHALLOW, 0.09, 0.62, tilt=0.62, base_y=0.34),
    "pitcher": Turned(JUG, 1.06, 0.42, handle=0.34, x=-0.1, base_y=0.68),
    "jar": Turned(JAR, 0.86, 0.46, base_y=0.62),
    "bud-vase": Turned(BOTTLE, 0.94, 0.34, tilt=0.14, base_y=0.62),
    "round-vase": Turned(BELLY, 1.18, 0.5, tilt=0.16, base_y=0.7),
    "tall-vase": Turned(TALL, 1.34, 0.36, tilt=0.18, base_y=0.74),
    "planter": Turned(POT, 0.8, 0.5, tilt=0.24, base_y=0.6),
}


CUSHIONS = {"cushion": (0.64, 0.64), "long-cushion": (0.8, 0.46), "floor-cushion": (0.78, 0.7)}
PILES = {"throw": (3, 0.68), "blanket": (4, 0.74), "bath-towel": (4, 0.56), "hand-towel": (3, 0.44)}
MATS = {"rug": (0.58, 0.8), "runner": (0.34, 0.84), "table-runner": (0.28, 0.82)}


@dataclass(frozen=True)
class Brush:
    """What an artist needs: the canvas, what to draw, and how."""

    canvas: Canvas
    form: str
    manner: str
    code: str
    accent: str
    seed: int


def _glaze(manner: str, code: str) -> Glaze:
    return {
        "dipped": Glaze(code, RAW_CLAY, dip=0.76, gloss=0.55, speckle=0.4),
        "glossy": Glaze(code, RAW_CLAY, dip=0.92, gloss=0.9),
        "speckled": Glaze(code, RAW_CLAY, dip=0.9, gloss=0.4, speckle=1.6),
        "matte": Glaze(code, code, gloss=0.08),
        "banded": Glaze(code, RAW_CLAY, dip=0.95, gloss=0.45, band=LINEN),
    }[manner]


def _vessel(brush: Brush) -> None:
    turned.draw(brush.canvas, VESSELS[brush.form], _glaze(brush.manner, brush.code), seed=brush.seed)


def _textile(brush: Brush) -> None:
    weave = Weave(brush.code, brush.accent, brush.manner)
    form, canvas = brush.form, brush.canvas
    if form in CUSHIONS:
        width, height = CUSHIONS[form]
        cloth.cushion(canvas, weave, width=width, height=height, seed=brush.seed)
    elif form in PILES:
        layers, width = PILES[form]
        cloth.folded(canvas, weave, layers=layers, width=width, seed=brush.seed)
    else:
        width, height = MATS[form]
        fringe = form != "table-runner"
        cloth.flat(canvas, weave, width=width, height=height, fringe=fringe, seed=brush.seed)


def _standing_lamp(brush: Brush, foot: Turned, shade_at: tuple[float, float, float]) -> None:
    """Draw a lamp: its foot, and a lit shade of (height, radius, lower edge)."""
    height, radius, base = shade_at
    turned.draw(brush.canvas, foot, Glaze(brush.code, brush.code, gloss=0.55), seed=brush.seed)
    shade = Turned(
        SHADES[brush.manner], height, radius, base_y=base, tilt=0.12, open_top=brush.manner != "round"
    )
    turned.draw(brush.canvas, shade, Glaze(LINEN, LINEN, gloss=0, glow=0.85), shadow=False)


def _table_lamp(brush: Brush) -> None:
    foot = Turned(FOOT, 0.66, 0.26, base_y=0.8, open_top=False)
    _standing_lamp(brush, foot, (0.66, 0.52, 0.22))


def _bedside_lamp(brush: Brush) -> None:
    foot = Turned(FOOT, 0.51, 0.2, base_y=0.66, open_top=False)
    _standing_lamp(brush, foot, (0.51, 0.41, 0.21))


def _floor_lamp(brush: Brush) -> None:
    foot = Turned(STEM, 1.2, 0.26, base_y=0.86, open_top=False)
    _standing_lamp(brush, foot, (0.46, 0.38, -0.3))


def _globe_lamp(brush: Brush) -> None:
    foot = Turned(HOLDER, 0.4, 0.28, base_y=0.66, open_top=False)
    globe = Turned(GLOBE, 0.86, 0.44, base_y=0.34, open_top=False)
    turned.draw(brush.canvas, foot, Glaze(brush.code, brush.code, gloss=0.55), seed=brush.seed)
    turned.draw(brush.canvas, globe, Glaze("#f6ecd8", "#f6ecd8", gloss=0.3, glow=0.75), shadow=False)


def _pendant(brush: Brush) -> None:
    cord = Turned(((0, 1), (1, 1)), 0.9, 0.008, base_y=-0.12, open_top=False)
    shade = Turned(SHADES[brush.manner], 0.52, 0.56, base_y=0.34, tilt=0.08, open_top=False)
    turned.draw(brush.canvas, cord, Glaze("#35353a", "#35353a"), shadow=False)
    turned.draw(brush.canvas, shade, Glaze(brush.code, brush.code, gloss=0.45, glow=0.18), shadow=False)


def _pillar_candle(brush: Brush) -> None:
    candle = Turned(STRAIGHT, 0.86, 0.28, tilt=0.3, base_y=0.62)
    turned.draw(brush.canvas, candle, Glaze(brush.code, brush.code, gloss=0.2, glow=0.22), seed=brush.seed)
    _flame(brush.canvas, -0.3)


def _scented_candle(brush: Brush) -> None:
    cup = Turned(STRAIGHT, 0.6, 0.4, tilt=0.3, base_y=0.56)
    glaze = Glaze(brush.code, RAW_CLAY, dip=0.85, gloss=0.3, speckle=0.8)
    turned.draw(brush.canvas, cup, glaze, seed=brush.seed)
    _flame(brush.canvas, -0.1)


def _lantern(brush: Brush) -> None:
    glass = Turned(STRAIGHT, 0.9, 0.38, tilt=0.2, base_y=0.66)
    roof = Turned(DOME, 0.22, 0.42, tilt=0.14, base_y=-0.2, open_top=False)
    glow = Glaze("#f0e6d2", brush.code, dip=0.86, gloss=0.7, glow=0.55)
    turned.draw(brush.canvas, glass, glow, seed=brush.seed)
    turned.draw(brush.canvas, roof, Glaze(brush.code, brush.code, gloss=0.4), shadow=False)


def _candle_holder(brush: Brush) -> None:
    foot = Turned(HOLDER, 0.36, 0.3, base_y=0.62)
    candle = Turned(((0, 1), (1, 0.85)), 0.74, 0.075, tilt=0.2, base_y=0.3)
    turned.draw(brush.canvas, foot, _glaze("glossy", brush.code), seed=brush.seed)
    turned.draw(brush.canvas, candle, Glaze("#f0e6d2", "#f0e6d2", gloss=0.2), shadow=False)
    _flame(brush.canvas, -0.47)


def _flame(canvas: Canvas, wick_y: float) -> None:
    """Light a wick: a drop of light with a halo."""
    x, y = canvas.x, canvas.y - wick_y
    height = np.clip(-y / 0.2, 0, 1)
    drop = np.abs(x) - 0.1 * np.sqrt(height) * (1 - height)
    inside = np.maximum(drop, np.maximum(y, -y - 0.2))
    halo = np.exp(-((x / 0.3) ** 2 + ((y + 0.08) / 0.34) ** 2) * 2.2)
    canvas.pixels = canvas.pixels + halo[..., None] * np.array([0.22, 0.13, 0.03], dtype=np.float32)
    flame = np.stack([np.full_like(x, 1.25), 0.78 + 0.35 * (1 - height), 0.28 + 0.5 * (1 - height)], axis=-1)
    canvas.paint(flame, canvas.coverage(inside))


ARTISTS: dict[str, Callable[[Brush], None]] = {
    **dict.fromkeys(VESSELS, _vessel),
    **dict.fromkeys((*CUSHIONS, *PILES, *MATS), _textile),
    "table-lamp": _table_lamp,
    "bedside-lamp": _bedside_lamp,
    "floor-lamp": _floor_lamp,
    "globe-lamp": _globe_lamp,
    "pendant": _pendant,
    "pillar-candle": _pillar_candle,
    "scented-candle": _scented_candle,
    "lantern": _lantern,
    "candle-holder": _candle_holder,
}


def portrait(form: str, manner: str, code: str, accent: str, *, size: int = 640) -> Image.Image:
    """Draw one product: its form in a manner and a color (``#rrggbb``), with an accent for patterns."""
    seed = zlib.crc32(f"{form}{manner}{code}".encode()) % 10_000
    brush = Brush(Canvas(size), form, manner, code, accent, seed)
    ARTISTS[form](brush)
    return brush.canvas.finish()
