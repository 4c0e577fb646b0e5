"""The sheet of the back office: the dark palette stands twice alike, and no rule is dropped by browsers."""

from __future__ import annotations

import re
from pathlib import Path

from storecrew import surfaces
from storecrew.surfaces.ui import backoffice

SHEET = Path(backoffice.__file__).parent / "static/backoffice/backoffice.css"


def colors(selector: str) -> dict[str, str]:
    """Return the variables that a rule of the sheet sets."""
    rule = re.search(rf"{re.escape(selector)} \{{(.*?)\}}", SHEET.read_text(encoding="utf-8"), re.DOTALL)
    assert rule is not None, selector
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", rule[1]))


def test_u045_a_chosen_dark_theme_and_a_dark_device_look_alike():
    chosen = colors(".w-theme-dark")
    assert chosen == colors(".w-theme-system, .sc-auto")
    light = {name for name in colors(":root") if name.startswith("--sc-")}
    assert {name for name in chosen if name.startswith("--sc-")} == light


def test_u040_no_rule_asks_for_has_within_has():
    """A browser drops the whole rule, with everything that stands beside it before the brace."""
    sheets = [*Path(surfaces.__file__).parent.rglob("static/**/*.css")]
    assert SHEET in sheets
    found = [f"{sheet.name}: {inner}" for sheet in sheets for inner in _within_has(sheet.read_text("utf-8"))]
    assert found == []


def _within_has(text: str) -> list[str]:
    """Return what `:has()` asks for, where that asks for `:has()` again."""
    found = []
    for start in (match.end() for match in re.finditer(r":has\(", text)):
        depth, end = 1, start
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        if ":has(" in text[start:end]:
            found.append(text[start : end - 1])
    return found
