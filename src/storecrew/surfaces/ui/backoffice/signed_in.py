"""Where somebody is signed in: a list of browsers, one sign-out for each and one for all others.

A browser is noted at the sign-in and at most once an hour after it, in the session that is loaded anyway, so
that neither a visitor without an account nor the next page costs a statement (decision 0220).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.base import SessionBase
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import request_actor
from storecrew.surfaces.ui.backoffice.house_time import zone_of
from storecrew.surfaces.ui.backoffice.signin import end_other_sessions

NOTED = "_storecrew_noted"


class SignedInMiddleware:
    """Notes once an hour that somebody uses a browser that they signed in with."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note the browser if the answer looked at the session and the hour is another one."""
        response = self.get_response(request)
        session = request.session
        # Asking the session would make an answer that is the same for all depend on the cookie.
        if session.accessed and SESSION_KEY in session and session.get(NOTED) != _mark(session):
            # A page that was made is shown, also when the database is busy; the next request notes it.
            with suppress(OperationalError):
                note(request, request.user)
        return response


def note(request: HttpRequest, user: Any) -> None:
    """Note the browser of a request in which somebody is signed in."""
    session = request.session
    if not user.is_authenticated or not session.session_key:
        return
    people.note_device(
        user_id=user.pk,
        session_key=session.session_key,
        browser=request.META.get("HTTP_USER_AGENT", ""),
        at=clock.now(),
    )
    session[NOTED] = _mark(session)


def _mark(session: SessionBase) -> str:
    return f"{clock.now():%Y%m%d%H}{(session.session_key or '')[:6]}"


@login_required
@never_cache
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Show where the person is signed in."""
    key = request.session.session_key or ""
    found = people.devices_of(_user_id(request), at=clock.now(), session_key=key)
    context = {"devices": found, "others": any(not each.here for each in found)}
    with timezone.override(zone_of(request)):
        return render(request, "account/devices.html", context)


@login_required
@require_POST
def end(request: HttpRequest, device_id: int) -> HttpResponse:
    """Sign the person out on one of their other devices."""
    user_id = _user_id(request)
    try:
        people.end_device(user_id=user_id, device_id=device_id, actor=_actor(request), at=clock.now())
    except people.UnknownDevice:
        messages.warning(request, _("Nobody is signed in on this device any more."))
    else:
        messages.success(request, _("You are signed out there."))
    return redirect("account_devices")


@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign the person out everywhere but here."""
    end_other_sessions(request, actor=_actor(request))
    messages.success(request, _("You are signed out on all other devices."))
    return redirect("account_devices")


def _user_id(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


def _actor(request: HttpRequest) -> Actor:
    """Return the person as who owns the account; shoppers act under the number of their sign-in here."""
    actor = request_actor(request)
    return actor if actor.kind == "staff" else replace(actor, id=f"user:{_user_id(request)}")


addresses = [
    path("devices/", devices, name="account_devices"),
    path("devices/<int:device_id>/end/", end, name="account_device_end"),
    path("devices/end/", end_others, name="account_devices_end"),
]
