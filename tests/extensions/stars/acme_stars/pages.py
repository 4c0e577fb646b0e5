"""A page of the back office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from acme_stars.models import Star
from storecrew.surfaces.ui.backoffice.access import workspace_page


@workspace_page(permission="acme_stars.read")
def board(request: HttpRequest) -> HttpResponse:
    """Show the products with the most stars."""
    return render(
        request, "acme_stars/board.html", {"header_title": "Stars", "stars": Star.objects.all()[:50]}
    )


urlpatterns = [path("board/", board, name="board")]
