"""Shows the gallery: a list of its pages, and each of them in either language."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from storecrew.surfaces.ui.gallery import components as states
from storecrew.surfaces.ui.gallery import fixtures as fx
from storecrew.surfaces.ui.gallery.pages import PAGES
from storecrew.surfaces.ui.shell import Look, PageMeta

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


def components(request: HttpRequest) -> HttpResponse:
    """Show each component in its states, light and dark side by side; ``?lang=ko`` in Korean."""
    locale = "ko" if request.GET.get("lang") == "ko" else "en"
    shop = replace(fx.shell(locale, request.path), look=Look(stylesheet=reverse("gallery_css")))
    with translation.override(locale):
        return render(
            request,
            "ui/components.jinja",
            {"shop": shop, "meta": PageMeta(title="Components"), **states.context(locale)},
        )


def stylesheet(request: HttpRequest) -> HttpResponse:
    """Send our sheet with the states of a hand as classes."""
    response = HttpResponse(states.stylesheet(), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
