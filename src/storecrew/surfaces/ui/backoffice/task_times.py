"""Counts how long a form of the back office was open until its change was saved; per role, never per person.

The page's script adds the milliseconds for which the form was in sight (``sc_spent``). A form that is sent
back with errors goes on counting. Nothing of it may ever fail a save.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from storecrew.contexts.health import public as health
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.registry import Look

logger = logging.getLogger(__name__)
FIELD = "sc_spent"


def note_task_time(request: HttpRequest, response: HttpResponse, look: Look, actor: Actor) -> None:
    """Count a save that the view answered by leading on; anything else was no saved change."""
    spent = request.POST.get(FIELD, "") if request.method == "POST" else ""
    match = request.resolver_match
    saved = response.status_code in (302, 303) and match is not None and match.url_name
    if not saved or not spent.isascii() or not spent.isdigit() or len(spent) > 9 or not look.roles:
        return
    try:
        with transaction.atomic():
            health.count_task_time(
                task=str(match.url_name),  # type: ignore[union-attr]
                role=look.roles[0],
                milliseconds=int(spent),
                actor=actor,
                at=clock.now(),
            )
    except (DatabaseError, health.BadTaskTime):
        logger.warning("the time of a task was not counted", exc_info=True)
