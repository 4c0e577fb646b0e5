"""Consent to be written to: asked, confirmed by a mail's link, changed, withdrawn, with proofs.

Every answer to a typed address is the same, so that nobody learns who is on the list (ABU-03).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import IntegrityError, transaction

from storecrew.contexts.customers import consent_mails
from storecrew.contexts.customers.errors import InvalidEmail, UnknownContact
from storecrew.contexts.customers.events import ConsentGiven, ConsentWithdrawn
from storecrew.contexts.customers.models import Consent, ConsentProof, Contact
from storecrew.contexts.customers.rules import ERASED_DOMAIN, TOPICS, normalize_email
from storecrew.kernel import outbox, ratelimit
from storecrew.kernel.actor import Actor

LIMIT = "customers.consent"
UNCONFIRMED = dt.timedelta(days=7)
State = Consent.State
ratelimit.define(LIMIT, ip="20/1h", email="10/1d")


def ask_consent(
    email: str,
    topics: Collection[str],
    *,
    sentence: str,
    source: str,
    locale: str,
    channel_code: str,
    country: str = "",
    customer_id: int | None = None,
    proved: str = "",
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Note that an address agrees to topics; one not ``proved`` to be its writer's is asked by mail.

    Asking again changes nothing that was given already, and sends one mail a day at most.

    :raises InvalidEmail: it cannot be an address
    :raises TooMany: too many from one place or for one address
    """
    address = normalize_email(email)
    if not address or address.endswith(f"@{ERASED_DOMAIN}"):
        raise InvalidEmail(email=email[:254])
    ratelimit.hit(LIMIT, f"ip:{actor.ip}", f"email:{address}")
    is_own = bool(proved) and address == normalize_email(proved)
    with transaction.atomic():
        row = _contact(address, locale, channel_code, country, at)
        if is_own and customer_id is not None:
            Contact.objects.filter(pk=row.pk).update(customer_id=customer_id)
        wanted = State.GIVEN if is_own else State.ASKED
        held = dict(row.consents.values_list("topic", "state"))
        fresh = [topic for topic in TOPICS if topic in topics and held.get(topic) != State.GIVEN]
        changed = [topic for topic in fresh if held.get(topic) != wanted]
        _set(row, changed, wanted, sentence, source, actor.ip, at)
        if fresh and not is_own:
            consent_mails.queue_question(row, at=at)


def confirm_consent(token: str, *, ip: str = "", at: dt.datetime) -> None:
    """Turn what was asked into given, by whoever opened the mail. Raises UnknownContact."""
    row = _find(token)
    with transaction.atomic():
        asked = list(row.consents.filter(state=State.ASKED).values_list("topic", flat=True))
        _set(row, asked, State.GIVEN, "", "link in the mail", ip, at, after=State.ASKED)


def choose_topics(token: str, topics: Collection[str], *, ip: str = "", at: dt.datetime) -> None:
    """Keep exactly these topics, as chosen on the address's own page. Raises UnknownContact."""
    row = _find(token)
    with transaction.atomic():
        held = dict(row.consents.values_list("topic", "state"))
        given = [topic for topic in TOPICS if topic in topics and held.get(topic) != State.GIVEN]
        gone = [topic for topic in held if topic not in topics and held[topic] != State.WITHDRAWN]
        _set(row, given, State.GIVEN, "", "own page", ip, at)
        _set(row, gone, State.WITHDRAWN, "", "own page", ip, at)


def withdraw_consent(
    token: str, topics: Collection[str] = (), *, source: str, ip: str = "", at: dt.datetime
) -> None:
    """Take consent back at once, for some topics or for all; a second time changes nothing.

    :raises UnknownContact: nobody has this token
    """
    row = _find(token)
    with transaction.atomic():
        rows = row.consents.exclude(state=State.WITHDRAWN)
        held = list(rows.values_list("topic", flat=True))
        _set(
            row, [each for each in held if not topics or each in topics], State.WITHDRAWN, "", source, ip, at
        )


def suppress_contact(email: str, *, because: str, at: dt.datetime) -> bool:
    """Send nothing more to an address that bounced or complained; True when this call did it."""
    rows = Contact.objects.filter(email=normalize_email(email), suppressed_at=None)
    with transaction.atomic():
        row = rows.first()
        if row is None or not rows.update(suppressed_at=at, suppressed_because=because[:12]):
            return False
        outbox.publish(ConsentWithdrawn(contact_id=row.pk, topics=TOPICS))
    return True


def forget_unconfirmed(at: dt.datetime) -> int:
    """Delete addresses that were asked a week ago and never answered; return how many."""
    rows = Contact.objects.filter(created_at__lt=at - UNCONFIRMED, suppressed_at=None)
    gone = rows.exclude(consents__state__in=(State.GIVEN, State.WITHDRAWN))
    count = gone.count()
    gone.delete()
    return count


def _find(token: str) -> Contact:
    row = Contact.objects.filter(token=token).first() if token else None
    if row is None:
        raise UnknownContact
    return row


def _contact(address: str, locale: str, channel_code: str, country: str, at: dt.datetime) -> Contact:
    row = Contact.objects.filter(email=address).first()
    if row is not None:
        return row
    values = {"locale": locale[:12], "channel_code": channel_code, "country": country[:2], "created_at": at}
    try:
        with transaction.atomic():
            return Contact.objects.create(email=address, **values)
    except IntegrityError:
        return Contact.objects.get(email=address)


def _set(
    row: Contact,
    topics: Iterable[str],
    state: str,
    sentence: str,
    source: str,
    ip: str,
    at: dt.datetime,
    *,
    after: str = "",
) -> None:
    """Write the state of topics with its proof, and tell who follows it; what has it already is left alone.

    With ``after`` only what is in that state yet: who has just left is not brought back.
    """
    changed = tuple(topic for topic in topics if _change(row, topic, state, after, at))
    for topic in changed:
        ConsentProof.objects.create(
            contact=row, topic=topic, state=state, sentence=sentence[:500], source=source[:60], ip=ip, at=at
        )
    if changed and state == State.GIVEN:
        outbox.publish(ConsentGiven(contact_id=row.pk, topics=changed))
    if changed and state == State.WITHDRAWN:
        outbox.publish(ConsentWithdrawn(contact_id=row.pk, topics=changed))


def _change(row: Contact, topic: str, state: str, after: str, at: dt.datetime) -> bool:
    """Bring one topic to a state; False when it is there, however many ask at once."""
    values = {"state": state, "changed_at": at}
    mine = row.consents.filter(topic=topic)
    if after:
        return bool(mine.filter(state=after).update(**values))
    _made, is_new = Consent.objects.get_or_create(contact=row, topic=topic, defaults=values)
    return is_new or bool(mine.exclude(state=state).update(**values))
