"""A record begins as a copy: the form of a new one opens filled in, and its timeline says of what it is one.

It is the form that makes such a record, so that all its rules hold; nothing is written until it is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor
from storecrew.surfaces.ui.backoffice.record import Action

PARAMETER = "copy"
Row = TypeVar("Row")
Key = TypeVar("Key", int, str)


def copy_action(page: str, key: int | str, *args: str) -> Action:
    """Return the button that opens the form of a new record with what an existing one says."""
    return Action(_("Duplicate"), f"{reverse(page, args=args)}?{urlencode({PARAMETER: key})}")


def source(request: HttpRequest, find: Callable[[int], Row]) -> Row | None:
    """Return the record that a form begins as a copy of, found by its id; None for a blank form.

    Raises NotFound for what is no id, and whatever `find` raises.
    """
    asked = request.GET.get(PARAMETER, "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise NotFound()
    return find(int(asked))


def named(name: str, longest: int = 120) -> str:
    """Return what a copy is called at first."""
    return (_("Copy of %(name)s") % {"name": name})[:longest]


def make(request: HttpRequest, record: str, of: str, create: Callable[[], Key]) -> Key:
    """Make a record by its operation; the timeline of a copy says of what it is one. Returns its key."""
    actor = request_actor(request)
    with transaction.atomic():
        key = create()
        if of and actor.can("work.read"):
            work.note_copy(record=record, record_id=key, of=of, actor=actor, at=clock.now())
    return key
