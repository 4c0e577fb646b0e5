"""The command palette: pages and records within one's rights, by number, name or keyword."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from storecrew.surfaces.ui.backoffice import kinds, registry
from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, may_open, request_look, workspace_page
from storecrew.surfaces.ui.backoffice.registry import Look, PaletteItem

MOST = 12


@workspace_page(permission=ANY_STAFF)
def palette(request: HttpRequest) -> HttpResponse:
    """Answer the palette with JSON: `items` of `title`, `url`, `kind`, `detail`, best first."""
    text = request.GET.get("q", "").strip()[:100]
    items = find(text, request_look(request))
    return JsonResponse({"items": [_plain(item) for item in items]})


@workspace_page(permission=ANY_STAFF)
def search(request: HttpRequest) -> HttpResponse:
    """Show the same answers as a page: for the search box of the menu and without JavaScript."""
    text = request.GET.get("q", "").strip()[:100]
    context = {"header_title": _("Search"), "q": text, "items": find(text, request_look(request), most=50)}
    return render(request, "backoffice/search.html", context)


def find(text: str, look: Look, *, most: int = MOST) -> list[PaletteItem]:
    """Return records and pages that match; without a text the pages of the menu."""
    pages = [*_pages(text, look), *_actions(text, look)]
    if not text:
        return pages[:most]
    records = registry.palette_items(text, look)
    # a page whose name starts with the text is what people mean by typing "orders"
    starting = [page for page in pages if _folded(page.title).startswith(_folded(text))]
    rest = [page for page in pages if page not in starting]
    return [*starting, *records, *rest][:most]


def _pages(text: str, look: Look) -> Iterable[PaletteItem]:
    words = _folded(text).split()
    for entry in registry.menu_for(look):
        if _says(words, f"{entry.label} {entry.keywords}"):
            yield PaletteItem(entry.label, entry.href(), _("Page"))


def _actions(text: str, look: Look) -> Iterable[PaletteItem]:
    """What can be begun: only for a text, as the pages of the menu alone are many."""
    words = _folded(text).split()
    if not words:
        return
    # "new", "add" and "create" are one wish
    usual = _folded(_("new add create")).split()
    wanted = [word for word in words if word not in usual]
    for action in kinds.ACTIONS:
        if _says(wanted, f"{action.label} {action.keywords}") and may_open(action.href(), look.actor):
            yield PaletteItem(action.label, action.href(), _("Action"))


def _says(words: list[str], text: str) -> bool:
    folded = _folded(text)
    return all(word in folded for word in words)


def _folded(text: object) -> str:
    return unicodedata.normalize("NFKC", str(text)).casefold()


def _plain(item: PaletteItem) -> dict[str, str]:
    return {
        "title": str(item.title),
        "url": item.url,
        "kind": str(item.kind),
        "detail": str(item.detail),
    }
