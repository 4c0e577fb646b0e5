"""Follow redirects: what was alive when it was written may be gone by now."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q

from storecrew.contexts.seo.models import Redirect
from storecrew.contexts.seo.providers.site import site
from storecrew.contexts.seo.queries.moves import languages
from storecrew.contexts.seo.rules import paths

AT_ONCE = 40
LOOK_AGAIN = dt.timedelta(hours=12)


def follow_redirects(*, at: dt.datetime) -> int:
    """Follow redirects that were not followed lately or changed since; return how many lead nowhere."""
    due = Q(looked_at=None) | Q(looked_at__lte=at - LOOK_AGAIN) | Q(looked_at__lt=F("updated_at"))
    rows = list(Redirect.objects.filter(due).exclude(new_path="").order_by("looked_at", "pk")[:AT_ONCE])
    dead = {row.pk for row in rows if not _is_alive(row)}
    for is_dead in (True, False):
        found = [row.pk for row in rows if (row.pk in dead) is is_dead]
        Redirect.objects.filter(pk__in=found).update(is_dead=is_dead, looked_at=at)
    return len(dead)


def _is_alive(row: Redirect) -> bool:
    own = paths.split_language(row.old_path, languages())[0] or languages()[0]
    address = paths.target_address(row.new_path, own, languages()).split("?")[0]
    status, location = site().status(address)
    # A page that moved again leads on by itself.
    return status == 200 or bool(status in (301, 302, 308) and location)
