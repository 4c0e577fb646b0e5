"""Menus are changed on pages of the shell; what was before is offered back, as after any other change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks

from storecrew.contexts.content import public as content
from storecrew.contexts.content.models import Menu
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.undo import Undo, done, register_undo

KIND = "content.menu"
BEFORE = "_menus_before"


def _note(request: HttpRequest, menus: Iterable[Any]) -> None:
    """Remember with the request what menus say before they change."""
    rows = Menu.objects.filter(pk__in=[menu.pk for menu in menus if isinstance(menu, Menu)])
    found = [(row.code, row.locale, content.menu_links(row.code, row.locale)) for row in rows]
    setattr(request, BEFORE, found)


def _offer(request: HttpRequest, text: str) -> None:
    """Offer what differs back, one offer for each menu."""
    for code, locale, before in getattr(request, BEFORE, ()):
        after = content.menu_links(code, locale)
        if before is not None and after != before:
            payload = {"code": code, "locale": locale, "before": before, "after": after}
            done(request, text, Undo(KIND, payload))


@hooks.register("before_edit_snippet")
def note_before_change(request: HttpRequest, instance: Any) -> None:
    """Remember a menu that is about to change."""
    if request.method == "POST":
        _note(request, [instance])


@hooks.register("after_edit_snippet")
def offer_change(request: HttpRequest, instance: Any) -> None:
    """Offer a change of a menu back."""
    _offer(request, _("The shop shows the new menu."))


@hooks.register("before_delete_snippet")
def note_before_removal(request: HttpRequest, instances: Iterable[Any]) -> None:
    """Remember menus that are about to go."""
    if request.method == "POST":
        _note(request, instances)


@hooks.register("after_delete_snippet")
def offer_removal(request: HttpRequest, instances: Iterable[Any]) -> None:
    """Offer menus back that were removed."""
    _offer(request, _("The shop shows no menu there any more."))


def _back(payload: dict[str, Any], actor: Actor, at: dt.datetime) -> str:
    content.put_menu_back(**payload, actor=actor, at=at)
    return _("The menu is as it was.")


register_undo(KIND, _back)
