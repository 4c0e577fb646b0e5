"""The product's addresses, and an empty page behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from storecrew.config.urls import handler403, handler404, handler500
from storecrew.config.urls import urlpatterns as addresses

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse("")


urlpatterns = [path("en/bench/empty/", empty), *addresses]
