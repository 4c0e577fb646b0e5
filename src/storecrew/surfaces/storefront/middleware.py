"""The storefront's own small middleware."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from storecrew.surfaces.storefront.visitor import forget_cart


class SignOutMiddleware:
    """After a sign-out nothing of the person stays in the browser: a shared device is safe (AUT-06)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and take the cart's cookies along when somebody signed out."""
        response = self.get_response(request)
        if getattr(request, "_storefront_forget", False):
            forget_cart(response)
        return response
