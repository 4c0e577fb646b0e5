"""One promotion: what it does, where it stands, what stands in its way, and its next step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.copying import copy_action
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.ui.backoffice.task_pages import role_name
from storecrew.surfaces.ui.backoffice.words import actor_words, shop_names
from storecrew.surfaces.ui.numbers import rate
from storecrew.surfaces.workspaces.marketing_manager.promotions import words
from storecrew.surfaces.workspaces.marketing_manager.promotions.people_needed import (
    answered,
    forecast_basis,
    people_needed,
)
from storecrew.surfaces.workspaces.marketing_manager.promotions.standing import standing

EDITS = ("promotions.changed",)
"""Changes of the timeline that the form of a promotion can open with what was before."""
EDITABLE = ("draft", "scheduled", "paused", "stopped")


def find(promotion_id: int) -> Promotion:
    """Return a promotion; raises NotFound."""
    row = Promotion.objects.filter(pk=promotion_id).first()
    if row is None:
        raise NotFound()
    return row


@workspace_page(permission="promotions.read")
def promotion_record(request: HttpRequest, promotion_id: int) -> HttpResponse:
    """Show a promotion with its next step."""
    row = find(promotion_id)
    actor = request_actor(request)
    step, action = _next(row, actor)
    record = Record(
        title=row.name,
        record="promotions.promotion",
        record_id=row.pk,
        subtitle=words.does(row),
        status=[words.status(row)],
        next_step=step,
        next_action=action,
        actions=_actions(row, actor),
        groups=[
            _facts(row),
            _brief(row),
            _limits(row),
            *answered("promotions.promotion", row.pk),
            *([basis] if (basis := forecast_basis(row)) else []),
        ],
        tables=[
            standing(row),
            _stock(row),
            *people_needed(row),
            _acknowledgements(row),
            _overrides(row),
            _codes(row),
            _uses(row),
        ],
        back_url=reverse("promotions"),
        back_label=_("Promotions"),
        icon="tag",
        edit_url=_url(row, "edit") if actor.can("promotions.write") and row.state in EDITABLE else "",
        edit_actions=EDITS,
    )
    return render_record(request, record)


def _url(row: Promotion, step: str) -> str:
    return reverse(f"promotion_{step}", args=[row.pk])


def _next(row: Promotion, actor: Actor) -> tuple[str, Action | None]:
    """Return the next step in words, and its button for those who may."""
    may = actor.can("promotions.write")
    missing = promotions.missing_brief(row)
    if row.state in ("draft", "stopped"):
        if missing:
            edit = Action(_("Write them"), _url(row, "edit"), tone="strong")
            return _("The words for customers and service are missing."), edit if may else None
        button = Action(_("Schedule"), _url(row, "schedule"), post=True, tone="strong")
        return _("Try it, then schedule it: stock is checked, service and warehouse are asked."), (
            button if may else None
        )
    if row.state == "scheduled":
        if any(each.blocks for each in work.conflicts_of([("promotions.promotion", str(row.pk))])):
            return _("Cannot start: a conflict below waits for the answer of its owner."), None
        waiting = [task for task in promotions.acknowledgements(row) if task.is_open]
        if waiting:
            return _("Waits for service and warehouse to acknowledge it, a day at most."), None
        return _("Starts by itself at its time; stock is checked again then."), None
    if row.state == "paused":
        if row.pause_reason == "stock":
            return _("Too few of the goods are left. It goes on by itself when there are enough again."), None
        button = Action(_("Continue"), _url(row, "resume"), post=True, tone="strong")
        return _("Paused by hand."), button if may else None
    return "", None


def _actions(row: Promotion, actor: Actor) -> list[Action]:
    found = [
        Action(_("Try it on a cart"), _url(row, "preview")),
        Action(_("Simulate on past orders"), _url(row, "simulate")),
    ]
    if actor.can("inventory.override") and row.state in ("draft", "stopped", "scheduled", "live", "paused"):
        found.append(Action(_("Let it pass in spite of stock"), _url(row, "override")))
    if not actor.can("promotions.write"):
        return found
    if row.state in EDITABLE:
        found.append(Action(_("Edit"), _url(row, "edit")))
    found.append(copy_action("promotion_add", row.pk, row.kind))
    if row.state in ("draft", "stopped"):
        found.append(Action(_("Propose units from past sales"), _url(row, "propose"), post=True))
    found.append(Action(_("Codes"), _url(row, "codes")))
    if row.state == "live":
        found.append(Action(_("Pause"), _url(row, "pause"), post=True, confirm=_("Pause it for new carts?")))
    if row.state in ("live", "paused", "scheduled", "stopped"):
        found.append(
            Action(_("End"), _url(row, "end"), post=True, tone="danger", confirm=_("End it for good?"))
        )
    return found


def _facts(row: Promotion) -> FactGroup:
    lanes = {
        "product": _("discounts on articles"),
        "order": _("discounts on the order"),
        "shipping": _("delivery"),
        "gift": _("gifts"),
    }
    together = (
        _("nothing") if row.exclusive else ", ".join(lanes[each] for each in row.combines) or _("nothing")
    )
    return FactGroup(
        _("Promotion"),
        [
            Fact(_("Kind"), words.kind(row)),
            Fact(_("When"), words.when(row)),
            *([Fact(_("Earlier for some"), early)] if (early := words.early(row)) else []),
            Fact(_("Time zone"), row.timezone or _("local time of each shop")),
            Fact(_("Shops"), shop_names(row.channels) or _("all")),
            Fact(_("How"), _("with a code") if row.by_code else _("by itself")),
            Fact(_("Goes together with"), together),
            Fact(_("Priority"), row.priority, "number"),
            Fact(_("Version"), row.revision, "number"),
        ],
    )


def _brief(row: Promotion) -> FactGroup:
    language = get_language() or "en"
    return FactGroup(
        _("Words"),
        [
            Fact(_("For customers"), promotions.in_locale(row.sentence, language) or "–"),
            Fact(_("Excluded"), promotions.in_locale(row.exclusions, language) or "–"),
            Fact(_("For customer service"), row.service_brief or "–"),
        ],
    )


def _limits(row: Promotion) -> FactGroup:
    def of(used: int, cap: int) -> str:
        return _("%(used)s of %(cap)s") % {"used": used, "cap": cap} if cap else _("no limit")

    budget: object = _("no limit")
    if row.budget_cap:
        language = get_language() or "en"
        spent, cap = (Money(each, row.currency).format(language) for each in (row.spent, row.budget_cap))
        budget = f"{spent} / {cap}"
    each: object = row.customer_cap
    if not each and (orders := promotions.orders_each(row)):
        each = _("%(count)s: orders end whom it is for") % {"count": orders}
    floor = _("none") if row.margin_floor_bp is None else rate(row.margin_floor_bp)
    return FactGroup(
        _("Limits"),
        [
            Fact(_("Orders"), of(row.uses, row.uses_cap)),
            Fact(_("Orders per customer"), each or _("no limit")),
            Fact(_("Units"), of(row.units, row.units_cap)),
            Fact(_("Budget"), budget),
            Fact(_("Margin that has to stay"), floor),
            Fact(_("Pauses when no more than this is left"), row.pause_below, "number"),
        ],
    )


def _stock(row: Promotion) -> Table:
    """Return the plan against the stock of now; what was known at approval stands in the row's own record."""
    then = {each["variant_id"]: each for each in row.approved_with.get("stock", ())}
    checks = promotions.stock_checks(row)
    codes = sorted({found.location for found in checks if found.location})
    places = dict(zip(codes, work.place_names(codes), strict=True))
    rows = []
    for found in checks:
        coming = found.next_inbound
        known = then.get(found.variant_id)
        rows.append(
            (
                found.sku,
                found.planned,
                found.available,
                found.inbound,
                found.promised,
                Status(_("%(count)s missing") % {"count": found.missing}, "bad")
                if found.missing
                else Status(_("enough"), "good"),
                places.get(found.location, found.location) or "–",
                f"{coming.units} · {date_format(localtime(coming.due_at))}"
                if coming and coming.due_at
                else "–",
                known["available"] if known else "–",
            )
        )
    needed = _("Still to sell") if row.state in ("live", "paused") else _("Planned")
    headers = (
        _("Article"), needed, _("Can be promised"), _("Arrives before"), _("Other plans"), _("Verdict"),
        _("Least at"), _("Next delivery"), _("Known at approval"),
    )  # fmt: skip
    kinds = ("text", "number", "number", "number", "number", "status", "text", "text", "number")
    return Table(
        _("Stock for the plan"),
        headers,
        rows,
        empty=_("No units are planned, so stock is not watched."),
        kinds=kinds,
    )


def _acknowledgements(row: Promotion) -> Table:
    rows = [
        (
            role_name(task.owner_role),
            Status(pgettext("task", "open"), "warning")
            if task.is_open
            else Status(_("acknowledged"), "good"),
            actor_words(task.closed_by) or "–",
            task.closed_at or task.due_at,
        )
        for task in promotions.acknowledgements(row)
    ]
    return Table(
        _("Who knows of it"), (_("Team"), _("State"), _("By"), _("Answered or due")), rows,
        empty=_("Service and warehouse are asked when it is scheduled."),
        kinds=("text", "status", "text", "datetime"),
    )  # fmt: skip


def _overrides(row: Promotion) -> Table:
    rows = [(actor_words(each.by), each.reason, each.at, each.expires_at) for each in row.overrides.all()]
    return Table(
        _("Let pass in spite of stock"), (_("By"), _("Reason"), _("At"), _("Until")), rows,
        empty=_("Nobody has."), kinds=("text", "text", "datetime", "datetime"),
    )  # fmt: skip


def _codes(row: Promotion) -> Table:
    rows = [
        (batch.name, batch.count, _("hidden") if batch.hidden else _("readable"), batch.created_at)
        for batch in row.batches.all()[:20]
    ]
    rows += [
        (str(coupon), coupon.uses, _("blocked") if coupon.blocked else _("single code"), coupon.created_at)
        for coupon in row.coupons.filter(batch=None)[:20]
    ]
    return Table(
        _("Codes"), (_("Code or batch"), _("Codes or uses"), _("Kind"), _("Made")), rows,
        empty=_("It needs no code."), kinds=("text", "number", "text", "datetime"),
    )  # fmt: skip


def _uses(row: Promotion) -> Table:
    found = promotions.recent_claims(row.pk)
    currency = words.currency_of(row)
    rows = [
        (
            claim.order_number,
            Money(claim.amount, claim.currency or currency),
            Status(_("given back"), "neutral") if claim.released else Status(_("used"), "good"),
            claim.at,
        )
        for claim in found
    ]
    return Table(
        _("Latest orders with it"), (_("Order"), _("Taken off"), _("State"), _("At")), rows,
        empty=_("No order has used it yet."), kinds=("text", "money", "status", "datetime"),
        row_urls=[reverse("orders_record", args=[claim.order_number]) for claim in found],
    )  # fmt: skip
