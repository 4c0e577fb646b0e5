"""What a page costs those who open it, against what it may cost: ``budgets.toml`` beside this file.

Texts count as they travel, compressed; pictures as a phone with 390 CSS pixels and two dots for each fetches
them before anybody scrolls. Pictures further down are loaded when they are reached and do not count.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

BUDGETS = Path(__file__).parent / "budgets.toml"
PHONE_DOTS = 780
_SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_SCRIPT = re.compile(r'<script[^>]*\bsrc="([^"]+)"')
_PICTURE = re.compile(r"<picture>.*?</picture>|<img\b[^>]*>", re.DOTALL)
_SRCSET, _SRC = re.compile(r'srcset="([^"]+)"'), re.compile(r'\bsrc="([^"]+)"')
Reader = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Weight:
    """Bytes of a page by what they are."""

    html: int
    css: int
    js: int
    images: int


def weigh(page: str, read: Reader) -> Weight:
    """Weigh a page; ``read`` returns the content behind an address of ours, None for what is not there."""
    return Weight(
        html=_packed(page.encode()),
        css=sum(_packed(read(url) or b"") for url in _SHEET.findall(page)),
        js=sum(_packed(read(url) or b"") for url in _SCRIPT.findall(page)),
        images=sum(len(read(url) or b"") for url in _pictures(page)),
    )


@cache
def budgets() -> Mapping[str, Weight]:
    """Return what a page of each kind may cost."""
    return {kind: Weight(**limits) for kind, limits in tomllib.loads(BUDGETS.read_text("utf-8")).items()}


def over(kind: str, found: Weight) -> dict[str, tuple[int, int]]:
    """Return {what: (bytes, allowed)} of that which is more than the budget of a kind of page."""
    allowed = asdict(budgets()[kind])
    return {name: (size, allowed[name]) for name, size in asdict(found).items() if size > allowed[name]}


def _pictures(page: str) -> list[str]:
    return [_chosen(block) for block in _PICTURE.findall(page) if 'loading="lazy"' not in block]


def _chosen(block: str) -> str:
    """Return the address of the file that the phone takes: of the first offer, the smallest that is sharp."""
    offer = _SRCSET.search(block)
    if offer is None or " " not in offer[1]:
        found = _SRC.search(block)
        return found[1] if found else ""
    sizes = sorted((int(size.rstrip("w")), url) for url, size in (one.split() for one in offer[1].split(",")))
    return next((url for size, url in sizes if size >= PHONE_DOTS), sizes[-1][1])


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6, mtime=0)) if content else 0
