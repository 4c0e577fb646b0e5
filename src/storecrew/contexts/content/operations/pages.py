"""Make and change pages by program: for the starter texts, the demo and imports. Editors use Wagtail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from storecrew.contexts.content.errors import NoSite
from storecrew.contexts.content.events import PageChanged
from storecrew.contexts.content.models import ContentPage, HomePage
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

PERMISSION = "content.write"
Raw = Sequence[Mapping[str, Any]]


def ensure_homes(*, shop_name: str, actor: Actor, at: dt.datetime) -> dict[str, int]:
    """Make what is missing of the tree: a home page for each language and the site that shows them.

    Wagtail's own welcome page goes away. Returns page ids by language; calling it again changes nothing.
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        root = Page.get_first_root_node()
        _drop_welcome_page(root)
        homes: dict[str, HomePage] = {}
        for code, _name in settings.LANGUAGES:
            locale, _made = Locale.objects.get_or_create(language_code=code)
            found = HomePage.objects.filter(locale=locale).first()
            homes[code] = found or _add_home(root, locale, shop_name, homes, actor, at)
        first = homes[settings.LANGUAGE_CODE]
        site = Site.objects.filter(is_default_site=True).first() or Site(
            hostname="localhost", is_default_site=True
        )
        if site.root_page_id != first.pk:
            site.root_page = first
            site.site_name = shop_name
            site.save()
        return {code: home.pk for code, home in homes.items()}


def _drop_welcome_page(root: Page) -> None:
    for page in root.get_children().filter(numchild=0):
        if type(page.specific) is Page:
            page.delete()
    root.refresh_from_db()


def _add_home(
    root: Page, locale: Locale, name: str, others: Mapping[str, HomePage], actor: Actor, at: dt.datetime
) -> HomePage:
    code = locale.language_code
    home = HomePage(title=name, slug=f"home-{code}", locale=locale)
    for other in others.values():
        home.translation_key = other.translation_key
    root.add_child(instance=home)
    home.save_revision().publish()
    _note(home, "content.home_created", None, actor, at)
    return home


def save_home(*, locale: str, body: Raw, actor: Actor, at: dt.datetime, seo_description: str = "") -> int:
    """Replace the blocks of a language's home page and publish it; NoSite before ``ensure_homes``.

    ``body`` is Wagtail's raw form: ``[{"type": "hero", "value": {...}}]``. Saving what is there writes
    nothing.
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        home = HomePage.objects.filter(locale__language_code=locale).first()
        if home is None:
            raise NoSite(locale=locale)
        return write(home, {"search_description": seo_description}, body, "content.home_saved", actor, at)


def save_page(
    *,
    locale: str,
    slug: str,
    title: str,
    body: Raw,
    actor: Actor,
    at: dt.datetime,
    intro: str = "",
    seo_description: str = "",
    overwrite: bool = True,
) -> int:
    """Create or change the page ``slug`` below the home page of a language, publish it, return its id.

    Pages of the same slug in other languages become its translations. With ``overwrite`` False a page that
    exists stays as editors left it. NoSite before ``ensure_homes``.
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        home = HomePage.objects.filter(locale__language_code=locale).first()
        if home is None:
            raise NoSite(locale=locale)
        page = ContentPage.objects.child_of(home).filter(slug=slug).first()
        if page is not None and not overwrite:
            return page.pk
        values = {"title": title, "intro": intro, "search_description": seo_description}
        if page is None:
            page = ContentPage(slug=slug, locale=home.locale, **values)
            twin = ContentPage.objects.filter(slug=slug, depth=home.depth + 1).first()
            if twin is not None:
                page.translation_key = twin.translation_key
            home.add_child(instance=page)
        return write(page, values, body, "content.page_saved", actor, at)


def write(
    page: Any,
    values: Mapping[str, Any],
    body: Raw,
    action: str,
    actor: Actor,
    at: dt.datetime,
    *,
    publish: bool = True,
) -> int:
    """Write a page that is in the tree, and publish it unless it stays a draft; return its id."""
    before = _state(page)
    moved = any(getattr(page, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(page, name, value)
    page.body = page.body.stream_block.to_python([dict(one) for one in body])
    if page.live_revision_id is None or moved or _state(page) != before:
        revision = page.save_revision()
        if publish:
            revision.publish()
        _note(page, action, before, actor, at)
    return page.pk


def _state(page: Any) -> dict[str, Any]:
    """The texts of a page, without the ids that Wagtail gives to blocks."""
    blocks = [{"type": one["type"], "value": one["value"]} for one in page.body.get_prep_value()]
    return {
        "title": page.title,
        "intro": getattr(page, "intro", ""),
        "seo": page.search_description,
        "body": blocks,
    }


def _note(page: Any, action: str, before: dict[str, Any] | None, actor: Actor, at: dt.datetime) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="content.page",
        record_id=page.pk,
        at=at,
        before=before,
        after=_state(page),
    )
    outbox.publish(PageChanged(page_id=page.pk, locale=page.locale.language_code))
