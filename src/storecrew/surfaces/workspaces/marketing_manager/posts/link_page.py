"""Links with campaign words, a QR code, and what networks show of a page that is shared."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from storecrew.contexts.marketing import public as marketing
from storecrew.kernel import shown
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.workspaces.marketing_manager.posts.forms import LinkForm

SHORT_TITLE = 70
SHORT_TEXT = 200


@dataclass(frozen=True)
class Card:
    """What a network shows of a page. ``image`` is an address on this machine, "" without a picture."""

    title: str
    text: str
    image: str
    alt: str
    site: str
    problems: tuple[str, ...]


@workspace_page(permission="marketing.read")
def links(request: HttpRequest) -> HttpResponse:
    """Make a link, and show the page as it looks when shared. Nothing is kept, so it is a GET."""
    form = LinkForm(request.GET if "path" in request.GET else None)
    context = {"form": form, "header_title": _("Links and previews")}
    if form.is_bound and form.is_valid():
        page = form.page()
        made = marketing.tagged(page, **form.words())
        context |= {"made": made, "code": _code(made), "card": card_of(page)}
    status = 422 if form.errors else 200
    return render(request, "marketing_manager/links.html", context, status=status)


def card_of(url: str) -> Card | None:
    """Return what networks read in a page of the shop; None for one that does not answer with a page."""
    answer = shown.show(url)
    if answer.status != 200:
        return None
    page = shown.read(answer.text)
    facts = page.properties
    title = facts.get("og:title", "")
    text = facts.get("og:description", "")
    image = facts.get("og:image", "")
    found = {
        _("The page has no title for networks."): not title,
        _("The title is longer than networks show."): len(title) > SHORT_TITLE,
        _("The page has no description for networks."): not text,
        _("The description is longer than networks show."): len(text) > SHORT_TEXT,
        _("The page has no picture for networks."): not image,
        _("Search engines are told to leave this page out."): "noindex" in page.robots,
    }
    return Card(
        title=title or page.title,
        text=text,
        image=urlsplit(image)._replace(scheme="", netloc="").geturl() if image else "",
        alt=facts.get("og:image:alt", ""),
        site=urlsplit(settings.STORECREW_BASE_URL).netloc,
        problems=tuple(sentence for sentence, holds in found.items() if holds),
    )


def _code(text: str) -> str:
    """Return a QR code as an address of data."""
    return str(segno.make(text, error="m").svg_data_uri(scale=4))
