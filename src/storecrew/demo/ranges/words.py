"""The words of the demo's assortment: forms, series and colors, in English and Korean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A name in the two languages of the demo."""

    en: str
    ko: str


@dataclass(frozen=True)
class Shade:
    """A color that products come in; ``code`` is ``#rrggbb``."""

    key: str
    name: Words
    code: str


SHADES: dict[str, Shade] = {
    shade.key: shade
    for shade in (
        Shade("ink", Words("Ink", "잉크"), "#2b3f55"),
        Shade("tide", Words("Tide", "물빛"), "#3f7288"),
        Shade("moss", Words("Moss", "이끼"), "#5f6f45"),
        Shade("sage", Words("Sage", "세이지"), "#93a285"),
        Shade("ember", Words("Ember", "잿불"), "#a9482f"),
        Shade("clay", Words("Clay", "점토"), "#bf7a52"),
        Shade("honey", Words("Honey", "꿀"), "#d8a23f"),
        Shade("chalk", Words("Chalk", "분필"), "#ebe5d8"),
        Shade("stone", Words("Stone", "돌"), "#a39b8e"),
        Shade("plum", Words("Plum", "자두"), "#6b3f54"),
        Shade("rose", Words("Rose", "장미"), "#cf9187"),
        Shade("coal", Words("Coal", "숯"), "#35353a"),
    )
}


@dataclass(frozen=True)
class Form:
    """What a thing is: its words, place in the tree, price and weight, and how it is drawn."""

    key: str
    name: Words
    category: str
    price: int
    """In euro cents, for the smallest size."""
    weight_g: int
    use: Words
    sizes: tuple[tuple[Words, int], ...] = ()
    """(name, price in percent of the smallest)."""
    pattern_scale: int = 10


@dataclass(frozen=True)
class Series:
    """A family of things that look alike: words, colors, and its manner (glaze, pattern, shade)."""

    key: str
    name: Words
    shades: tuple[str, ...]
    manner: str
    story: Words
    made_in: str
    premium: int = 100
    """Price in percent."""
