"""Who may open which page of the back office: one decorator for all of our own views.

Wagtail's shell checks only that somebody is staff. `workspace_page` adds the right that the page needs and
leaves its name on the view, where the permission matrix test reads it (AUT-01).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied, DomainError, NotFound
from storecrew.kernel.permissions import ALL_KEYS
from storecrew.surfaces.ui.backoffice.registry import Look
from storecrew.surfaces.ui.backoffice.task_times import FIELD, note_task_time
from storecrew.surfaces.ui.requests import request_id

# A page for everybody who works here. It must be said, since forgetting a right must not open a page.
ANY_STAFF = "staff"

View = TypeVar("View", bound=Callable[..., HttpResponse])


def workspace_page(*, permission: str | tuple[str, ...]) -> Callable[[View], View]:
    """Guard a view of the back office by a right (or any one of several).

    Signed-out people are sent to the sign-in; a missing right gives 403 with the name of the right and
    whom to ask. The view finds the person's rights in `request.actor`. A DomainError that the view lets
    through becomes a message or a page in words, never a stack trace.
    """
    keys = (permission,) if isinstance(permission, str) else permission
    if not keys or any(key != ANY_STAFF and key not in ALL_KEYS for key in keys):
        raise ValueError(f"{keys!r} must name rights of the catalogue or ANY_STAFF")

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request_actor(request)
            try:
                if actor.kind != "staff" or not any(_opens(key, actor) for key in keys):
                    raise _missing(keys[0])
                response = view(request, *args, **kwargs)
                if FIELD in request.POST:
                    note_task_time(request, response, request_look(request), actor)
                return response
            except DomainError as error:
                return refusal(request, error)
            except Http404:
                # the shop's own 404 page would lead staff out of the back office
                return refusal(request, NotFound())

        wrapped = require_admin_access(guarded)
        functools.update_wrapper(wrapped, view)
        wrapped.storecrew_permission = keys
        return cast("View", wrapped)

    return decorate


def may_open(address: str, actor: Actor) -> bool:
    """Say whether a person may open an address of the back office; for links that name pages of others."""
    try:
        view = resolve(address.partition("?")[0]).func
    except Resolver404:
        return False
    keys: str | tuple[str, ...] = getattr(view, "storecrew_permission", ANY_STAFF)
    return any(_opens(key, actor) for key in ((keys,) if isinstance(keys, str) else keys))


class Openable:
    """Which addresses a person may open; asked once for all that lead to the same page."""

    def __init__(self, actor: Actor) -> None:
        """Ask for this person."""
        self._actor = actor
        self._known: dict[str, bool] = {}

    def __call__(self, address: str) -> str:
        """Return an address, or "" for a page of the back office that the person may not open."""
        if not address.startswith("/admin/"):
            return address
        # Addresses that differ in numbers lead to one page.
        parts = address.partition("?")[0].split("/")
        page = "/".join("#" if any(letter.isdigit() for letter in part) else part for part in parts)
        if page not in self._known:
            self._known[page] = may_open(address, self._actor)
        return address if self._known[page] else ""


def request_actor(request: HttpRequest) -> Actor:
    """Return who acts in this request, read once; rights are always those of now."""
    known = getattr(request, "_storecrew_actor", None)
    if known is None or known[0] != request.user.pk:
        actor = people.actor_for(
            request.user, ip=request.META.get("REMOTE_ADDR", ""), request_id=request_id(request)
        )
        known = (request.user.pk, actor)
        request._storecrew_actor = known  # type: ignore[attr-defined]
    request.actor = known[1]  # type: ignore[attr-defined]
    return cast("Actor", known[1])


def request_look(request: HttpRequest) -> Look:
    """Return who looks, now, in which roles; read once per request."""
    look = getattr(request, "_storecrew_look", None)
    if look is None:
        actor = request_actor(request)
        roles = people.roles_of(int(actor.id)) if actor.kind == "staff" else []
        look = Look(actor=actor, at=clock.now(), roles=tuple(role.code for role in roles))
        user = request.user
        if isinstance(user, User):
            look.once("person", lambda: people.user_facts(user))
        request._storecrew_look = look  # type: ignore[attr-defined]
    return cast("Look", look)


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refusal in words: JSON for scripts, back to the form after a POST, else a page."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        body = {"code": error.code, "message": str(error.message), "next_step": str(error.next_step)}
        return JsonResponse(body, status=error.status)
    back = back_address(request)
    stays_out = isinstance(error, NotFound) or "permission" in error.details
    if request.method == "POST" and back and not stays_out:
        messages.error(request, str(error))
        return redirect(back)
    context = {"error": error, "header_title": error.message}
    return render(request, "backoffice/problem.html", context, status=error.status)


def back_address(request: HttpRequest) -> str:
    """Return the page the person came from, when it is one of ours; else ""."""
    referer = request.META.get("HTTP_REFERER", "")
    here = {request.get_host()}
    if referer and url_has_allowed_host_and_scheme(referer, here, require_https=request.is_secure()):
        return referer
    return ""


def _opens(key: str, actor: Actor) -> bool:
    """Say whether a key lets somebody in; what is for everybody who works here is not for agencies."""
    return not actor.outside if key == ANY_STAFF else actor.can(key)


def _missing(key: str) -> Denied:
    return Denied(
        _("You do not have the right that this page needs."),
        next_step=_("Ask your Head of Digital, who can change roles under People."),
        permission=key,
    )
