"""Each component in each of its states, in light and dark side by side, in English and Korean.

States that a hand makes are shown without one: the sheet of the gallery says of ``.is-hover``, ``.is-focus``
and ``.is-active`` what ours says of the real thing. It is made from ours, so it cannot say anything else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from storecrew.kernel.errors import Conflict
from storecrew.surfaces import ui
from storecrew.surfaces.ui.gallery import fixtures as fx

OURS = Path(str(ui.__file__)).parent / "static/ui/shop.css"
STATES = {":hover": ".is-hover", ":focus-visible": ".is-focus", ":active": ".is-active"}
_TOKENS = re.compile(r"@layer tokens \{(.*?)\n\}\n", re.DOTALL)
_ROOT = re.compile(r":root \{(.*?)\n {2,4}\}", re.DOTALL)
LONG = {
    "en": "A handmade stoneware vase with a narrow neck, glazed twice, for one branch or a whole bouquet",
    "ko": "한 가지만 꽂아도 좋고 꽃다발을 풍성하게 담아도 잘 어울리는, 두 번 유약을 입힌 좁은 목의 수제 도자기 화병",
}
WORDS = {
    "en": {"do": "Add to cart", "name": "Name", "mail": "Email", "wrong": "Enter an address.", "choose": "Country"},
    "ko": {"do": "장바구니에 담기", "name": "이름", "mail": "이메일", "wrong": "주소를 입력하세요.", "choose": "국가"},
}  # fmt: skip


def context(locale: str) -> dict[str, Any]:
    """Return what the page of components shows."""
    long = fx.card(1)
    long.title = LONG[locale]
    return {
        "schemes": ("light", "dark"),
        "words": WORDS[locale],
        "long": LONG[locale],
        "items": (fx.card(0), fx.card(1), fx.card(3), fx.card(5), fx.card(6), long),
        "refusal": Conflict(),
        "trail": (("Home", "#"), ("Kitchen", "#"), (LONG[locale], "#")),
    }


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """Return our sheet, with states as classes, and the tokens of both schemes as classes behind it."""
    css = OURS.read_text("utf-8")
    light, dark = _ROOT.findall(_TOKENS.search(css)[1])[:2]  # type: ignore[index]
    return (
        f"{_with_classes(css)}\n.scheme-light{{color-scheme:light;{light}}}\n"
        f".scheme-dark{{color-scheme:dark;{dark}}}\n{LAYOUT}"
    )


def _with_classes(css: str) -> str:
    """Say of each state's class what is said of the state."""

    def more(found: re.Match[str]) -> str:
        rule = found[0]
        for state, name in STATES.items():
            if state in rule:
                rule = f"{rule.rstrip()}, {_classed(rule.strip(), state, name)} "
        return rule

    return re.sub(r"(?<=[{};/])[^{};@/]*:(?:hover|focus-visible|active)[^{};]*(?=\{)", more, css)


def _classed(selectors: str, state: str, name: str) -> str:
    return selectors.replace(state, name)


LAYOUT = """
.states { display: grid; gap: 0; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
.states > section { background: var(--paper); color: var(--ink); padding: var(--s-5) var(--gutter); min-inline-size: 0; }
.states h2 { margin-block-start: var(--s-6); border-block-start: 1px solid var(--line); padding-block-start: var(--s-4); }
.states h3 { font-size: var(--text-s); color: var(--ink-2); font-weight: 500; margin-block: var(--s-4) var(--s-2); }
.states .row { display: flex; flex-wrap: wrap; gap: var(--s-3); align-items: center; }
"""
