"""What stands against a promotion on the shared calendar, and who has to answer."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.task_pages import role_name

BEFORE = ("draft", "stopped")


def standing(row: Promotion) -> Table:
    """Return the conflicts of a promotion; of one that is not scheduled, those it would have."""
    rows: list[tuple[Any, ...]] = []
    urls: list[str] = []
    if row.state in BEFORE:
        for ahead in promotions.conflicts_ahead(row, at=clock.now()):
            blocks = ahead.severity == "blocking"
            word = Status(_("would block it"), "bad") if blocks else Status(_("to know"), "warning")
            rows.append((work.conflict_name(ahead.code), ahead.words, role_name(ahead.owner_role), word))
    else:
        for found in work.conflicts_of([("promotions.promotion", str(row.pk))]):
            words = work.conflict_words(found)
            state = _state(found, row.state)
            rows.append((work.conflict_name(found.code), words, role_name(found.owner_role), state))
            urls.append(reverse("conflicts_record", args=[found.id]))
    return Table(
        _("What stands against it"), (_("Kind"), _("Why"), _("Who answers"), _("State")), rows,
        empty=_("Nothing on the calendar stands against it."),
        kinds=("text", "text", "text", "status"), row_urls=urls,
    )  # fmt: skip


def _state(found: work.ConflictFacts, promotion_state: str) -> Status:
    if found.blocks and promotion_state == "scheduled":
        return Status(_("blocks the start"), "bad")
    if found.accepted_until:
        return Status(_("accepted until %(day)s") % {"day": found.accepted_until.date()}, "info")
    return Status(_("not answered") if found.blocks else _("to know"), "warning")
