"""How each form of the demo's assortment is drawn in a manner and a color."""

from __future__ import annotations

import zlib
from collections.abc import Callable

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


def _glaze(manner: str, code: str) -> Glaze:
    return {
        "dipped": Glaze(code, RAW_CLAY, dip=0.76, gloss=0.55, speckle=0.4),
        "glossy": Glaze(code, RAW_CLAY, dip=0.92, gloss=0.9),
        "speckled": Glaze(code, RAW_CLAY, dip=0.9, gloss=0.4, speckle=1.6),
        "matte": Glaze(code, code, gloss=0.08),
        "banded": Glaze(code, RAW_CLAY, dip=0.95, gloss=0.45, band="#efe3cd"),
    }[manner]


def _vessel(canvas: Canvas, form: str, manner: str, code: str, accent: str, seed: int) -> None:
    turned.draw(canvas, VESSELS[form], _glaze(manner, code), seed=seed)


def _textile(canvas: Canvas, form: str, manner: str, code: str, accent: str, seed: int) -> None:
    weave = Weave(code, accent, manner)
    sizes = {"cushion": (0.64, 0.64), "long-cushion": (0.8, 0.46), "floor-cushion": (0.78, 0.7)}
    piles = {"throw": (3, 0.68), "blanket": (4, 0.74), "bath-towel": (4, 0.56), "hand-towel": (3, 0.44)}
    mats = {"rug": (0.58, 0.8), "runner": (0.34, 0.84), "table-runner": (0.28, 0.82)}
    if form in sizes:
        width, height = sizes[form]
        cloth.cushion(canvas, weave, width=width, height=height, seed=seed)
    elif form in piles:
        layers, width = piles[form]
        cloth.folded(canvas, weave, layers=layers, width=width, seed=seed)
    else:
        width, height = mats[form]
        cloth.flat(canvas, weave, width=width, height=height, fringe=form != "table-runner", seed=seed)


def _lamp(canvas: Canvas, form: str, manner: str, code: str, accent: str, seed: int) -> None:
    foot = Glaze(code, code, gloss=0.55)
    lit_shade = Glaze(LINEN, LINEN, gloss=0, glow=0.85)
    shade = SHADES[manner]
    if form == "floor-lamp":
        turned.draw(canvas, Turned(STEM, 1.2, 0.26, base_y=0.86, open_top=False), foot, seed=seed)
        turned.draw(
            canvas,
            Turned(shade, 0.46, 0.38, base_y=-0.3, tilt=0.1, open_top=manner != "round"),
            lit_shade,
            shadow=False,
        )
    elif form == "globe-lamp":
        turned.draw(canvas, Turned(HOLDER, 0.4, 0.28, base_y=0.66, open_top=False), foot, seed=seed)
        globe = Glaze("#f6ecd8", "#f6ecd8", gloss=0.3, glow=0.75)
        turned.draw(canvas, Turned(GLOBE, 0.86, 0.44, base_y=0.34, open_top=False), globe, shadow=False)
    elif form == "pendant":
        turned.draw(
            canvas,
            Turned(((0, 1), (1, 1)), 0.9, 0.008, base_y=-0.12, open_top=False),
            Glaze("#35353a", "#35353a"),
            shadow=False,
        )
        turned.draw(
            canvas,
            Turned(shade, 0.52, 0.56, base_y=0.34, tilt=0.08, open_top=False),
            Glaze(code, code, gloss=0.45, glow=0.18),
            shadow=False,
        )
    else:
        scale = 1.0 if form == "table-lamp" else 0.78
        base = 0.8 if form == "table-lamp" else 0.66
        turned.draw(
            canvas, Turned(FOOT, 0.66 * scale, 0.26 * scale, base_y=base, open_top=False), foot, seed=seed
        )
        turned.draw(
            canvas,
            Turned(shade, 0.66 * scale, 0.52 * scale, base_y=base - 0.58 * scale, tilt=0.12, open_top=manner != "round"),
            lit_shade,
            shadow=False,
        )  # fmt: skip


def _candle(canvas: Canvas, form: str, manner: str, code: str, accent: str, seed: int) -> None:
    wax = Glaze(code, code, gloss=0.2, glow=0.22)
    if form == "pillar-candle":
        turned.draw(canvas, Turned(STRAIGHT, 0.86, 0.28, tilt=0.3, base_y=0.62), wax, seed=seed)
        _flame(canvas, -0.3)
    elif form == "scented-candle":
        turned.draw(
            canvas,
            Turned(STRAIGHT, 0.6, 0.4, tilt=0.3, base_y=0.56),
            Glaze(code, RAW_CLAY, dip=0.85, gloss=0.3, speckle=0.8),
            seed=seed,
        )
        _flame(canvas, -0.1)
    elif form == "lantern":
        turned.draw(
            canvas,
            Turned(STRAIGHT, 0.9, 0.38, tilt=0.2, base_y=0.66),
            Glaze("#f0e6d2", code, dip=0.86, gloss=0.7, glow=0.55),
            seed=seed,
        )
        turned.draw(
            canvas,
            Turned(DOME, 0.22, 0.42, tilt=0.14, base_y=-0.2, open_top=False),
            Glaze(code, code, gloss=0.4),
            shadow=False,
        )
    else:
        turned.draw(canvas, Turned(HOLDER, 0.36, 0.3, base_y=0.62), _glaze("glossy", code), seed=seed)
        turned.draw(
            canvas,
            Turned(((0, 1), (1, 0.85)), 0.74, 0.075, tilt=0.2, base_y=0.3),
            Glaze("#f0e6d2", "#f0e6d2", gloss=0.2),
            shadow=False,
        )
        _flame(canvas, -0.47)


def _flame(canvas: Canvas, wick_y: float) -> None:
    """Light a wick: a drop of light with a halo."""
    x, y = canvas.x, canvas.y - wick_y
    import numpy as np

    height = np.clip(-y / 0.2, 0, 1)
    drop = np.abs(x) - 0.042 * np.sqrt(np.clip(height, 0, 1)) * np.clip(1 - height, 0, 1) * 2.4
    inside = np.maximum(drop, np.maximum(y, -y - 0.2))
    halo = np.exp(-((x / 0.3) ** 2 + ((y + 0.08) / 0.34) ** 2) * 2.2)
    canvas.pixels = canvas.pixels + halo[..., None] * np.array([0.22, 0.13, 0.03], dtype=np.float32)
    flame = np.stack([np.full_like(x, 1.25), 0.78 + 0.35 * (1 - height), 0.28 + 0.5 * (1 - height)], axis=-1)
    canvas.paint(flame, canvas.coverage(inside))


ARTISTS: dict[str, Callable[[Canvas, str, str, str, str, int], None]] = {
    "hearth": _vessel,
    "loom": _textile,
    "lamps": _lamp,
    "candles": _candle,
}
LAMPS = frozenset({"table-lamp", "bedside-lamp", "globe-lamp", "floor-lamp", "pendant"})


def portrait(
    range_key: str, form: str, manner: str, code: str, accent: str, *, size: int = 640
) -> Image.Image:
    """Draw one product: its form in a manner and a color (``#rrggbb``), with an accent color for patterns."""
    artist = range_key
    if range_key == "glow":
        artist = "lamps" if form in LAMPS else "candles"
    seed = zlib.crc32(f"{form}{manner}{code}".encode()) % 10_000
    canvas = Canvas(size)
    ARTISTS[artist](canvas, form, manner, code, accent, seed)
    return canvas.finish()
