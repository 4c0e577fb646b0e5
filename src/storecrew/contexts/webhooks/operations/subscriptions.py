"""Making and changing subscriptions; their secrets are shown once."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.webhooks.errors import InvalidSubscription, SubscriptionChanged
from storecrew.contexts.webhooks.facts import Wanted
from storecrew.contexts.webhooks.models import Subscription
from storecrew.contexts.webhooks.queries.subscriptions import PURPOSE, find, host_of
from storecrew.contexts.webhooks.rules.catalog import BY_NAME
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, outgoing
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.secrets import seal, unseal
from storecrew.kernel.sentence import say

PERMISSION = "webhooks.write"
RECORD = "webhooks.subscription"
OVERLAP = dt.timedelta(hours=24)
"""So long the former secret signs too after a new one was made."""
WATCH = "webhooks.watch"


def add_subscription(wanted: Wanted, *, actor: Actor, at: dt.datetime) -> tuple[Subscription, str]:
    """Make a subscription; return it and its secret, which nobody can read again.

    :raises InvalidSubscription: ``fields``: no name, an address that may not be called, unknown events
    """
    actor.require(PERMISSION)
    values = _checked(wanted)
    secret = _new_secret()
    with transaction.atomic():
        row = Subscription.objects.create(
            secret=_sealed(secret), created_at=at, created_by=actor.label[:120], **values
        )
        _note("webhooks.webhook_made", row, actor, at, after=_told(row))
    return row, secret


def change_subscription(
    subscription_id: int, wanted: Wanted, *, version: int, actor: Actor, at: dt.datetime
) -> Subscription:
    """Change name, address or events; deliveries that wait go to the new address.

    :raises InvalidSubscription: see :func:`add_subscription`
    :raises SubscriptionChanged: somebody else saved it since ``version``
    """
    actor.require(PERMISSION)
    values = _checked(wanted)
    before = find(subscription_id)
    with transaction.atomic():
        if not Subscription.objects.filter(pk=before.pk, version=version).update(
            version=version + 1, **values
        ):
            raise SubscriptionChanged(version=find(subscription_id).version)
        row = find(subscription_id)
        _note("webhooks.webhook_changed", row, actor, at, before=_told(before), after=_told(row))
    return row


def rotate_secret(subscription_id: int, *, actor: Actor, at: dt.datetime) -> tuple[Subscription, str]:
    """Make a new secret and return it; for a day both sign, so that nothing is lost while it is exchanged."""
    actor.require(PERMISSION)
    secret = _new_secret()
    with transaction.atomic():
        row = Subscription.objects.select_for_update().get(pk=find(subscription_id).pk)
        row.former_secret, row.former_until = row.secret, at + OVERLAP
        row.secret = _sealed(secret)
        row.version += 1
        row.save(update_fields=["secret", "former_secret", "former_until", "version"])
        _note("webhooks.webhook_secret_rotated", row, actor, at)
    return row, secret


def pause_subscription(subscription_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Send nothing for now; what happens meanwhile is kept and sent when it goes on."""
    actor.require(PERMISSION)
    _pause(find(subscription_id), Subscription.Pause.HAND, actor, at)


def resume_subscription(subscription_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Send again, first what waited; the alert about it is closed."""
    actor.require(PERMISSION)
    row = find(subscription_id)
    with transaction.atomic():
        if Subscription.objects.filter(pk=row.pk, state=Subscription.State.PAUSED).update(
            state=Subscription.State.ACTIVE, pause="", failing_since=None
        ):
            _note("webhooks.webhook_resumed", row, actor, at)
        work.resolve_finding(dedupe_key=alert_key(row.pk), actor=system_actor(WATCH), at=at)


def delete_subscription(subscription_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Remove a subscription with its deliveries for good."""
    actor.require(PERMISSION)
    row = find(subscription_id)
    with transaction.atomic():
        _note("webhooks.webhook_deleted", row, actor, at, before=_told(row))
        work.resolve_finding(dedupe_key=alert_key(row.pk), actor=system_actor(WATCH), at=at)
        row.delete()


def pause_failing(row: Subscription, pause: str, *, at: dt.datetime) -> None:
    """Pause what only fails, and tell the developers; nothing when it is paused already."""
    actor = system_actor(WATCH)
    if not _pause(row, pause, actor, at):
        return
    work.raise_finding(
        code="webhook_paused",
        title=say("The webhook %(name)s was paused", name=row.name),
        detail=say(
            "%(host)s did not take a single delivery since %(since)s. What happens now is kept and sent when "
            "you resume it.",
            host=host_of(row.url),
            since=row.failing_since or at,
        ),
        owner_role="developer",
        severity="critical",
        record=RECORD,
        record_id=row.pk,
        url=f"/admin/webhooks/{row.pk}/",
        dedupe_key=alert_key(row.pk),
        actor=actor,
        at=at,
    )


def alert_key(subscription_id: int) -> str:
    """Return the key of the alert that a subscription was paused."""
    return f"webhooks.paused:{subscription_id}"


def secrets_of(row: Subscription, *, at: dt.datetime) -> tuple[str, ...]:
    """Return the secrets that sign now, the present one first. Raises SecretUnreadable."""
    sealed = [row.secret]
    if row.former_secret and row.former_until is not None and at < row.former_until:
        sealed.append(row.former_secret)
    return tuple(unseal(each, purpose=PURPOSE)["secret"] for each in sealed)


def _pause(row: Subscription, pause: str, actor: Actor, at: dt.datetime) -> bool:
    with transaction.atomic():
        paused = Subscription.objects.filter(pk=row.pk, state=Subscription.State.ACTIVE).update(
            state=Subscription.State.PAUSED, pause=pause
        )
        if paused:
            _note("webhooks.webhook_paused", row, actor, at, after={"reason": pause})
    return bool(paused)


def _new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def _sealed(secret: str) -> str:
    return seal({"secret": secret}, purpose=PURPOSE)


def _told(row: Subscription) -> dict[str, Any]:
    """Return what the trail says: of the address the host, since the rest of it may be a secret."""
    return {"name": row.name, "host": host_of(row.url), "events": list(row.events)}


def _note(action: str, row: Subscription, actor: Actor, at: dt.datetime, **changes: Any) -> None:
    audit.record(actor=actor, action=action, record=RECORD, record_id=row.pk, at=at, **changes)


def _checked(wanted: Wanted) -> dict[str, Any]:
    problems: dict[str, str] = {}
    name, url = wanted.name.strip(), wanted.url.strip()
    if not name:
        problems["name"] = _("A name is needed.")
    elif len(name) > 100:
        problems["name"] = _("A name has at most 100 characters.")
    if len(url) > 500:
        problems["url"] = _("An address has at most 500 characters.")
    else:
        try:
            outgoing.check_url(url)
        except outgoing.Refused as refusal:
            problems["url"] = str(refusal)
    events = sorted(set(wanted.events))
    if not events:
        problems["events"] = _("Choose at least one event.")
    elif unknown := [each for each in events if each not in BY_NAME]:
        problems["events"] = _("There is no event called %(name)s.") % {"name": unknown[0][:60]}
    if problems:
        raise InvalidSubscription(fields=problems)
    return {"name": name, "url": url, "events": events}
