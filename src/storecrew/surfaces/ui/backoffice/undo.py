"""Undo: a sentence about what was done, with a button that takes it back by an operation of its own.

A surface registers how a kind of change is taken back, and says with each change what was before::

    register_undo("work.findings", _reopen)  # fn(payload, actor, at) -> sentence; raises DomainError

    done(request, _("3 alerts closed."), Undo("work.findings", {"ids": [1, 2, 3]}))

The offer is good once, for its author, for half an hour; taking back checks rights and versions as any
other change does, so what a colleague changed meanwhile is never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, back_address, request_actor, workspace_page

Text = str | Promise
TakeBack = Callable[[dict[str, Any], Actor, datetime], Text]

_KINDS: dict[str, TakeBack] = {}


@dataclass(frozen=True)
class Undo:
    """How a change is taken back: a registered kind, and what it needs to know of before, as JSON."""

    kind: str
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What was done, in a sentence, and how to take it back where that is possible."""

    text: Text
    undo: Undo | None = None


def register_undo(kind: str, take_back: TakeBack) -> None:
    """Say how changes of a kind are taken back."""
    _KINDS[kind] = take_back


def done(request: HttpRequest, text: Text, undo: Undo | None = None) -> None:
    """Tell the person what was done, on the next page, with a button to undo it."""
    if undo is None:
        messages.success(request, str(text))
        return
    if undo.kind not in _KINDS:
        raise ValueError(f"{undo.kind!r} has no way back")
    offer = work.offer_undo(
        kind=undo.kind, payload=undo.payload, actor=request_actor(request), at=clock.now()
    )
    # the form with the token stands in the frame of every page, so that the button works without script
    button = format_html(
        '<button class="sc-undo" form="sc-undo" name="offer" value="{}">{}</button>', offer, _("Undo")
    )
    messages.success(request, format_html("{} {}", str(text), button))


@workspace_page(permission=ANY_STAFF)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take one change back, then show the page the person was on."""
    offer, actor, at = request.POST.get("offer", ""), request_actor(request), clock.now()
    number = int(offer) if offer.isascii() and offer.isdigit() and len(offer) < 19 else 0
    with transaction.atomic():
        taken = work.take_undo(number, actor=actor, at=at)
        words = _KINDS[taken.kind](taken.payload, actor, at)
    messages.success(request, str(words))
    return redirect(back_address(request) or reverse("wagtailadmin_home"))
