"""Work items as their owner has them: written, given to an agency or to somebody of the house, accepted.

The cost of an agency stands in the campaign's budget from the moment it was given the work: what is agreed is
committed, what was booked is spent.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.marketing.errors import InvalidItem, ItemState, UnknownItem
from storecrew.contexts.marketing.facts import ActivityContent, ItemContent
from storecrew.contexts.marketing.models import Activity, Agency, Campaign, MarketingChannel, WorkItem
from storecrew.contexts.marketing.operations import agency_news
from storecrew.contexts.marketing.operations.campaigns import save_activity
from storecrew.contexts.marketing.queries import agencies as queries
from storecrew.contexts.marketing.queries import campaigns
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.people import public as people
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor

RECORD = "marketing.work_item"
PERMISSION = "agencies.write"
State = WorkItem.State
TREASURER = system_actor("marketing.assignments")


def save_item(content: ItemContent, *, item_id: int | None = None, actor: Actor, at: dt.datetime) -> int:
    """Write a work item down, new or changed while nobody has it; return its id.

    :raises InvalidItem: with the fields that are wrong
    :raises ItemState: somebody has it already
    """
    actor.require(PERMISSION)
    wrong = {name: "missing" for name in ("title", "brief") if not getattr(content, name).strip()}
    if content.channel not in MarketingChannel.values:
        wrong["channel"] = "unknown"
    if content.cost < 0:
        wrong["cost"] = "negative"
    open_ones = Campaign.objects.exclude(state=Campaign.State.ENDED)
    campaign = open_ones.filter(pk=content.campaign_id).first()
    if campaign is None:
        wrong["campaign"] = "unknown"
    _refuse(wrong)
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    values |= {"title": content.title.strip()[:120], "brief": content.brief.strip(), "updated_at": at}
    with transaction.atomic():
        if item_id is None:
            item_id = WorkItem.objects.create(created_at=at, **values).pk
        elif not WorkItem.objects.filter(pk=item_id, state=State.DRAFT).update(**values):
            raise ItemState(item=find(item_id).pk)
        after = {"title": values["title"], "cost": content.cost, "due_at": content.due_at.isoformat()}
        after["currency"] = campaign.currency if campaign else ""
        note("item_saved", item_id, actor, at, after=after)
    return item_id


def give_item(
    item_id: int,
    *,
    agency_id: int | None = None,
    person_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Give a work item to an agency or to somebody of the house, who are told.

    :raises InvalidItem: both or none were named; nobody of the agency may see the campaign; its currency is
        another one; the budget has no room
    :raises ItemState: somebody has it already
    """
    actor.require(PERMISSION)
    row = find(item_id)
    if (agency_id is None) == (person_id is None):
        raise InvalidItem(holder=problem_words("missing"))
    agency = _agency(agency_id, row, at) if agency_id is not None else None
    person = _person(person_id) if person_id is not None else None
    with transaction.atomic():
        free = WorkItem.objects.filter(pk=row.pk, state=State.DRAFT)
        values = {"state": State.GIVEN, "given_at": at, "sent_back": 0, "reason": "", "updated_at": at}
        values |= {"started_at": None, "delivered_at": None, "accepted_at": None}
        if not free.update(agency=agency, person_id=person.id if person else None, **values):
            raise ItemState(item=row.pk, state=find(row.pk).state)
        row.refresh_from_db()
        if agency is not None:
            _commit(row, actor, at)
        agency_news.nobody_has_it_is_over(row, at)
        agency_news.tell_holder(row, "given", at)
        note("item_given", row.pk, actor, at, after={"to": agency.name if agency else person and person.name})


def take_back(item_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Take a work item from whoever has it; the owner has a task then. Raises ItemState."""
    actor.require(PERMISSION)
    row = find(item_id)
    with transaction.atomic():
        held = WorkItem.objects.filter(pk=row.pk, state__in=queries.HELD)
        if not held.update(state=State.DRAFT, agency=None, person=None, reason=reason, updated_at=at):
            raise ItemState(item=row.pk, state=row.state)
        settle(row, at, kept=False)
        agency_news.review_is_over(row, at)
        agency_news.nobody_has_it(row, reason, at)
        note("item_taken_back", row.pk, actor, at, reason=reason)


def drop_item(item_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Say that nobody has to do it any more; only while nobody has it. Raises ItemState."""
    actor.require(PERMISSION)
    row = find(item_id)
    with transaction.atomic():
        if not WorkItem.objects.filter(pk=row.pk, state=State.DRAFT).update(
            state=State.DROPPED, updated_at=at
        ):
            raise ItemState(item=row.pk, state=row.state)
        agency_news.nobody_has_it_is_over(row, at)
        note("item_dropped", row.pk, actor, at)


def accept_item(item_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Accept what was delivered; what was booked is what it did cost. Raises ItemState."""
    actor.require(PERMISSION)
    row = find(item_id)
    with transaction.atomic():
        done = WorkItem.objects.filter(pk=row.pk, state=State.DELIVERED)
        if not done.update(state=State.ACCEPTED, accepted_at=at, updated_at=at):
            raise ItemState(item=row.pk, state=row.state)
        settle(row, at, kept=True)
        agency_news.review_is_over(row, at)
        note("item_accepted", row.pk, actor, at)


def send_back(item_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Send what was delivered back with what is missing, which whoever did it reads.

    :raises InvalidItem: no reason
    :raises ItemState: nothing was delivered
    """
    actor.require(PERMISSION)
    if not reason.strip():
        raise InvalidItem(reason=problem_words("missing"))
    row = find(item_id)
    with transaction.atomic():
        values = {"state": State.STARTED, "reason": reason.strip(), "updated_at": at}
        rows = WorkItem.objects.filter(pk=row.pk, state=State.DELIVERED)
        if not rows.update(sent_back=row.sent_back + 1, **values):
            raise ItemState(item=row.pk, state=row.state)
        row.refresh_from_db()
        agency_news.review_is_over(row, at)
        agency_news.tell_holder(row, "sent_back", at)
        note("item_sent_back", row.pk, actor, at, reason=reason.strip())


def find(item_id: int) -> WorkItem:
    """Return a work item; raises UnknownItem."""
    row = WorkItem.objects.select_related("campaign", "agency").filter(pk=item_id).first()
    if row is None:
        raise UnknownItem(item=item_id)
    return row


def note(action: str, item_id: int, actor: Actor, at: dt.datetime, **more: Any) -> None:
    """Write the audit line of a work item."""
    audit.record(actor=actor, action=f"marketing.{action}", record=RECORD, record_id=item_id, at=at, **more)


def settle(row: WorkItem, at: dt.datetime, *, kept: bool | None) -> None:
    """Write what was booked into the campaign's budget; ``kept`` says how it ended, None that it goes on.

    Work that was taken back costs what was booked until then. An accepted one without any booking costs what
    was agreed.
    """
    if row.activity is None:
        return
    minutes, cost = queries.booked(row.pk)
    activity = row.activity
    state, actual = Activity.State.ORDERED, cost or None
    if kept:
        state, actual = Activity.State.DONE, cost if minutes or cost else row.cost
    elif kept is False:
        state = Activity.State.DONE if cost else Activity.State.DROPPED
    content = ActivityContent(
        channel=activity.channel,
        title=activity.title,
        owner=activity.owner,
        partner=activity.partner,
        starts_at=activity.starts_at,
        ends_at=activity.ends_at,
        cost=activity.cost,
        actual_cost=0 if actual is None and kept is False else actual,
        state=state,
    )
    save_activity(row.campaign_id, content, activity_id=activity.pk, actor=TREASURER, at=at)


def _commit(row: WorkItem, actor: Actor, at: dt.datetime) -> None:
    """Put the agreed cost into the campaign's budget."""
    assert row.agency is not None
    content = ActivityContent(
        channel=row.channel,
        title=row.title,
        owner=actor.label[:120],
        partner=row.agency.name,
        starts_at=at,
        ends_at=max(row.due_at, at),
        cost=row.cost,
        state=Activity.State.ORDERED,
    )
    key = save_activity(row.campaign_id, content, actor=TREASURER, at=at)
    WorkItem.objects.filter(pk=row.pk).update(activity_id=key)


def _agency(agency_id: int, row: WorkItem, at: dt.datetime) -> Agency:
    found = Agency.objects.filter(pk=agency_id, active=True).first()
    if found is None:
        raise InvalidItem(holder=problem_words("unknown"))
    if not queries.covers(found.pk, row.campaign_id, at):
        raise InvalidItem(holder=_("Nobody of this agency may see the campaign; let somebody in first."))
    if found.currency != row.campaign.currency:
        raise InvalidItem(holder=_("This agency bills in another currency than the campaign's budget."))
    if row.cost > campaigns.budgets([row.campaign_id])[row.campaign_id].left:
        raise InvalidItem(holder=_("The budget of the campaign has no room for the agreed cost."))
    return found


def _person(person_id: int) -> people.UserFacts:
    """Return somebody of the house who may see work items; raises InvalidItem."""
    try:
        found = people.person(person_id)
    except people.UnknownPerson:
        raise InvalidItem(holder=problem_words("unknown")) from None
    roles = people.roles_of(found.id)
    sees = any("agencies.read" in role.permissions for role in roles)
    if not (found.is_active and found.is_staff and sees):
        raise InvalidItem(holder=problem_words("unknown"))
    return found


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise InvalidItem(**{name: problem_words(code) for name, code in wrong.items()})
