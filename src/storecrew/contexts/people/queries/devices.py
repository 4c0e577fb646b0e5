"""Reads of the browsers that people are signed in with."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from storecrew.contexts.people import rules
from storecrew.contexts.people.facts import DeviceFacts
from storecrew.contexts.people.models import Device, User

MOST = 50


def devices_of(user_id: int, *, at: dt.datetime, session_key: str = "") -> tuple[DeviceFacts, ...]:
    """Return where a person is signed in, the browser that asks first, then by when each was seen last.

    A session that ended with a new password, with other rights or by itself is none.
    """
    rows = list(Device.objects.filter(user_id=user_id)[:MOST])
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return ()
    keys = [row.session_key for row in rows]
    found = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
    alive = {each.session_key for each in found if _opens(each.get_decoded(), person)}
    facts = [_facts(row, session_key) for row in rows if row.session_key in alive]
    return tuple(sorted(facts, key=lambda each: not each.here))


def _opens(kept: dict[str, str], person: User) -> bool:
    """Say whether a session still opens the account, as the sign-in checks at each request."""
    if kept.get(SESSION_KEY) != str(person.pk):
        return False
    return constant_time_compare(kept.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())


def _facts(row: Device, session_key: str) -> DeviceFacts:
    program, system = rules.named_browser(row.browser)
    return DeviceFacts(
        row.pk, program, system, row.signed_in_at, row.seen_at, here=row.session_key == session_key
    )
