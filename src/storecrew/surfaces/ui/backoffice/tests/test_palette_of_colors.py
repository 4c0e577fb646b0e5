"""The dark palette stands twice, since a chosen theme and the wish of a device are two selectors."""

from __future__ import annotations

import re
from pathlib import Path

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
