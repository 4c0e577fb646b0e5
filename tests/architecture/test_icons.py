"""Icons: a name that no drawing has leaves a hole in the menu or beside a title."""

from __future__ import annotations

import re
from pathlib import Path

from wagtail import hooks

from storecrew.surfaces.ui.backoffice import registry

SURFACES = Path(__file__).parents[2] / "src" / "storecrew" / "surfaces"
NAMED = re.compile(
    r'''\b(?:header_icon|icon_name|icon)"?\s*[=:]\s*"([a-z0-9-]+)"|{% icon (?:name=)?"([a-z0-9-]+)"'''
)


def drawn() -> set[str]:
    """Return the names of all icons that Wagtail and we draw."""
    files: list[str] = []
    for hook in hooks.get_hooks("register_icons"):
        files = hook(files)
    return {Path(name).stem for name in files}


def test_each_entry_and_group_of_the_menu_has_an_icon_that_is_drawn() -> None:
    known = drawn()
    assert {"home", "truck"} <= known
    named = {str(entry.url): entry.icon for entry in registry.REGISTRY.menu}
    named |= {code: icon for code, _label, icon in registry.GROUPS}
    assert {place: icon for place, icon in named.items() if icon not in known} == {}


def test_the_icons_that_pages_name_are_drawn() -> None:
    known = drawn()
    named = {
        (str(path.relative_to(SURFACES)), one or other)
        for path in [*SURFACES.rglob("*.py"), *SURFACES.rglob("*.html")]
        for one, other in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert {each for each in named if each[1] not in known} == set()
