"""What people hear of work items: mails to who has one, tasks and alerts to who gave it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing.models import AgencyAccess, WorkItem
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import mail
from storecrew.kernel.actor import system_actor
from storecrew.kernel.sentence import say

RECORD = "marketing.work_item"
OWNER = "marketing_manager"
HERALD = system_actor("marketing.assignments")


def page_of(item: WorkItem) -> str:
    """Return where the owner sees a work item."""
    return f"/admin/agencies/items/{item.pk}/"


def tell_holder(item: WorkItem, what: str, at: dt.datetime) -> None:
    """Write a mail to those who have a work item: it is ``given`` or ``sent_back``."""
    for person in _holders(item, at):
        with translation.override(person.locale or "en"):
            words = {"title": item.title, "day": _when(item.due_at), "reason": item.reason}
            if what == "given":
                subject = _("New work for you: %(title)s") % words
                text = _("%(title)s is due at %(day)s. The brief and what is to be delivered:") % words
            else:
                subject = _("Sent back: %(title)s") % words
                text = _("%(title)s is not accepted yet. What is missing: %(reason)s") % words
            mail.queue(
                to=person.email,
                subject=subject,
                text=f"{text}\n\n{settings.STORECREW_BASE_URL}/admin/assignments/{item.pk}/",
                locale=person.locale or "en",
                dedupe_key=f"item:{item.pk}:{what}:{at.isoformat()}:{person.id}",
                at=at,
                record=RECORD,
                record_id=item.pk,
            )


def tell_let_in(access: AgencyAccess, at: dt.datetime) -> None:
    """Write to somebody of an agency where they come in and until when."""
    person = people.person(access.user_id)
    base = settings.STORECREW_BASE_URL
    with translation.override(person.locale or "en"):
        words = {"agency": access.agency.name, "day": _when(access.ends_at), "site": base}
        steps = [
            _("You can work for %(site)s on behalf of %(agency)s until %(day)s.") % words,
            _("Set your password here, with this e-mail address:") + f"\n{base}/accounts/password/reset/",
            _("Then sign in; what is given to you is here:") + f"\n{base}/admin/assignments/",
        ]
        mail.queue(
            to=person.email,
            subject=_("Your access for %(agency)s") % words,
            text="\n\n".join(steps),
            locale=person.locale or "en",
            dedupe_key=f"access:{access.pk}:{access.ends_at.isoformat()}",
            at=at,
            record="marketing.agency",
            record_id=access.agency_id,
        )


def _when(moment: dt.datetime) -> str:
    """Write a moment by the clock of the business, which is named."""
    zone = channels.house_zone()
    return f"{date_format(moment.astimezone(ZoneInfo(zone)), 'DATETIME_FORMAT')} ({zone})"


def _holders(item: WorkItem, at: dt.datetime) -> list[people.UserFacts]:
    if item.person_id is not None:
        return [people.person(item.person_id)]
    rows = AgencyAccess.objects.filter(
        agency=item.agency, campaigns=item.campaign_id, ended_at=None, ends_at__gt=at
    )
    return [people.person(key) for key in rows.order_by("pk").values_list("user_id", flat=True)]


def ask_for_review(item: WorkItem, at: dt.datetime) -> None:
    """Ask the owner to look at what was delivered."""
    work.open_task(
        code="marketing.item_review",
        title=say("Accept or send back: %(title)s", title=item.title),
        owner_role=OWNER,
        record=RECORD,
        record_id=item.pk,
        url=page_of(item),
        dedupe_key=f"marketing.item_review:{item.pk}",
        due_at=at + dt.timedelta(days=2),
        actor=HERALD,
        at=at,
    )


def review_is_over(item: WorkItem, at: dt.datetime) -> None:
    """Close the question: it was accepted, sent back or taken back."""
    work.withdraw_task(dedupe_key=f"marketing.item_review:{item.pk}", actor=HERALD, at=at)
    work.resolve_finding(dedupe_key=_late(item), actor=HERALD, at=at)
    work.resolve_finding(dedupe_key=_idle(item), actor=HERALD, at=at)


def nobody_has_it(item: WorkItem, reason: str, at: dt.datetime) -> None:
    """Tell the owner that a work item lies with nobody."""
    work.open_task(
        code="marketing.item_back",
        title=say("Came back: %(title)s", title=item.title),
        detail=reason,
        owner_role=OWNER,
        record=RECORD,
        record_id=item.pk,
        url=page_of(item),
        dedupe_key=f"marketing.item_back:{item.pk}",
        due_at=max(item.due_at, at),
        actor=HERALD,
        at=at,
    )


def nobody_has_it_is_over(item: WorkItem, at: dt.datetime) -> None:
    """Close that task: somebody has it again, or nobody needs it."""
    work.withdraw_task(dedupe_key=f"marketing.item_back:{item.pk}", actor=HERALD, at=at)


def watch(at: dt.datetime) -> int:
    """Tell the owner of work that was not begun in time or is late, once each; return how many were found."""
    rows = WorkItem.objects.select_related("agency")
    idle = [
        item
        for item in rows.filter(state=WorkItem.State.GIVEN, agency__isnull=False)
        if item.agency and item.given_at and at - item.given_at > dt.timedelta(hours=item.agency.answer_hours)
    ]
    late = list(rows.filter(state__in=(WorkItem.State.GIVEN, WorkItem.State.STARTED), due_at__lt=at))
    for item in idle:
        title = say("Not begun in the agreed time: %(title)s", title=item.title)
        _raise(item, "marketing.item_idle", title, _idle(item), at)
    for item in late:
        _raise(item, "marketing.item_late", say("Late: %(title)s", title=item.title), _late(item), at)
    return len(idle) + len(late)


def over_the_cost(item: WorkItem, at: dt.datetime) -> None:
    """Tell the owner that more was booked than agreed."""
    title = say("More was booked than agreed: %(title)s", title=item.title)
    _raise(item, "marketing.item_cost", title, f"marketing.item_cost:{item.pk}", at)


def _raise(item: WorkItem, code: str, title: str, key: str, at: dt.datetime) -> None:
    work.raise_finding(
        code=code,
        title=title,
        owner_role=OWNER,
        dedupe_key=key,
        record=RECORD,
        record_id=item.pk,
        url=page_of(item),
        actor=HERALD,
        at=at,
    )


def idle_is_over(item: WorkItem, at: dt.datetime) -> None:
    """It was begun."""
    work.resolve_finding(dedupe_key=_idle(item), actor=HERALD, at=at)


def late_is_over(item: WorkItem, at: dt.datetime) -> None:
    """It was delivered."""
    work.resolve_finding(dedupe_key=_late(item), actor=HERALD, at=at)


def _late(item: WorkItem) -> str:
    return f"marketing.item_late:{item.pk}"


def _idle(item: WorkItem) -> str:
    return f"marketing.item_idle:{item.pk}"
