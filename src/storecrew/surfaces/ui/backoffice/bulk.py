"""Bulk actions of lists: select, see what would happen, confirm, done.

"Select all" means all rows that match the filters, not only the page. The preview says how many rows and
what will change for the first of them; the run happens only after it was confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.undo import Done, done

if TYPE_CHECKING:
    from storecrew.surfaces.ui.backoffice.listing import Listing

Text = str | Promise
SHOWN = 20
# above this number the person types the number to confirm (UX: type-to-confirm for large acts)
LARGE = 100


@dataclass(frozen=True)
class Effect:
    """What a bulk action would do to one row; `refused` says why a row will be left alone."""

    title: Text
    before: Text = ""
    after: Text = ""
    refused: Text = ""


@dataclass(frozen=True)
class BulkRequest:
    """What an action gets: the rows, the answers of its form, who acts and when."""

    rows: QuerySet[Any]
    answers: dict[str, Any]
    actor: Actor
    at: datetime


def _unseen(_ask: BulkRequest, _rows: list[Any]) -> Sequence[Effect]:
    return ()


@dataclass(frozen=True)
class BulkAction:
    """One action on many rows.

    `run(BulkRequest)` calls an operation and returns a sentence about what was done; `preview(BulkRequest,
    rows)` returns an `Effect` for each of the first rows. `form` asks for what the action needs. `run` may
    return `Done` with the way back; an action that is `quick` has one and happens without a preview.
    """

    key: str
    label: Text
    run: Callable[[BulkRequest], Text | Done]
    preview: Callable[[BulkRequest, list[Any]], Sequence[Effect]] = _unseen
    permission: str = ""
    form: type[forms.Form] | None = None
    destructive: bool = False
    explanation: Text = ""
    quick: bool = False


def respond(listing: Listing) -> HttpResponse:
    """Answer a bulk POST of a list: form, preview or run."""
    data = listing.request.POST
    action = next((a for a in listing.actions() if a.key == data.get("bulk")), None)
    here = f"{listing.request.path}?{listing.state.query(page='')}"
    if action is None:
        messages.error(listing.request, _("Choose what to do with the selected rows."))
        return redirect(here)
    everything = data.get("all") == "1"
    rows = listing.matching()
    if not everything:
        rows = rows.filter(pk__in=_ids(data))
    rows = listing.chosen(rows)
    total = rows.count()
    if not total:
        messages.error(listing.request, _("Select at least one row."))
        return redirect(here)
    sent = "confirm" in data or "preview" in data
    form = action.form(data if sent else None) if action.form else None
    ready = form is None or form.is_valid()
    ask = BulkRequest(
        rows=rows,
        answers=dict(form.cleaned_data) if form and sent and ready else {},
        actor=listing.actor,
        at=clock.now(),
    )
    confirmed = "confirm" in data and ready and data.get("expected") == str(total)
    at_once = action.quick and form is None and total <= LARGE
    if at_once or (confirmed and (total <= LARGE or data.get("typed", "").strip() == str(total))):
        _tell(listing, action.run(ask))
        return redirect(here)
    if "confirm" in data and data.get("expected") != str(total):
        messages.warning(listing.request, _("The list changed since the preview. Please look again."))
    elif "confirm" in data and ready:
        messages.warning(listing.request, _("Type the number of rows to confirm."))
    first = listing.load(list(rows[:SHOWN]))
    context = {
        "listing": listing,
        "header_title": action.label,
        "action": action,
        "form": form,
        "total": total,
        "everything": everything,
        "ids": [] if everything else _ids(data),
        "effects": action.preview(ask, first) if form is None or (sent and ready) else [],
        "shown": min(total, SHOWN),
        "large": total > LARGE,
        "may_confirm": action.quick or form is None or (sent and ready),
        "back": here,
    }
    return render(listing.request, "backoffice/bulk.html", context)


def _tell(listing: Listing, answer: Text | Done) -> None:
    if isinstance(answer, Done):
        done(listing.request, answer.text, answer.undo)
    else:
        messages.success(listing.request, str(answer))


def _ids(data: QueryDict) -> list[str]:
    return [value for value in data.getlist("ids") if value.isascii() and value.isdigit()][:5000]
