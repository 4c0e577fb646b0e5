"""Approvals: what waits for a second person, what was true when it was asked, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import said
from storecrew.surfaces.ui.backoffice import registry
from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, request_actor, request_look, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.record import Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.numbers import rate

State = Approval.State
DECIDERS = ("pricing.approve", "orders.refund_approve", "catalog.approve")
TONES = {
    State.PENDING: "warning",
    State.APPROVED: "good",
    State.REFUSED: "bad",
    State.FAILED: "bad",
    State.WITHDRAWN: "neutral",
    State.EXPIRED: "neutral",
}
WHY = {"drop": gettext_lazy("falls far"), "margin": gettext_lazy("margin too low")}


def state_of(row: Any) -> Status:
    """Return where a request is, in a word with its tone."""
    return Status(State(row.state).label, TONES[State(row.state)])


def _kinds() -> list[tuple[str, Text]]:
    return [(kind.code, kind.label) for kind in approvals.kinds()]


def _kind(row: Approval) -> Text:
    return dict(_kinds()).get(row.kind, row.kind)


def _whose(rows: QuerySet[Any], _op: str, values: list[str]) -> QuerySet[Any]:
    """Leave the rows: `ApprovalList.rows` narrows, since it knows who looks."""
    return rows


class ApprovalList(Listing):
    """What the person may decide, and what they asked for themselves."""

    code = "approvals.approvals"
    title = gettext_lazy("Approvals")
    permission = ANY_STAFF
    search_fields = ("reason", "requester_label", "record_id")
    default_sort = "-asked"
    empty_title = gettext_lazy("Nothing waits for a second person")
    empty_text = gettext_lazy(
        "Prices that fall far and refunds above a limit appear here, before they happen. The limits are "
        "under Limits."
    )
    columns = (
        Column("title", gettext_lazy("Request"), approvals.title_of, primary=True),
        Column("kind", gettext_lazy("Kind"), _kind, sort="kind"),
        Column("state", gettext_lazy("State"), state_of, kind="status", sort="state"),
        Column("reason", gettext_lazy("Reason")),
        Column("who", gettext_lazy("Asked by"), "requester_label", sort="requester_label"),
        Column("asked", gettext_lazy("Asked"), "asked_at", kind="datetime", sort="asked_at"),
        Column("expires", gettext_lazy("Expires"), "expires_at", kind="datetime", sort="expires_at"),
        Column("decided_by", gettext_lazy("Decided by"), "decider_label", default=False),
        Column("decided", gettext_lazy("Decided"), "decided_at", kind="datetime", default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=State.choices),
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=_kinds),
        Filter("mine", gettext_lazy("Asked by me"), "boolean", apply=_whose),
        Filter("asked", gettext_lazy("Asked"), "date", "asked_at"),
    )
    views = (
        SystemView(gettext_lazy("Waiting"), "f.state=pending&sort=asked"),
        SystemView(gettext_lazy("Asked by me"), "f.mine=1"),
        SystemView(gettext_lazy("Ended"), "f.state=approved&f.state=refused&f.state=failed&f.state=expired"),
    )

    def rows(self) -> QuerySet[Approval]:
        """Return what this person sees, within their rights and channels."""
        rows = approvals.visible(self.actor)
        wanted = next((s for s in self.state.filters if s.filter.key == "mine" and s.active), None)
        if wanted is None:
            return rows
        own = {"requester_kind": self.actor.kind, "requester_id": self.actor.id}
        return rows.filter(**own) if wanted.value == "1" else rows.exclude(**own)

    def row_url(self, row: Approval) -> str:
        """Open the request."""
        return reverse("approvals_record", args=[row.pk])

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Lead to the limits."""
        return [(_("Limits"), reverse("approvals_limits"))] if self.actor.can("settings.read") else []


@workspace_page(permission=ANY_STAFF)
def approval(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Show what would happen, what was true then, and the buttons of those who may decide."""
    actor = request_actor(request)
    found = approvals.approval(approval_id, actor=actor)
    row = Approval.objects.get(pk=approval_id)
    own = (row.requester_kind, row.requester_id) == (actor.kind, actor.id)
    is_open = found.state == State.PENDING and found.expires_at > clock.now()
    may_decide = is_open and actor.can(found.permission) and (not own or approvals.single_person())
    record = Record(
        title=found.title,
        record="approvals.approval",
        record_id=found.id,
        status=[state_of(row)],
        next_step=_next_step(is_open=is_open, own=own, may_decide=may_decide),
        groups=[_asked(request, found), *_ended(found)],
        tables=_tables(found, actor),
        back_url=reverse("approvals_list"),
        back_label=_("Approvals"),
    )
    context = {"approval": found, "may_decide": may_decide, "may_withdraw": is_open and own}
    return render_record(request, record, template="backoffice/approval.html", context=context)


@workspace_page(permission=DECIDERS)
@require_POST
def decide(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Approve or refuse, as the second person."""
    values: dict[str, Any] = {
        "approval_id": approval_id,
        "note": request.POST.get("note", ""),
        "actor": request_actor(request),
        "at": clock.now(),
    }
    if request.POST.get("decision") == "refuse":
        approvals.refuse(**values)
        messages.success(request, _("Refused. The person who asked reads your note."))
    else:
        done = approvals.approve(**values)
        if done.state == State.FAILED:
            messages.warning(request, _refusal(done))
        else:
            messages.success(request, _("Approved and done."))
    return redirect("approvals_record", approval_id)


@workspace_page(permission=ANY_STAFF)
@require_POST
def withdraw(request: HttpRequest, approval_id: int) -> HttpResponse:
    """Take one's own request back."""
    approvals.withdraw(approval_id=approval_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("Withdrawn. Nothing was changed."))
    return redirect("approvals_record", approval_id)


def _next_step(*, is_open: bool, own: bool, may_decide: bool) -> str:
    if not is_open:
        return ""
    if may_decide and own:
        return _("You asked for this yourself; single-person mode lets you decide.")
    if may_decide:
        return _("Look at the numbers and the reason, then approve or refuse.")
    return _("A colleague with the right to approve has to look at it.")


def _asked(request: HttpRequest, found: approvals.ApprovalFacts) -> FactGroup:
    facts = found.facts
    link = registry.record_links({(found.record, found.record_id)}, request_look(request))
    place = link.get((found.record, found.record_id))
    rows = [
        Fact(_("Reason"), found.reason),
        Fact(_("Asked by"), found.requester),
        Fact(_("Asked"), found.asked_at, "datetime"),
        Fact(_("Expires"), found.expires_at, "datetime"),
    ]
    if place is not None:
        rows.insert(0, Fact(place.kind, place.title, url=place.url))
    for name, label in (("amount", _("Amount")), ("left", _("Left to refund")), ("total", _("Total"))):
        if name in facts:
            rows.append(Fact(label, Money(facts[name], facts["currency"]), "money"))
    if "largest_drop" in facts:
        rows.append(Fact(_("Prices"), facts["count"], "number"))
        rows.append(Fact(_("Largest drop"), rate(-facts["largest_drop"])))
        rows.append(Fact(_("Below the margin that must be left"), facts["below_floor"], "number"))
    return FactGroup(pgettext_lazy("request", "What was asked"), rows)


def _ended(found: approvals.ApprovalFacts) -> list[FactGroup]:
    if found.decided_at is None:
        return []
    rows = [
        Fact(_("Decided by"), found.decided_by),
        Fact(_("Decided"), found.decided_at, "datetime"),
        Fact(_("Note"), found.note),
    ]
    if "refused" in found.outcome:
        rows.append(Fact(_("Why it was not possible"), _refusal(found)))
    return [FactGroup(_("Decision"), rows)]


def _refusal(found: approvals.ApprovalFacts) -> str:
    """Return why it was not possible, in the reader's language."""
    return said(found.outcome.get("words"), str(found.outcome.get("refused", "")))


def _tables(found: approvals.ApprovalFacts, actor: Actor) -> list[Table]:
    """Return the prices that would fall: old, new, margin (for those who may see it) and why."""
    rows = found.facts.get("rows")
    if not rows:
        return []
    currency = found.facts["currency"]
    costs = actor.can("pricing.cost_read")
    headers: list[Text] = [_("Product"), _("SKU"), _("From quantity"), _("Old"), _("New"), _("Change")]
    headers += [_("Margin"), _("Cost")] if costs else []
    title = _("Prices")
    if found.facts["count"] > len(rows):
        title = _("The %(n)s largest drops of %(all)s") % {"n": len(rows), "all": found.facts["count"]}
    return [
        Table(
            title,
            [*headers, _("Why")],
            [_price_row(row, currency, costs=costs) for row in rows],
            kinds=("text", "text", "number", "money", "money", "text", *(("text", "money") if costs else ())),
        )
    ]


def _price_row(row: Mapping[str, Any], currency: str, *, costs: bool) -> list[Any]:
    old = Money(row["old"], currency) if row["old"] is not None else None
    change = rate((row["new"] - row["old"]) * 10_000 // row["old"]) if row["old"] else "–"
    cells = [row["title"], row["sku"], row["min_quantity"], old, Money(row["new"], currency), change]
    if costs:
        cost = Money(row["cost"], currency) if row["cost"] is not None else None
        cells += [f"{rate(row['margin_old'])} → {rate(row['margin_new'])}", cost]
    return [*cells, ", ".join(str(WHY.get(code, code)) for code in row["why"])]
