"""Calling colleagues by @name: who answers to what, and what the comment box offers while one types."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from storecrew.contexts.people import public as people
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.registry import Look

MOST = 8


def names(look: Look) -> tuple[str, ...]:
    """Return what the person who looks answers to: their roles, and their own name; read once a page."""
    person = look.once("person", lambda: people.person(int(look.actor.id)))
    return look.once(
        f"names of {look.roles}", lambda: people.names_of(int(look.actor.id), look.roles, known=person)
    )


def names_of(actor: Actor) -> tuple[str, ...]:
    """Return what a member of staff answers to in all of their roles."""
    return people.names_of(int(actor.id))


def answer_to(called: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return (people and roles who were told, handles that nobody answers to) of a comment."""
    persons = people.called(called)
    roles = {role.code: _(role.name) for role in people.all_roles()} if called else {}
    told = [person.name or person.email for handle in called for person in persons.get(handle, ())]
    told += [roles[handle] for handle in called if handle in roles]
    unknown = [handle for handle in called if handle not in persons and handle not in roles]
    return list(dict.fromkeys(told)), unknown


@workspace_page(permission="work.write")
def colleagues(request: HttpRequest) -> HttpResponse:
    """Answer the comment box with JSON: `items` of `handle` and `name`, people first, then roles."""
    text = request.GET.get("q", "").strip().casefold()[:60]
    found = people.colleagues(text, limit=MOST)
    locals_ = [person.email.partition("@")[0] for person in found]
    alone = {handle for handle, who in people.called(locals_).items() if len(who) == 1}
    items = [
        {"handle": local if local in alone else person.email, "name": person.name or person.email}
        for person, local in zip(found, locals_, strict=True)
    ]
    items += [
        {"handle": role.code, "name": _("Everybody: %(role)s") % {"role": _(role.name)}}
        for role in people.all_roles()
        if text in role.code or text in _(role.name).casefold()
    ]
    return JsonResponse({"items": items[:MOST]})
