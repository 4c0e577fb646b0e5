"""What everybody who works here has in the menu and in the shared header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.notices import public as notices
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.surfaces.ui.backoffice import inbox_lines, inbox_pages, list_files, mentions, parts  # noqa: F401
from storecrew.surfaces.ui.backoffice.kinds import register_action
from storecrew.surfaces.ui.backoffice.registry import (
    EVERY_ROLE,
    HeaderFact,
    Look,
    PaletteItem,
    Queue,
    QueueItem,
    Tile,
    Tone,
    register_header_fact,
    register_menu,
    register_queue,
    register_record,
    register_tile,
)
from storecrew.surfaces.ui.backoffice.words import actor_words

register_menu(gettext_lazy("Home"), "backoffice_home", "home", order=0)
register_menu(
    gettext_lazy("Inbox"),
    "inbox",
    "mail",
    "work.read",
    order=4,
    keywords=gettext_lazy("tasks, mentions, notifications"),
    count=inbox_pages.unread,
)
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

register_action(
    gettext_lazy("Your account"),
    "wagtailadmin_account",
    keywords=gettext_lazy("password name language dark light look density time zone settings"),
)
register_action(
    gettext_lazy("What reaches me, and how"),
    "notice_ways",
    keywords=gettext_lazy("notifications mail chat quiet hours digest slack"),
)
register_action(
    gettext_lazy("Second factor and passkeys"),
    "mfa_index",
    keywords=gettext_lazy("security sign-in authenticator app recovery codes"),
)


register_action(
    gettext_lazy("My scheduled files"),
    "files_list",
    keywords=gettext_lazy("export mail CSV XLSX every day week month report"),
)


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


def _requests(ids: Sequence[str], look: Look) -> dict[str, PaletteItem]:
    rows = approvals.visible(look.actor).filter(pk__in=[key for key in ids if key.isdigit()])
    return {
        str(row.pk): PaletteItem(
            approvals.title_of(row),
            reverse("approvals_record", args=[row.pk]),
            _("Approval"),
            row.requester_label,
        )
        for row in rows
    }


register_record(notices.APPROVAL, _requests)
notices.register_writer(inbox_lines.said)


def _own_inbox(look: Look) -> Queue:
    def item(row: Any) -> QueueItem:
        late = row.task and row.task.due_at and row.task.due_at <= look.at
        detail = [inbox_lines.sender(row)]
        if row.task:
            hands = _("in the hands of %(who)s") % {"who": row.task.taken_by} if row.task.taken_by else ""
            detail = [
                *work.place_names([row.task.location_code] if row.task.location_code else []),
                actor_words(row.task.opened_by),
                hands,
            ]
        return QueueItem(
            inbox_lines.subject(row),
            reverse("inbox_open", args=[row.pk]),
            " · ".join(part for part in detail if part),
            row.when,
            "bad" if late else "neutral",
        )

    # an owner's home is that of the Head of Digital too, the inbox is only their own
    names = mentions.names_of(look.actor) if people.OWNER in look.roles else mentions.names(look)
    rows = work.inbox_entries(look.actor, names=names, at=look.at)
    # what people want comes first: alerts and approvals have places of their own on the home
    rows = rows.filter(state="open").order_by(F("finding").asc(nulls_first=True), "when", "pk")
    # one question: as many as the menu counts are read, so neither the rest nor the new have to be counted
    found = list(rows[:100])
    inbox_pages.know_unread(look, found)
    asked = [row for row in found if row.task_id or row.comment_id]
    return Queue(
        _("Your inbox"),
        [item(row) for row in asked[: parts.SHOWN]],
        len(asked),
        f"{reverse('inbox')}?f.state=open",
        _("Nobody waits for an answer of yours."),
    )


register_queue(EVERY_ROLE, _own_inbox, permission="work.read", order=5)


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
