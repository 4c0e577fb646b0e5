"""The surface that shows pages registers itself here, since contexts know no templates.

`content` lies below every surface: it may not import one, and Wagtail asks the page itself to answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Renderer = Callable[[Any, Any], Any]
_renderers: list[Renderer] = []


def register(renderer: Renderer) -> Renderer:
    """Make ``renderer(request, page) -> response`` the one that shows pages; the last one wins."""
    _renderers[:] = [renderer]
    return renderer


def render(request: Any, page: Any) -> Any:
    """Let the registered surface show the page."""
    if not _renderers:
        raise RuntimeError("no surface has registered to show pages")
    return _renderers[0](request, page)
