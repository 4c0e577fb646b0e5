"""People of agencies reach their own pages and nothing else behind the sign-in (decision 0170)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.kernel.errors import Denied
from storecrew.surfaces.ui.backoffice.access import refusal, request_actor

# Files of pages (/documents/) are the shop's: whoever asks is a visitor there, with no more than one.
GUARDED = ("/admin/",)
OPEN = (
    "/admin/assignments/",
    "/admin/account/",
    "/admin/jsi18n/",
    "/admin/login/",
    "/admin/logout/",
    "/admin/sprite",
)


class OutsideMiddleware:
    """Keep people of agencies out of everything that is not theirs, pages of Wagtail included.

    It names what is open and refuses the rest, so that a page nobody thought about stays shut.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or refuse it; the front door leads to their own home."""
        if not request.path.startswith(GUARDED) or request.path.startswith(OPEN):
            return self.get_response(request)
        if not getattr(request.user, "is_staff", False) or not request_actor(request).outside:
            return self.get_response(request)
        if request.path == reverse("wagtailadmin_home"):
            return redirect("assignments")
        return refusal(
            request,
            Denied(
                _("This page is for the people of the shop."),
                next_step=_("Your assignments show everything that was given to you."),
                permission="staff",
            ),
        )
