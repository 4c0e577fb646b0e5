"""The browsers that people are signed in with: noted, ended one by one, forgotten with their session."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from storecrew.contexts.people.errors import UnknownDevice
from storecrew.contexts.people.models import Device
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

PERMISSION = "people.write"


def note_device(*, user_id: int, session_key: str, browser: str, at: dt.datetime) -> None:
    """Note that somebody uses a browser now; the first time is when they signed in with it."""
    named = browser[:300]
    rows = Device.objects.filter(session_key=session_key)
    if rows.filter(user_id=user_id).update(seen_at=at, browser=named):
        return
    try:
        with transaction.atomic():
            rows.delete()
            Device.objects.create(
                user_id=user_id, session_key=session_key, browser=named, signed_in_at=at, seen_at=at
            )
    except IntegrityError:
        # a second request of the same browser was faster and wrote the same
        return


def end_device(*, user_id: int, device_id: int, actor: Actor, at: dt.datetime) -> None:
    """End the session of one browser at once; anybody may end their own. Raises UnknownDevice."""
    if actor.id not in (str(user_id), f"user:{user_id}"):
        actor.require(PERMISSION)
    with transaction.atomic():
        row = Device.objects.filter(pk=device_id, user_id=user_id).first()
        if row is None:
            raise UnknownDevice(device=device_id)
        Session.objects.filter(session_key=row.session_key).delete()
        row.delete()
        audit.record(
            actor=actor,
            action="people.device_ended",
            record="people.user",
            record_id=user_id,
            at=at,
            before={"browser": row.browser},
        )


def forget_devices(at: dt.datetime) -> int:
    """Delete what is known of browsers whose session ended; return how many they were."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    return Device.objects.filter(~Exists(alive)).delete()[0]
