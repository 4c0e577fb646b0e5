"""Shows the gallery: a list of its pages, and each of them in either language."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import mark_safe

from storecrew.surfaces.ui.gallery import fixtures as fx
from storecrew.surfaces.ui.gallery.pages import PAGES
from storecrew.surfaces.ui.shell import PageMeta

CSRF = mark_safe('<input type="hidden" name="csrfmiddlewaretoken" value="x">')


def index(request: HttpRequest) -> HttpResponse:
    """List the pages of the gallery."""
    shop = fx.shell()
    return render(
        request, "ui/gallery.jinja", {"shop": shop, "meta": PageMeta(title="Gallery"), "names": tuple(PAGES)}
    )


def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page; ``?lang=ko`` in Korean."""
    if name not in PAGES:
        raise Http404
    template, context = PAGES[name]
    locale = "ko" if request.GET.get("lang") == "ko" else "en"
    with translation.override(locale):
        return render(
            request,
            template,
            {
                "shop": fx.shell(locale, request.path),
                "meta": PageMeta(title=name),
                "csrf_input": CSRF,
                **context(),
            },
        )
