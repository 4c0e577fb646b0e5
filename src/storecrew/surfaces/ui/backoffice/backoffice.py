"""What everybody who works here has in the menu and in the shared header."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.surfaces.ui.backoffice.parts import ready_queue
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
    return ready_queue(
        _("Your tasks"),
        found,
        item,
        url=reverse("tasks_list") + "?f.state=open&f.state=taken&sort=due",
        empty=_("Nobody waits for an answer of yours."),
    )


register_queue(EVERY_ROLE, _own_tasks, permission="work.read", order=5)
register_header_fact(_incidents, permission="work.read", order=900)
register_tile(EVERY_ROLE, _own_alerts, permission="work.read", order=10)
