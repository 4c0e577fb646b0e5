"""What everybody who works here has in the menu and in the shared header."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.surfaces.ui.backoffice import parts
from storecrew.surfaces.ui.backoffice.registry import (
    EVERY_ROLE,
    HeaderFact,
    Look,
    Queue,
    QueueItem,
    Tile,
    Tone,
    register_header_fact,
    register_menu,
    register_queue,
    register_tile,
)

register_menu(gettext_lazy("Home"), "backoffice_home", "home", order=0)
register_menu(
    gettext_lazy("Approvals"),
    "approvals_list",
    "circle-check",
    order=8,
    keywords=gettext_lazy("second person, price drop, refund"),
)
register_menu(gettext_lazy("Alerts"), "alerts_list", "warning", "work.read", order=10)
register_menu(gettext_lazy("Tasks"), "tasks_list", "tasks", "work.read", order=20)
register_menu(gettext_lazy("Calendar"), "calendar", "calendar-alt", "work.read", order=30)


def _incidents(look: Look) -> HeaderFact:
    critical = work.count_open_findings()["critical"]
    label = ngettext("incident", "incidents", critical)
    url = f"{reverse('alerts_list')}?f.state=open&f.severity=critical"
    return HeaderFact(label, str(critical), url, "bad" if critical else "neutral")


def _own_alerts(look: Look) -> Tile:
    everything = people.OWNER in look.roles
    found = work.count_open_findings(roles=None if everything else look.roles)
    total = sum(found.values())
    tone: Tone = "bad" if found["critical"] else "warning" if total else "good"
    detail = _("%(n)s critical") % {"n": found["critical"]} if found["critical"] else ""
    url = f"{reverse('alerts_list')}?f.state=open"
    return Tile(_("Open alerts"), str(total), detail, url, tone)


def _own_tasks(look: Look) -> Queue:
    def item(task: work.TaskFacts) -> QueueItem:
        tone: Tone = "bad" if task.is_late(look.at) else "neutral"
        hands = _("in the hands of %(who)s") % {"who": task.taken_by} if task.taken_by else ""
        detail = " · ".join(part for part in (task.location_code, task.opened_by, hands) if part)
        return QueueItem(
            task.title, reverse("tasks_record", args=[task.id]), detail, task.due_at or task.opened_at, tone
        )

    everything = people.OWNER in look.roles
    found = work.inbox(look.actor, roles=None if everything else look.roles)
    return parts.ready_queue(
        _("Your tasks"),
        found,
        item,
        url=reverse("tasks_list") + "?f.state=open&f.state=taken&sort=due",
        empty=_("Nobody waits for an answer of yours."),
    )


register_queue(EVERY_ROLE, _own_tasks, permission="work.read", order=5)


def _to_decide(look: Look) -> Queue | None:
    if not any(look.actor.can(key) for key in approvals.permissions()):
        return None
    return parts.queue(
        _("Waiting for your approval"),
        approvals.waiting_for(look.actor),
        _request,
        url=f"{reverse('approvals_list')}?f.state=pending&sort=asked",
        empty=_("Price drops and refunds above a limit would wait here for you."),
    )


def _asked_for(look: Look) -> Queue | None:
    own = approvals.visible(look.actor).filter(
        state=Approval.State.PENDING, requester_kind=look.actor.kind, requester_id=look.actor.id
    )
    found = parts.queue(
        _("You asked for"), own.order_by("asked_at"), _request, url=f"{reverse('approvals_list')}?f.mine=1"
    )
    return found if found.items else None


def _request(row: Approval) -> QueueItem:
    url = reverse("approvals_record", args=[row.pk])
    return QueueItem(
        approvals.title_of(row), url, f"{row.requester_label}: {row.reason}", row.asked_at, "warning"
    )


register_queue(EVERY_ROLE, _to_decide, order=5)
register_queue(EVERY_ROLE, _asked_for, order=6)
register_header_fact(_incidents, permission="work.read", order=900)
register_tile(EVERY_ROLE, _own_alerts, permission="work.read", order=10)
