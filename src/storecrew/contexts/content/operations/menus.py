"""Make and change menus by program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Page

from storecrew.contexts.content import rules
from storecrew.contexts.content.errors import MenuChanged, UnsafeLink
from storecrew.contexts.content.events import PageChanged
from storecrew.contexts.content.models import ContentPage, Menu, MenuItem
from storecrew.contexts.content.queries import menu_links
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

Links = Sequence[Sequence[Any]]
"""(words, page id or None, link or "") each."""


def save_menu(
    *,
    code: str,
    locale: str,
    items: Sequence[tuple[str, str]],
    actor: Actor,
    at: dt.datetime,
    overwrite: bool = True,
) -> int:
    """Replace the links of one menu and return its id.

    ``items`` are (words, link); a link ``page:returns`` is the page of that slug in the menu's language.
    With ``overwrite`` False a menu that exists stays as editors left it. Raises UnsafeLink.
    """
    actor.require("content.write")
    for _words, link in items:
        if not link.startswith("page:") and not rules.is_safe_link(link):
            raise UnsafeLink(link=link)
    with transaction.atomic():
        menu, made = Menu.objects.get_or_create(code=code, locale=locale)
        if not made and not overwrite:
            return menu.pk
        before = [(item.text, item.link) for item in menu.items.all()]
        menu.items.all().delete()
        MenuItem.objects.bulk_create(
            _item(menu, number, words, link, locale) for number, (words, link) in enumerate(items)
        )
        menu.refresh_from_db()
        menu.save()
        audit.record(
            actor=actor,
            action="content.menu_saved",
            record="content.menu",
            record_id=menu.pk,
            at=at,
            before={"items": before},
            after={"items": [list(item) for item in items]},
        )
        outbox.publish(PageChanged(page_id=0, locale=locale))
        return menu.pk


def put_menu_back(
    *, code: str, locale: str, before: Links, after: Links | None, actor: Actor, at: dt.datetime
) -> int:
    """Give a menu the links that it had ``before``, while it still has those of ``after``; return its id.

    ``after`` None: the menu was removed and is made again. Links are as `menu_links` returns them; one to a
    page that is gone is left out.

    :raises Denied: the actor may not write content
    :raises MenuChanged: somebody changed the menu since, or made it again
    """
    actor.require("content.write")
    with transaction.atomic():
        if menu_links(code, locale) != _plain(after):
            raise MenuChanged()
        menu, _made = Menu.objects.get_or_create(code=code, locale=locale)
        menu.items.all().delete()
        known = set(
            Page.objects.filter(pk__in=[page for _text, page, _link in before]).values_list("pk", flat=True)
        )
        MenuItem.objects.bulk_create(
            MenuItem(menu=menu, sort_order=number, text=text, page_id=page, link=link)
            for number, (text, page, link) in enumerate(before)
            if page is None or page in known
        )
        menu.refresh_from_db()
        menu.save()
        audit.record(
            actor=actor, action="content.menu_put_back", record="content.menu", record_id=menu.pk, at=at,
            before={"items": after}, after={"items": before},
        )  # fmt: skip
        outbox.publish(PageChanged(page_id=0, locale=locale))
        return menu.pk


def _plain(links: Links | None) -> list[list[Any]] | None:
    return None if links is None else [list(link) for link in links]


def _item(menu: Menu, number: int, words: str, link: str, locale: str) -> MenuItem:
    if not link.startswith("page:"):
        return MenuItem(menu=menu, sort_order=number, text=words, link=link)
    slug = link.removeprefix("page:")
    page = ContentPage.objects.filter(slug=slug, locale__language_code=locale).first()
    if page is None:
        raise UnsafeLink(link=link)
    return MenuItem(menu=menu, sort_order=number, text=words, page=page)
