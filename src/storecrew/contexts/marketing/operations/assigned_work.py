"""Work items as whoever has them does them: begun, booked on, delivered.

Everything asks first whether the work was given to the one who acts and whether their access holds now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.errors import InvalidItem, ItemState, UnknownItem
from storecrew.contexts.marketing.models import Booking, Deliverable, WorkItem
from storecrew.contexts.marketing.operations import agency_news
from storecrew.contexts.marketing.operations.assignments import note, settle
from storecrew.contexts.marketing.queries import agencies as queries
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.marketing.rules import agencies as rules
from storecrew.kernel.actor import Actor

State = WorkItem.State


def start_item(item_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Begin with what one was given; a second time changes nothing. Raises UnknownItem, ItemState."""
    row = _mine(item_id, actor, at)
    with transaction.atomic():
        begun = WorkItem.objects.filter(pk=row.pk, state=State.GIVEN).update(
            state=State.STARTED, started_at=at, updated_at=at
        )
        if begun:
            agency_news.idle_is_over(row, at)
            note("item_started", row.pk, actor, at)
        elif row.state != State.STARTED:
            raise ItemState(item=row.pk, state=row.state)


def book_work(
    item_id: int,
    *,
    day: dt.date,
    minutes: int = 0,
    expenses: int = 0,
    note_text: str = "",
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Book time and expenses (minor units) on what one was given; return the id of the booking.

    The hours of an agency cost its rate of now; those of the house cost nothing here. The owner hears of it
    when more is booked than was agreed.

    :raises InvalidItem: nothing was booked, or more than a day has
    :raises UnknownItem: it is not the actor's
    :raises ItemState: it is accepted already
    """
    row = _mine(item_id, actor, at)
    if row.state == State.ACCEPTED:
        raise ItemState(item=row.pk, state=row.state)
    if not minutes and not expenses:
        raise InvalidItem(hours=problem_words("missing"))
    if not 0 <= minutes <= rules.LONGEST_DAY:
        raise InvalidItem(hours=_("A day has 24 hours."))
    if expenses < 0:
        raise InvalidItem(expenses=problem_words("negative"))
    if day > channels.house_day(at) + dt.timedelta(days=1):
        raise InvalidItem(day=_("This day is still to come."))
    cost = expenses + (rules.time_cost(minutes, row.agency.hourly_rate) if row.agency else 0)
    with transaction.atomic():
        made = Booking.objects.create(
            item=row, agency=row.agency, day=day, minutes=minutes, expenses=expenses, cost=cost,
            note=note_text.strip()[:200], by=actor.label[:200], at=at,
        )  # fmt: skip
        settle(row, at, kept=None)
        if row.agency and queries.booked(row.pk)[1] > row.cost:
            agency_news.over_the_cost(row, at)
        money = {"cost": cost, "currency": row.agency.currency} if row.agency else {"cost": cost}
        note("item_booked", row.pk, actor, at, after={"minutes": minutes} | money)
    return made.pk


def deliver_item(
    item_id: int,
    *,
    links: Sequence[str] = (),
    pictures: Sequence[tuple[str, bytes]] = (),
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Hand in what was done, as links and as pictures of (name, bytes); the owner is asked to accept it.

    Pictures are drawn anew in a limited child, so that nothing but a picture reaches the owner.

    :raises InvalidItem: nothing, too much, a link that is none, a file that is no picture
    :raises UnknownItem: it is not the actor's
    :raises ItemState: it was delivered already
    """
    row = _mine(item_id, actor, at)
    found = [text.strip() for text in links if text.strip()]
    if not found and not pictures:
        raise InvalidItem(links=_("Deliver a link or a picture."))
    if len(found) + len(pictures) > rules.MOST_FILES:
        raise InvalidItem(links=_("Deliver at most ten at once."))
    if any(not rules.is_link(text) for text in found):
        raise InvalidItem(links=_("Write whole addresses that begin with https://, one on each line."))
    try:
        drawn = [(name, catalog.clean_picture(content).content) for name, content in pictures]
    except catalog.InvalidImage as error:
        raise InvalidItem(pictures=str(error)) from error
    with transaction.atomic():
        moved = WorkItem.objects.filter(pk=row.pk, state__in=(State.GIVEN, State.STARTED)).update(
            state=State.DELIVERED, delivered_at=at, started_at=row.started_at or at, updated_at=at
        )
        if not moved:
            raise ItemState(item=row.pk, state=row.state)
        known = {"item": row, "round": row.sent_back + 1, "by": actor.label[:200], "at": at}
        Deliverable.objects.bulk_create(
            [
                *(Deliverable(name=text[:200], url=text, **known) for text in found),
                *(Deliverable(name=name[:200], content=content, **known) for name, content in drawn),
            ]
        )
        agency_news.idle_is_over(row, at)
        agency_news.late_is_over(row, at)
        agency_news.ask_for_review(row, at)
        note("item_delivered", row.pk, actor, at, after={"links": found, "pictures": len(drawn)})


def _mine(item_id: int, actor: Actor, at: dt.datetime) -> WorkItem:
    row = queries.assigned(actor, at=at).select_related("activity").filter(pk=item_id).first()
    if row is None:
        raise UnknownItem(item=item_id)
    return row
