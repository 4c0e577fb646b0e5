"""A range review: opened with its figures, signed by who attends, closed with the date of the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.assortment import queries, rules, states
from storecrew.contexts.assortment.errors import (
    InvalidRangeReview,
    NotYourSignOff,
    RangeReviewClosed,
    SignOffsMissing,
    UnknownRangeReview,
)
from storecrew.contexts.assortment.facts import RangeReviewFacts
from storecrew.contexts.assortment.models import RangeReview, RangeRow, RangeSignOff
from storecrew.contexts.assortment.queries.figures import figures
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import say

RECORD = "assortment.review"
PERMISSION = "assortment.write"
MOST = 2_000
BATCH = 250


def open_review(
    *,
    name: str,
    channel_code: str,
    category_id: int | None = None,
    collection: str = "",
    days: int,
    held_on: dt.date,
    roles: Collection[str],
    actor: Actor,
    at: dt.datetime,
) -> RangeReviewFacts:
    """Open a review of the products of a category (with those below) or of a collection by its address.

    Live and approved products come in, 2,000 at most, with their figures of the last ``days`` in the channel.
    It stands on the shared calendar.

    :raises Denied: the actor may not decide about the range
    :raises InvalidRangeReview: a field is wrong, by name
    """
    actor.require(PERMISSION)
    channel = channels.facts(channel_code)
    scope, found_id, product_ids = _scope(category_id, collection, at)
    wrong = {}
    if not name.strip():
        wrong["name"] = _("Give it a name.")
    if not product_ids:
        wrong["category"] = _("Choose a category or a collection that has products.")
    if not rules.DAYS[0] <= days <= rules.DAYS[1]:
        wrong["days"] = _("Look back 7 to 365 days.")
    if not roles or set(roles) - set(dict(states.OWNERS)):
        wrong["roles"] = _("Choose who attends.")
    if wrong:
        raise InvalidRangeReview(fields=wrong)
    with transaction.atomic():
        row = RangeReview.objects.create(
            name=name.strip()[:120], channel_id=channel.id, category_id=category_id,
            collection_id=found_id, scope=scope[:200], days=days, currency=channel.currency,
            held_on=held_on, figures_at=at, opened_by=actor.label[:200],
        )  # fmt: skip
        RangeSignOff.objects.bulk_create(RangeSignOff(review=row, role=role) for role in dict.fromkeys(roles))
        RangeRow.objects.bulk_create(RangeRow(review=row, product_id=key) for key in product_ids)
        _write_figures(row, product_ids, channel, at)
        _put_on_calendar(row, held_on, "range_review", channel, actor, at)
        _record("opened", row, actor, at, {"name": row.name, "products": len(product_ids)})
    return queries.range_review(row.pk)


def refresh_figures(review_id: int, *, actor: Actor, at: dt.datetime) -> RangeReviewFacts:
    """Ask for all figures of an open review anew; decisions stay.

    Raises UnknownRangeReview, RangeReviewClosed.
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        row = opened(review_id)
        ids = list(row.rows.order_by("pk").values_list("product_id", flat=True))
        _write_figures(row, ids, channels.facts_by_id(row.channel_id), at)
        RangeReview.objects.filter(pk=row.pk).update(figures_at=at)
    return queries.range_review(review_id)


def sign_off(review_id: int, *, role: str, actor: Actor, at: dt.datetime) -> RangeReviewFacts:
    """Sign for a role that attends; a second time changes nothing.

    :raises UnknownRangeReview: there is no such review
    :raises RangeReviewClosed: it is closed
    :raises NotYourSignOff: the role does not attend, or the actor does not have it
    """
    actor.require("work.write")
    with transaction.atomic():
        row = opened(review_id)
        rows = RangeSignOff.objects.filter(review=row, role=role)
        if not rows.exists() or not _holds(actor, role):
            raise NotYourSignOff(role=role)
        if rows.filter(signed_at=None).update(signed_by=actor.label[:200], signed_at=at):
            _record("signed", row, actor, at, {"role": role})
    return queries.range_review(review_id)


def close_review(
    review_id: int, *, next_on: dt.date | None, actor: Actor, at: dt.datetime
) -> RangeReviewFacts:
    """Close a review that everybody signed; the next one stands on the shared calendar.

    :raises UnknownRangeReview: there is no such review
    :raises RangeReviewClosed: it is closed already
    :raises SignOffsMissing: ``roles`` have not signed
    :raises InvalidRangeReview: the next one is not after this one
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        row = opened(review_id)
        missing = list(row.sign_offs.filter(signed_at=None).values_list("role", flat=True))
        if missing:
            raise SignOffsMissing(roles=missing)
        if next_on is not None and next_on <= row.held_on:
            raise InvalidRangeReview(fields={"next_on": _("The next one is after this one.")})
        values = {"closed_at": at, "closed_by": actor.label[:200], "next_on": next_on}
        if not RangeReview.objects.filter(pk=row.pk, closed_at=None).update(**values):
            raise RangeReviewClosed()
        if next_on is not None:
            channel = channels.facts_by_id(row.channel_id)
            _put_on_calendar(row, next_on, "next_range_review", channel, actor, at)
        _record("closed", row, actor, at, {"next on": next_on.isoformat() if next_on else ""})
    return queries.range_review(review_id)


def opened(review_id: int) -> RangeReview:
    """Return an open review, for this context's own operations.

    Raises UnknownRangeReview, RangeReviewClosed.
    """
    row = RangeReview.objects.filter(pk=review_id).first()
    if row is None:
        raise UnknownRangeReview(review=review_id)
    if row.closed_at is not None:
        raise RangeReviewClosed()
    return row


def _scope(category_id: int | None, collection: str, at: dt.datetime) -> tuple[str, int | None, list[int]]:
    """Return the name of what is looked at, the collection's id, and the products."""
    if category_id is not None:
        names = catalog.category_names([category_id])
        states_of = catalog.products_in_categories({category_id})[category_id]
        ids = [key for key, status in sorted(states_of.items()) if status in ("live", "approved")]
        return (names[category_id].name if category_id in names else ""), None, ids[:MOST]
    if collection:
        try:
            found = catalog.collection_by_slug(collection)
        except catalog.CollectionNotFound:
            return "", None, []
        return found.name, found.id, catalog.products_matching(found.rules, at=at, limit=MOST)[0]
    return "", None, []


def _write_figures(
    row: RangeReview, product_ids: list[int], channel: channels.ChannelFacts, at: dt.datetime
) -> None:
    own = {each.product_id: each for each in RangeRow.objects.filter(review=row)}
    names: set[str] = set()
    for start in range(0, len(product_ids), BATCH):
        part = product_ids[start : start + BATCH]
        for product_id, values in figures(part, channel=channel, days=row.days, at=at).items():
            names |= set(values)
            for name, value in values.items():
                setattr(own[product_id], name, value)
    if names:
        RangeRow.objects.bulk_update(own.values(), sorted(names), batch_size=BATCH)


def _put_on_calendar(
    row: RangeReview,
    day: dt.date,
    kind: str,
    channel: channels.ChannelFacts,
    actor: Actor,
    at: dt.datetime,
) -> None:
    starts = clock.local_midnight(day, channel.timezone)
    work.put_on_calendar(
        kind=kind,
        title=say("Range review: %(name)s", name=row.name),
        starts_at=starts,
        ends_at=starts + dt.timedelta(days=1),
        owner_role="head_of_digital",
        record=RECORD,
        record_id=row.pk,
        url=f"/admin/range-reviews/{row.pk}/",
        actor=actor,
        at=at,
    )


def _holds(actor: Actor, role: str) -> bool:
    kind, _sep, number = actor.id.rpartition(":")
    key = number if kind else actor.id
    if not key.isdigit():
        return actor.kind == "system"
    return bool({role, people.OWNER} & {each.code for each in people.roles_of(int(key))})


def _record(what: str, row: RangeReview, actor: Actor, at: dt.datetime, after: dict[str, object]) -> None:
    audit.record(
        actor=actor, action=f"assortment.review_{what}", record=RECORD, record_id=row.pk, at=at, after=after
    )
