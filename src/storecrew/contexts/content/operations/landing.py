"""Make and change landing pages by program: for the demo and imports. Editors use Wagtail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from storecrew.contexts.content.errors import NoSite
from storecrew.contexts.content.models import HomePage, LandingPage
from storecrew.contexts.content.operations.pages import PERMISSION, write
from storecrew.kernel.actor import Actor


def save_landing(
    *,
    locale: str,
    slug: str,
    title: str,
    body: Sequence[Mapping[str, Any]],
    actor: Actor,
    at: dt.datetime,
    intro: str = "",
    campaign_id: int | None = None,
    promotion_id: int | None = None,
    ends_at: dt.datetime | None = None,
    after_url: str = "",
    publish: bool = True,
) -> int:
    """Create or change the landing page ``slug`` of a language and return its id.

    Without ``publish`` it stays a draft. Pages of the same slug in other languages become its
    translations. NoSite before ``ensure_homes``.
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        home = HomePage.objects.filter(locale__language_code=locale).first()
        if home is None:
            raise NoSite(locale=locale)
        values = {"title": title, "intro": intro, "campaign_id": campaign_id, "promotion_id": promotion_id,
                  "ends_at": ends_at, "after_url": after_url}  # fmt: skip
        page = LandingPage.objects.child_of(home).filter(slug=slug).first()
        if page is None:
            page = LandingPage(slug=slug, locale=home.locale, live=False, **values)
            twin = LandingPage.objects.filter(slug=slug, depth=home.depth + 1).first()
            if twin is not None:
                page.translation_key = twin.translation_key
            home.add_child(instance=page)
        return write(page, values, body, "content.page_saved", actor, at, publish=publish)
