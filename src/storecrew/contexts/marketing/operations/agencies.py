"""Agencies and who of them may come in: for a time, for some campaigns, and then no more.

An access makes an account with the one right to work from outside. When it ends, by hand or by the clock, the
sessions end with it, and what nobody of the agency can see any more comes back to the owner.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.marketing.errors import InvalidAgency, UnknownAgency
from storecrew.contexts.marketing.facts import AgencyContent
from storecrew.contexts.marketing.models import (
    Agency,
    AgencyAccess,
    Booking,
    Campaign,
    Deliverable,
    WorkItem,
)
from storecrew.contexts.marketing.operations import agency_news, assignments
from storecrew.contexts.marketing.queries import agencies as queries
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, mail
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

RECORD = "marketing.agency"
PERMISSION = "agencies.write"
ROLE = "agency"
LONGEST = dt.timedelta(days=366)
DOORMAN = system_actor("marketing.agencies")


def save_agency(
    content: AgencyContent, *, agency_id: int | None = None, actor: Actor, at: dt.datetime
) -> int:
    """Write an agency down, new or changed, with the end of its contract on the calendar; return its id.

    :raises InvalidAgency: with the fields that are wrong
    :raises UnknownAgency: there is none with this id
    """
    actor.require(PERMISSION)
    wrong = {}
    if not content.name.strip():
        wrong["name"] = "missing"
    if content.hourly_rate < 0:
        wrong["hourly_rate"] = "negative"
    _refuse(wrong)
    values = {name: getattr(content, name) for name in content.__dataclass_fields__}
    values |= {"name": content.name.strip()[:120], "updated_at": at}
    try:
        with transaction.atomic():
            if agency_id is None:
                agency_id = Agency.objects.create(**values).pk
            elif not Agency.objects.filter(pk=agency_id).update(**values):
                raise UnknownAgency(agency=agency_id)
            _put_on_calendar(agency_id, content, at)
            after = {"name": values["name"], "active": content.active, "hourly_cost": content.hourly_rate,
                     "currency": content.currency}  # fmt: skip
            _note("agency_saved", agency_id, actor, at, after=after)
    except IntegrityError as taken:
        raise InvalidAgency(name=problem_words("taken")) from taken
    return agency_id


def grant_access(
    agency_id: int,
    *,
    email: str,
    name: str,
    campaign_ids: Sequence[int],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Let somebody of an agency in, or change until when and for what; return the id of the access.

    The account has the right to work from outside and no other; its password is set by the person.

    :raises InvalidAgency: with the fields that are wrong; the address is that of somebody of the house or of
        a shopper, or has an open access to another agency
    """
    actor.require(PERMISSION)
    agency = _find(agency_id)
    campaigns = list(Campaign.objects.filter(pk__in=campaign_ids))
    wrong = {}
    if not campaigns or len(campaigns) != len(set(campaign_ids)):
        wrong["campaigns"] = "unknown" if campaign_ids else "missing"
    if not at < ends_at <= at + LONGEST:
        wrong["ends_at"] = "access"
    elif ends_at <= starts_at:
        wrong["ends_at"] = "order"
    if not agency.active:
        wrong["email"] = "agency"
    _refuse(wrong)
    with transaction.atomic():
        user_id = _account(email, name, at)
        row = AgencyAccess.objects.filter(user_id=user_id, ended_at=None).first()
        if row is not None and row.agency_id != agency.pk:
            raise InvalidAgency(email=problem_words("person"))
        values = {"starts_at": starts_at, "ends_at": ends_at, "granted_by": actor.label[:200]}
        if row is None:
            row = AgencyAccess.objects.create(agency=agency, user_id=user_id, **values)
        else:
            AgencyAccess.objects.filter(pk=row.pk).update(**values)
        row.campaigns.set(campaigns)
        people.enable_user(user_id=user_id, actor=DOORMAN, at=at)
        people.assign_role(user_id=user_id, role_code=ROLE, actor=DOORMAN, at=at)
        after = {
            "person": name.strip(),
            "campaigns": [each.name for each in campaigns],
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
        }
        _note("agency_access_granted", agency.pk, actor, at, after=after)
        _bring_back(agency.pk, at)
        row.refresh_from_db()
        agency_news.tell_let_in(row, at)
    return row.pk


def end_access(agency_id: int, access_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let somebody of an agency in no more, at once; harmless when it is over. Raises UnknownAgency."""
    actor.require(PERMISSION)
    row = AgencyAccess.objects.filter(pk=access_id, agency_id=agency_id).first()
    if row is None:
        raise UnknownAgency(agency=agency_id, access=access_id)
    _close(row, actor, at)


def erase_person(agency_id: int, access_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Make somebody of an agency nobody: the account, the mails to it, the name below what they did.

    An access that still holds ends with it. Work, hours and cost stay, as the agency's; the trail of what was
    done says that it was somebody who is not known any more.

    :raises UnknownAgency: it has no such access
    :raises UnknownPerson: they work for the house as well, where decisions bear their name
    """
    actor.require(PERMISSION)
    row = (
        AgencyAccess.objects.filter(pk=access_id, agency_id=agency_id)
        .select_related("user", "agency")
        .first()
    )
    if row is None:
        raise UnknownAgency(agency=agency_id, access=access_id)
    known, email = [row.user.name, row.user.email], row.user.email
    with transaction.atomic():
        _close(row, actor, at)
        people.erase_outsider(user_id=row.user_id, role_code=ROLE, actor=DOORMAN, at=at)
        # By campaign: an item that was taken back does not say any more which agency had it.
        seen = AgencyAccess.objects.filter(user_id=row.user_id, agency_id=agency_id).values("campaigns")
        done = Deliverable.objects.filter(item__campaign__in=seen, item__person=None, by__in=known)
        done.update(by=row.agency.name)
        Booking.objects.filter(agency_id=agency_id, by__in=known).update(by=row.agency.name)
        mail.forget(email)
        _note("agency_person_erased", agency_id, actor, at, reason=reason.strip())


def end_expired(*, at: dt.datetime, limit: int = 100) -> int:
    """Close the accesses whose time is over, once each; return how many were closed now."""
    rows = AgencyAccess.objects.filter(ended_at=None, ends_at__lte=at).order_by("ends_at", "id")
    return sum(_close(row, DOORMAN, at) for row in list(rows[:limit]))


def _close(row: AgencyAccess, actor: Actor, at: dt.datetime) -> bool:
    """End an access with the sessions of its account, and fetch back what nobody there can see any more."""
    with transaction.atomic():
        if not AgencyAccess.objects.filter(pk=row.pk, ended_at=None).update(ended_at=at):
            return False
        reason = say("The access ended.")
        people.disable_user(user_id=row.user_id, reason=reason, actor=DOORMAN, at=at)
        _note("agency_access_ended", row.agency_id, actor, at, after={"person": str(row.user)})
        _bring_back(row.agency_id, at)
    return True


def _bring_back(agency_id: int, at: dt.datetime) -> None:
    """Give what nobody of an agency may see any more back to its owner, as a task."""
    held = WorkItem.objects.filter(agency_id=agency_id, state__in=queries.HELD).order_by("pk")
    for item in held:
        if not queries.covers(agency_id, item.campaign_id, at):
            assignments.take_back(
                item.pk, reason=say("The access of the agency ended."), actor=DOORMAN, at=at
            )


def _account(email: str, name: str, at: dt.datetime) -> int:
    """Return the account of an address: a new one, or one made for an agency. Raises InvalidAgency."""
    known = people.person_by_email(email)
    if known is None:
        try:
            return people.add_person(email=email, name=name, is_staff=True, actor=DOORMAN, at=at).id
        except people.InvalidPerson as error:
            names = {"email": "email", "name": "missing"}
            raise InvalidAgency(
                **{key: problem_words(names[key]) for key in error.details["fields"]}
            ) from error
    if not AgencyAccess.objects.filter(user_id=known.id).exists():
        raise InvalidAgency(email=problem_words("person"))
    if {role.code for role in people.roles_of(known.id)} - {ROLE}:
        raise InvalidAgency(email=problem_words("person"))
    return known.id


def _put_on_calendar(agency_id: int, content: AgencyContent, at: dt.datetime) -> None:
    if content.contract_until is None or not content.active:
        work.take_off_calendar(record=RECORD, record_id=agency_id, kind="contract", actor=DOORMAN, at=at)
        return
    ends_at = dt.datetime.combine(content.contract_until, dt.time(12), tzinfo=dt.UTC)
    work.put_on_calendar(
        kind="contract",
        title=_("The contract with %(agency)s ends") % {"agency": content.name},
        starts_at=ends_at,
        ends_at=ends_at,
        owner_role="marketing_manager",
        record=RECORD,
        record_id=agency_id,
        url=f"/admin/agencies/{agency_id}/",
        actor=DOORMAN,
        at=at,
    )


def _find(agency_id: int) -> Agency:
    row = Agency.objects.filter(pk=agency_id).first()
    if row is None:
        raise UnknownAgency(agency=agency_id)
    return row


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise InvalidAgency(**{name: problem_words(code) for name, code in wrong.items()})


def _note(
    action: str,
    agency_id: int,
    actor: Actor,
    at: dt.datetime,
    *,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        actor=actor,
        action=f"marketing.{action}",
        record=RECORD,
        record_id=agency_id,
        at=at,
        after=dict(after or {}),
        reason=reason,
    )
