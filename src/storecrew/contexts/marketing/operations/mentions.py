"""What people here do with a mention: give it to somebody, hand it to customer service, close it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.errors import InvalidMention, MentionState, UnknownMention
from storecrew.contexts.marketing.models import Mention
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

RECORD = "marketing.mention"
PERMISSION = "mentions.write"
SERVICE_HOURS = 4
"""Within so many hours customer service answers in public; then its lead is told."""
State = Mention.State
OPEN = (State.NEW, State.ASSIGNED, State.SERVICE)
CLOCKWORK = system_actor("marketing.mentions")


def find_mention(mention_id: int) -> Mention:
    """Return a mention; raises UnknownMention."""
    row = Mention.objects.select_related("customer", "assignee", "post", "task").filter(pk=mention_id).first()
    if row is None:
        raise UnknownMention(mention=mention_id)
    return row


def assign_mention(mention_id: int, *, user_id: int, actor: Actor, at: dt.datetime) -> None:
    """Give a mention to a colleague. Raises UnknownMention, MentionState, UnknownPerson."""
    actor.require(PERMISSION)
    person = people.person(user_id)
    if not person.is_staff or not person.is_active:
        raise InvalidMention(assignee=problem_words("unknown"))
    row = _move(mention_id, OPEN, state=State.ASSIGNED, assignee_id=user_id)
    note("mention_assigned", row.pk, actor, at, after={"to": person.name or person.email})


def hand_to_service(mention_id: int, *, note_text: str = "", actor: Actor, at: dt.datetime) -> int:
    """Make a task for customer service of a mention; return its id. Doing it twice makes one task.

    Raises UnknownMention, MentionState.
    """
    actor.require(PERMISSION)
    row = find_mention(mention_id)
    if row.state not in OPEN:
        raise MentionState(mention=row.pk, state=row.state)
    title = say(
        "%(name)s wrote on %(network)s",
        name=row.author_name or row.author_id or "–",
        network=social.name_of(row.network),
    )
    with transaction.atomic():
        task = work.open_task(
            code="social_mention",
            title=title,
            detail=_detail(row.text[:1500], note_text.strip()[:1000]),
            owner_role="customer_service",
            record=RECORD,
            record_id=row.pk,
            url=f"/admin/mentions/{row.pk}/",
            due_at=at + dt.timedelta(hours=SERVICE_HOURS),
            dedupe_key=f"{RECORD}:{row.pk}",
            actor=CLOCKWORK,
            at=at,
        )
        _move(row.pk, OPEN, state=State.SERVICE, task_id=task.id)
        note("mention_handed_over", row.pk, actor, at, after={"to": "customer_service"})
    return task.id


def _detail(text: str, note_text: str) -> str:
    if note_text:
        return say("They wrote: “%(text)s”. Note of marketing: %(note)s", text=text, note=note_text)
    return say("They wrote: “%(text)s”.", text=text)


def link_mention(
    mention_id: int, *, email: str = "", order_number: str = "", actor: Actor, at: dt.datetime
) -> None:
    """Note who the author is, by the address of a customer or an order. Raises InvalidMention."""
    actor.require(PERMISSION)
    row = find_mention(mention_id)
    values: dict[str, Any] = {"customer_id": None, "order_number": ""}
    if order_number.strip():
        try:
            order = orders.order_by_number(order_number.strip())
        except orders.OrderNotFound:
            raise InvalidMention(order_number=problem_words("unknown")) from None
        values = {"order_number": order.number, "customer_id": order.customer_id}
    if email.strip():
        customer = customers.customer_by_email(email)
        if customer is None:
            raise InvalidMention(email=problem_words("unknown"))
        values["customer_id"] = customer.id
    with transaction.atomic():
        Mention.objects.filter(pk=row.pk).update(**values)
        # Who the author is stays out of the trail, which outlives an erasure.
        note("mention_linked", row.pk, actor, at, after={"customer": bool(values["customer_id"])})


def close_mention(mention_id: int, *, ignore: bool = False, actor: Actor, at: dt.datetime) -> None:
    """Be done with a mention; ``ignore`` says that it needs no answer. Its task ends too."""
    actor.require(PERMISSION)
    with transaction.atomic():
        wanted = State.IGNORED if ignore else State.CLOSED
        row = _move(mention_id, (*OPEN, State.ANSWERED), state=wanted)
        end_task(row, at)
        note("mention_ignored" if ignore else "mention_closed", row.pk, actor, at)


def reopen_mention(mention_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Look at a mention again. Raises MentionState while it is open."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = _move(mention_id, (State.ANSWERED, State.CLOSED, State.IGNORED), state=State.NEW, task_id=None)
        note("mention_reopened", row.pk, actor, at)


def end_task(row: Mention, at: dt.datetime) -> None:
    """End the task of a mention that needs no answer any more."""
    if row.task_id is not None:
        work.withdraw_task(
            dedupe_key=f"{RECORD}:{row.pk}", reason=say("The mention is done."), actor=CLOCKWORK, at=at
        )


def note(action: str, key: int, actor: Actor, at: dt.datetime, **more: Any) -> None:
    """Write the audit line of a mention."""
    audit.record(actor=actor, action=f"marketing.{action}", record=RECORD, record_id=key, at=at, **more)


def _move(mention_id: int, allowed: tuple[str, ...], **values: Any) -> Mention:
    if not Mention.objects.filter(pk=mention_id, state__in=allowed).update(**values):
        raise MentionState(mention=mention_id, state=find_mention(mention_id).state)
    return find_mention(mention_id)
