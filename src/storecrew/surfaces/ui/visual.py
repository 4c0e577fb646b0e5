"""Compare two pictures of a page: which areas differ, and a report in which both are seen side by side.

Areas are found on a grid of 16 pixels; touching cells are one area. A pixel differs when one of its colors is
more than 12 of 255 away, so that the smoothing of letters on another machine is no difference.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

CELL, TOLERANCE = 16, 12
FRAME = (214, 0, 120)
Area = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


@dataclass(frozen=True)
class Result:
    """One page at one width. ``verdict`` is same, different, new or gone; ``areas`` are those that differ."""

    name: str
    verdict: str
    areas: tuple[Area, ...] = ()


def areas(before: Image.Image, after: Image.Image) -> tuple[Area, ...]:
    """Return the areas in which two pictures differ; what only one of them has differs."""
    size = (max(before.width, after.width), max(before.height, after.height))
    one, other = (_on(size, each, ground) for each, ground in ((before, (0, 0, 0)), (after, (255, 255, 255))))
    bands = ImageChops.difference(one, other).point(lambda value: 255 if value > TOLERANCE else 0).split()
    most = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    grid = (-(-size[0] // CELL), -(-size[1] // CELL))
    padded = Image.new("L", (grid[0] * CELL, grid[1] * CELL))
    padded.paste(most, (0, 0))
    # The mean of a cell: a single pixel of 256 rounds to 1 and counts.
    means = padded.reduce(CELL).tobytes()
    cells = {(place % grid[0], place // grid[0]) for place, mean in enumerate(means) if mean}
    return tuple(sorted(_joined(cells, size), key=lambda area: (area[1], area[0])))


def compare(name: str, baseline: Path, fresh: Path, marked: Path) -> Result:
    """Compare the files of one page; where they differ ``marked`` gets the fresh one with areas framed."""
    if not baseline.exists():
        return Result(name, "new")
    if not fresh.exists():
        return Result(name, "gone")
    with Image.open(baseline) as before, Image.open(fresh) as after:
        found = areas(before.convert("RGB"), after.convert("RGB"))
        if not found:
            return Result(name, "same")
        seen = after.convert("RGB")
    draw = ImageDraw.Draw(seen)
    for left, top, right, bottom in found:
        draw.rectangle((left, top, right - 1, bottom - 1), outline=FRAME, width=3)
    marked.parent.mkdir(parents=True, exist_ok=True)
    seen.save(marked)  # surface write: a picture in the folder of the report
    return Result(name, "different", found)


def report(results: Iterable[Result], target: Path) -> None:
    """Write a page that shows each difference: as it was, as it is, and where."""
    rows = [_row(one) for one in results if one.verdict != "same"]
    body = "".join(rows) or "<p>Nothing differs.</p>"
    target.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Visual differences</title>'
        "<style>body{font:16px/1.5 system-ui;margin:2rem}section{margin-block:2rem}"
        "div{display:grid;gap:1rem;grid-template-columns:repeat(3,minmax(0,1fr))}"
        "img{max-width:100%;border:1px solid #999}figure{margin:0}</style>"
        f"<h1>Visual differences</h1>{body}</html>",
        "utf-8",
    )


def _row(one: Result) -> str:
    name = html.escape(one.name)
    folders = {"different": ("baseline", "fresh", "marked"), "new": ("fresh",), "gone": ("baseline",)}
    places = "; ".join(f"{left},{top} to {right},{bottom}" for left, top, right, bottom in one.areas)
    pictures = "".join(
        f'<figure><figcaption>{folder}</figcaption><a href="{folder}/{name}.png">'
        f'<img src="{folder}/{name}.png" alt="{folder} {name}" loading="lazy"></a></figure>'
        for folder in folders[one.verdict]
    )
    return f"<section><h2>{name}: {one.verdict}</h2><p>{places}</p><div>{pictures}</div></section>"


def _on(size: tuple[int, int], picture: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    whole = Image.new("RGB", size, ground)
    whole.paste(picture, (0, 0))
    return whole


def _joined(cells: set[tuple[int, int]], size: tuple[int, int]) -> list[Area]:
    found = []
    while cells:
        waiting, group = [cells.pop()], []
        while waiting:
            column, row = waiting.pop()
            group.append((column, row))
            near = {(column + x, row + y) for x in (-1, 0, 1) for y in (-1, 0, 1)} & cells
            cells -= near
            waiting.extend(near)
        columns, rows = zip(*group, strict=True)
        found.append(
            (
                min(columns) * CELL,
                min(rows) * CELL,
                min(size[0], (max(columns) + 1) * CELL),
                min(size[1], (max(rows) + 1) * CELL),
            )
        )
    return found
