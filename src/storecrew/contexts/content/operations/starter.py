"""The pages and menus that a new shop starts with, in every language, ready to be rewritten."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from storecrew.contexts.content.operations.menus import save_menu
from storecrew.contexts.content.operations.pages import ensure_homes, save_page
from storecrew.contexts.content.starter import PAGES, service_menus
from storecrew.kernel.actor import Actor


def install_starter(*, shop_name: str, actor: Actor, at: dt.datetime) -> None:
    """Make the home pages, the help and legal pages and the footer menus that are missing.

    What editors changed stays: only what does not exist is written. Needs ``content.write``.
    """
    with transaction.atomic():
        ensure_homes(shop_name=shop_name, actor=actor, at=at)
        for locale, _name in settings.LANGUAGES:
            for page in PAGES.get(locale, ()):
                save_page(
                    locale=locale,
                    slug=page.slug,
                    title=page.title,
                    intro=page.intro,
                    body=page.body,
                    seo_description=page.intro,
                    actor=actor,
                    at=at,
                    overwrite=False,
                )
            for code, items in service_menus(locale).items():
                save_menu(code=code, locale=locale, items=items, actor=actor, at=at, overwrite=False)
