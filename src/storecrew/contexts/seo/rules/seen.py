"""A page as the checks see it, and how a check is written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from storecrew.kernel.shown import PageText

ERROR, WARNING, HINT = 1, 2, 3
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Seen:
    """One page of the sitemap as it answered. ``weights`` are the bytes of its pictures, where known."""

    path: str
    kind: str
    locale: str
    origin: str
    status: int = 200
    location: str = ""
    size: int = 0
    text: PageText = field(default_factory=PageText)
    closed: bool = False
    weights: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Say whether the page lets itself be listed."""
        return self.status == 200 and "noindex" not in self.text.robots

    @property
    def headings(self) -> list[str]:
        """The first headings of the page."""
        return [text for level, text in self.text.headings if level == 1]

    def inside(self, url: str) -> str:
        """Return the path of an address of this shop, with its language; "" for any other."""
        whole = urlsplit(urljoin(f"{self.origin}{self.path}", url.strip()))
        own = urlsplit(self.origin)
        if whole.scheme not in ("http", "https") or whole.netloc != own.netloc:
            return ""
        return whole.path or "/"


class Check(NamedTuple):
    """One check: how bad it is, which field cures it, and what it asks. None means that all is well."""

    code: str
    severity: int
    cure: str
    test: Callable[[Seen], Values | None]


PAGE_CHECKS: dict[str, Check] = {}


def check(code: str, severity: int, cure: str) -> Callable[[Callable[[Seen], Values | None]], Any]:
    """Put a function among the checks of a page."""

    def put(test: Callable[[Seen], Values | None]) -> Callable[[Seen], Values | None]:
        PAGE_CHECKS[code] = Check(code, severity, cure, test)
        return test

    return put


def said(when: object, **values: Any) -> Values | None:
    """Return the values of a finding when there is one."""
    return values if when else None
