"""The look of a shop as data: from a few choices to tokens for light and dark that everybody can read.

Colors are written ``#rrggbb``. Ratios are those of WCAG 2.2; a choice that fails is answered with the ratio
it reaches and with the nearest shade of the same hue that would pass.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

HEX = re.compile(r"#[0-9a-f]{6}\Z")
TEXT, SHAPE, INK = 4.5, 3.0, 7.0
"""What WCAG 2.2 AA asks of text (1.4.3) and of the edges of fields and buttons (1.4.11), and 7 for
the text itself, from which fainter texts are made."""
STEPS = 100
COLORS = ("accent", "ink", "paper")
MOST_RADIUS = 20
KOREAN = '"Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR"'
FONTS: Mapping[str, str] = {
    "system": "",
    "humanist": f'Seravek, "Gill Sans Nova", Ubuntu, Calibri, "DejaVu Sans", {KOREAN}, sans-serif',
    "geometric": f'Avenir, Montserrat, Corbel, "URW Gothic", {KOREAN}, sans-serif',
    "serif": '"Iowan Old Style", "Palatino Linotype", "URW Palladio L", "Apple Myungjo", "Batang", '
    '"Noto Serif KR", "Noto Serif CJK KR", serif',
    "rounded": f'ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, {KOREAN}, sans-serif',
}
"""Stacks of what devices have already: a font costs no request and nobody hears of the visit."""
DENSITIES: Mapping[str, Mapping[str, str]] = {
    "compact": {
        **{"--s-4": "0.875rem", "--s-5": "1.25rem", "--s-6": "1.625rem", "--s-7": "2.25rem"},
        **{"--s-8": "3.25rem", "--gutter": "clamp(0.875rem, 3vw, 2rem)"},
    },
    "regular": {},
    "airy": {
        **{"--s-4": "1.125rem", "--s-5": "1.75rem", "--s-6": "2.5rem", "--s-7": "3.75rem"},
        **{"--s-8": "6rem", "--gutter": "clamp(1.125rem, 5vw, 3.5rem)"},
    },
}
_LIGHT_WORDS = {"--good": "#0a6a3c", "--warn": "#855000", "--bad": "#ab1038", "--focus": "#0b4fd8"}
_DARK_WORDS = {"--good": "#63d394", "--warn": "#efb352", "--bad": "#ff849c", "--focus": "#8fb6ff"}


@dataclass(frozen=True, slots=True)
class ThemeChoices:
    """What somebody chooses. ``logo`` and ``logo_dark`` are ids of pictures, ``brand`` "" the channel's name.

    ``radius`` is in CSS pixels; ``font`` is one of FONTS and ``density`` one of DENSITIES.
    """

    brand: str = ""
    logo: int | None = None
    logo_dark: int | None = None
    accent: str = "#c5330b"
    ink: str = "#15191b"
    paper: str = "#ffffff"
    radius: int = 6
    font: str = "system"
    density: str = "regular"


@dataclass(frozen=True, slots=True)
class Weak:
    """Two colors too near: ``field`` is the choice to change, ``proposal`` a shade that passes, or ""."""

    field: str
    ratio: float
    needed: float
    proposal: str


def luminance(color: str) -> float:
    """Return the relative luminance of a color, 0 to 1."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _rgb(color)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def problems(choices: ThemeChoices) -> dict[str, str]:
    """Return {field: reason code} of what cannot be saved whatever it looks like."""
    found = {name: "color" for name in COLORS if not HEX.match(getattr(choices, name))}
    if not 0 <= choices.radius <= MOST_RADIUS:
        found["radius"] = "radius"
    if choices.font not in FONTS:
        found["font"] = "unknown"
    if choices.density not in DENSITIES:
        found["density"] = "unknown"
    return found


def weaknesses(choices: ThemeChoices) -> tuple[Weak, ...]:
    """Return which choices nobody could read, one for each field; colors must be well written.

    A background that is too dark is named alone: what stands on it is judged once it is light enough.
    """
    return tuple(
        Weak(field, ratio, needed, _proposal(choices, field)) for field, ratio, needed in _failing(choices)
    )


def _failing(choices: ThemeChoices) -> list[tuple[str, float, float]]:
    """Return (field, ratio, needed) of the choices that fail."""
    weakest = max(_LIGHT_WORDS.values(), key=luminance)
    ratio = contrast(weakest, choices.paper)
    if ratio < TEXT:
        return [("paper", ratio, TEXT)]
    plate = _mix(choices.paper, choices.ink, 0.06)
    found = []
    for field, color, needed in (("ink", choices.ink, INK), ("accent", choices.accent, TEXT)):
        ratio = min(contrast(color, choices.paper), contrast(color, plate))
        if ratio < needed:
            found.append((field, ratio, needed))
    return found


def _proposal(choices: ThemeChoices, field: str) -> str:
    """Return the nearest shade of a choice with which it passes, or "" when there is none."""
    end = 1.0 if field == "paper" else 0.0
    hue, start, strength = colorsys.rgb_to_hls(*_rgb(getattr(choices, field)))
    for step in range(1, STEPS + 1):
        shade = _hls(hue, start + (end - start) * step / STEPS, strength)
        values: dict[str, Any] = {field: shade}
        if all(failed != field for failed, *_rest in _failing(replace(choices, **values))):
            return shade
    return ""


def light(choices: ThemeChoices) -> dict[str, str]:
    """Return the colors of the light look."""
    paper, ink, accent = choices.paper, choices.ink, choices.accent
    plate, soft = _mix(paper, ink, 0.06), _mix(paper, accent, 0.1)
    return {
        "--ink": ink,
        "--ink-2": _toward(_mix(ink, paper, 0.24), plate, TEXT, lighter=False),
        "--ink-3": _toward(_mix(ink, paper, 0.36), plate, TEXT, lighter=False),
        "--paper": paper,
        "--raised": _mix(paper, "#ffffff", 0.6),
        "--plate": plate,
        "--plate-2": _mix(paper, ink, 0.11),
        "--line": _mix(paper, ink, 0.16),
        "--line-strong": _toward(_mix(paper, ink, 0.5), plate, SHAPE, lighter=False),
        "--accent": accent,
        "--accent-strong": _toward(_mix(accent, "#000000", 0.18), soft, TEXT, lighter=False),
        "--accent-soft": soft,
        "--on-accent": _readable_on(accent, "#ffffff", ink),
    }


def dark(choices: ThemeChoices) -> dict[str, str]:
    """Return the colors of the dark look: the same hues, turned around."""
    hue, _light, strength = colorsys.rgb_to_hls(*_rgb(choices.ink))
    tint = min(strength, 0.16)
    paper, plate = _hls(hue, 0.068, tint), _hls(hue, 0.125, tint)
    ink = _hls(hue, 0.94, min(tint, 0.1))
    accent = _toward(choices.accent, plate, TEXT, lighter=True)
    soft = _mix(paper, accent, 0.16)
    return {
        "--ink": ink,
        "--ink-2": _mix(ink, paper, 0.22),
        "--ink-3": _toward(_mix(ink, paper, 0.38), plate, TEXT, lighter=True),
        "--paper": paper,
        "--raised": _hls(hue, 0.1, tint),
        "--plate": plate,
        "--plate-2": _hls(hue, 0.175, tint),
        "--line": _hls(hue, 0.2, tint),
        "--line-strong": _toward(_hls(hue, 0.48, tint), plate, SHAPE, lighter=True),
        "--accent": accent,
        "--accent-strong": _toward(_mix(accent, "#ffffff", 0.2), soft, TEXT, lighter=True),
        "--accent-soft": soft,
        "--on-accent": _readable_on(accent, paper, "#ffffff"),
    }


def pairs(colors: Mapping[str, str], *, is_dark: bool) -> Iterator[tuple[str, str, float, float]]:
    """Return (color, ground, ratio, needed) of everything that stands on something in the shop."""
    known = {**(_DARK_WORDS if is_dark else _LIGHT_WORDS), **colors}
    grounds = ("--paper", "--raised", "--plate")
    for name in ("--ink", "--ink-2", "--ink-3", "--accent", "--accent-strong"):
        for ground in grounds:
            yield name, ground, contrast(known[name], known[ground]), TEXT
    for name in ("--good", "--warn", "--bad"):
        yield name, "--paper", contrast(known[name], known["--paper"]), TEXT
    yield "--on-accent", "--accent", contrast(known["--on-accent"], known["--accent"]), TEXT
    yield "--accent-strong", "--accent-soft", contrast(known["--accent-strong"], known["--accent-soft"]), TEXT
    for name in ("--line-strong", "--focus"):
        yield name, "--paper", contrast(known[name], known["--paper"]), SHAPE


def css(choices: ThemeChoices) -> str:
    """Return the tokens as a style sheet that follows ours, in the same layer."""
    shape = {"--radius": f"{choices.radius}px", "--radius-l": f"{2 * choices.radius}px"}
    if FONTS[choices.font]:
        shape["--font"] = FONTS[choices.font]
    shape |= DENSITIES[choices.density]
    return (
        "@layer tokens{"
        f":root{{{_written(light(choices) | shape)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_written(dark(choices))}}}}}"
        "@media (prefers-contrast:more){:root{--ink-2:var(--ink);--ink-3:var(--ink);"
        "--line:var(--line-strong);--line-strong:var(--ink)}}}"
    )


def _written(tokens: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in tokens.items())


def _readable_on(ground: str, *wanted: str) -> str:
    """Return the first wanted color that can be read, else black or white, one of which always can."""
    good = [color for color in wanted if contrast(color, ground) >= TEXT]
    return good[0] if good else max(("#ffffff", "#000000"), key=lambda color: contrast(color, ground))


def _toward(color: str, ground: str, needed: float, *, lighter: bool) -> str:
    """Return the nearest shade of a color that stands out from a ground, the farthest when none does."""
    hue, start, strength = colorsys.rgb_to_hls(*_rgb(color))
    end = 1.0 if lighter else 0.0
    for step in range(STEPS + 1):
        shade = color if not step else _hls(hue, start + (end - start) * step / STEPS, strength)
        if contrast(shade, ground) >= needed:
            break
    return shade


def _mix(one: str, other: str, share: float) -> str:
    """Return a color with a share (0 to 1) of another in it."""
    return _hex(*(a + (b - a) * share for a, b in zip(_rgb(one), _rgb(other), strict=True)))


def _rgb(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hls(hue: float, lightness: float, strength: float) -> str:
    return _hex(*colorsys.hls_to_rgb(hue, lightness, strength))


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in (red, green, blue))
