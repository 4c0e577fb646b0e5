"""One partner: agreement, link, balance, commissions to decide on, payouts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Commission, Partner
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.ui.numbers import rate
from storecrew.surfaces.workspaces.marketing_manager.affiliates.lists import (
    FLAGS,
    commission_status,
    partner_status,
)
from storecrew.surfaces.workspaces.marketing_manager.affiliates.seeding import sent_table

SHOWN = 50


@workspace_page(permission="affiliates.read")
def partner_record(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Show a partner with the next step."""
    row = affiliates.find(partner_id)
    actor = request_actor(request)
    commissions = list(row.commissions.select_related("order")[:SHOWN])
    step, action = _next(row, commissions, actor)
    record = Record(
        title=row.name,
        record="affiliates.partner",
        record_id=row.pk,
        subtitle=f"{row.get_kind_display()} · {row.code}",
        status=[partner_status(row)],
        next_step=step,
        next_action=action,
        actions=_actions(row, actor),
        groups=[_agreement(row), *_balances(row)],
        tables=[sent_table(row.pk, actor), _commissions(commissions), _payouts(row)],
        related=[_links(row)],
        back_url=reverse("partners"),
        back_label=_("Partners"),
        icon="group",
    )
    return render_record(request, record)


def _next(row: Partner, commissions: list[Commission], actor: Actor) -> tuple[str, Action | None]:
    flagged = next((each for each in commissions if each.state == "flagged"), None)
    if flagged is not None:
        url = reverse("commission_decide", args=[flagged.pk])
        button = Action(_("Decide"), url, tone="strong")
        words = _("Order %(order)s: %(why)s") % {
            "order": flagged.order.number,
            "why": FLAGS.get(flagged.flag, flagged.flag),
        }
        return words, button if actor.can("affiliates.write") else None
    due = next((each for each in affiliates.balances(row.pk) if each.due.amount > 0), None)
    if due is not None:
        pay = Action(
            _("Pay %(amount)s") % {"amount": due.due.format()},
            reverse("partner_pay", args=[row.pk]),
            post=True,
            fields={"currency": due.currency},
            confirm=_("Book this payout? The file for the bank is made from it."),
        )
        if actor.can("affiliates.pay"):
            return _("Commissions are due."), pay
        return _("Commissions are due. Who may pay partners, such as the owner, books them here."), None
    if row.active and row.disclosure_at is None and actor.can("affiliates.write"):
        look = Action(_("Disclosure"), reverse("partner_disclosure", args=[row.pk]))
        return _("Nobody looked yet whether paid posts are marked as such."), look
    return "", None


def _actions(row: Partner, actor: Actor) -> list[Action]:
    file = Action(_("File for the bank"), reverse("partner_payout_file"))
    paying = [file] if actor.can("affiliates.pay") else []
    if actor.can("pricing.cost_read"):
        paying.append(Action(_("What they brought"), reverse("partner_return", args=[row.pk])))
    if not actor.can("affiliates.write"):
        return paying
    return [
        Action(_("Send products"), reverse("partner_send", args=[row.pk])),
        *paying,
        Action(_("Edit"), reverse("partner_edit", args=[row.pk])),
        Action(_("Disclosure"), reverse("partner_disclosure", args=[row.pk])),
        Action(
            _("New link to their page"),
            reverse("partner_link", args=[row.pk]),
            post=True,
            confirm=_("Earlier links to the page end. Go on?"),
        ),
    ]


def _agreement(row: Partner) -> FactGroup:
    return FactGroup(
        _("Agreement"),
        [
            Fact(_("Commission"), rate(row.rate_bp)),
            Fact(_("From"), row.starts_on, "date"),
            Fact(_("Until"), row.ends_on, "date"),
            Fact(_("Days on hold"), row.hold_days, "number"),
            Fact(_("What was agreed"), row.agreement or "–"),
            Fact(_("Products only after signing"), _("yes") if row.signature_needed else _("no")),
            Fact(_("Signed on"), row.signed_on or "–", "date" if row.signed_on else "text"),
            Fact(_("Where the contract is"), row.contract or "–"),
            *_code_facts(row),
            Fact(_("Page"), row.page_url or "–", url=row.page_url),
            Fact(_("IBAN"), row.iban or _("none yet: not in a file of SEPA transfers")),
            Fact(_("Disclosure"), row.disclosure or _("not looked at yet")),
            Fact(_("Disclosure looked at"), row.disclosure_at, "datetime"),
        ],
    )


def _code_facts(row: Partner) -> list[Fact]:
    """Say what shoppers save by the code, and whether they do now."""
    if row.promotion_id is None:
        return [Fact(_("Code in the cart"), _("saves nothing: it stands in the link only"))]
    found = promotions.standing([row.promotion_id]).get(row.promotion_id)
    if found is None:
        return [Fact(_("Code in the cart"), _("The promotion is not running: shoppers save nothing now."))]
    rests = "" if found.holds(clock.now()) else _("The promotion is not running: shoppers save nothing now.")
    said = f"{found.name}. {rests}" if rests else found.name
    return [Fact(_("Code in the cart"), said, url=reverse("promotion", args=[row.promotion_id]))]


def _balances(row: Partner) -> list[FactGroup]:
    return [
        FactGroup(
            _("Balance in %(currency)s") % {"currency": each.currency},
            [
                Fact(_("On hold"), each.pending, "money"),
                Fact(_("To decide"), each.waiting, "money"),
                Fact(_("To pay out"), each.due, "money"),
                Fact(_("Paid"), each.paid, "money"),
            ],
        )
        for each in affiliates.balances(row.pk)
    ]


def _commissions(rows: list[Commission]) -> Table:
    cells: list[list[Any]] = [
        [
            each.order.number,
            commission_status(each),
            each.get_via_display(),
            Money(each.base, each.currency),
            Money(each.amount, each.currency),
            Money(each.clawed, each.currency),
            each.hold_until,
        ]
        for each in rows
    ]
    headers = [
        _("Order"),
        _("State"),
        _("Came by"),
        _("Goods"),
        _("Commission"),
        _("Clawed back"),
        _("On hold until"),
    ]
    return Table(
        _("Commissions"),
        headers,
        cells,
        empty=_("No order came by this partner yet."),
        kinds=["text", "status", "text", "money", "money", "money", "datetime"],
    )


def _payouts(row: Partner) -> Table:
    cells = [
        [each.reference, each.made_at, Money(each.amount, each.currency), each.made_by, each.filed_at]
        for each in row.payouts.all()[:SHOWN]
    ]
    return Table(
        _("Payouts"),
        [_("Reference"), _("When"), _("Amount"), _("By"), _("In a file for the bank")],
        cells,
        empty=_("Nothing was paid yet."),
        kinds=["text", "datetime", "money", "text", "datetime"],
    )


def _links(row: Partner) -> Related:
    own = f"{settings.STORECREW_BASE_URL}/en/partner/{affiliates.page_link(row)}/"
    return Related(
        _("Links"),
        [
            Fact(_("For shoppers"), f"{settings.STORECREW_BASE_URL}/r/{row.code.lower()}/"),
            Fact(_("The partner's own page"), _("Open"), url=own),
        ],
        text=_("The own page needs no sign-in and ends 90 days after its link was made."),
    )


@workspace_page(permission="affiliates.pay")
def pay(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Book what is due as paid."""
    if request.method == "POST":
        try:
            found = affiliates.pay_out(
                partner_id,
                currency=request.POST.get("currency", ""),
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            amount = Money(found.amount, found.currency).format()
            text = _("%(amount)s booked as %(reference)s. The next file for the bank has it.")
            messages.success(request, text % {"amount": amount, "reference": found.reference})
    return redirect("partner", partner_id=partner_id)


@workspace_page(permission="affiliates.write")
def link(request: HttpRequest, partner_id: int) -> HttpResponse:
    """End the earlier links to the partner's page."""
    if request.method == "POST":
        affiliates.renew_link(partner_id, actor=request_actor(request), at=clock.now())
        messages.success(request, _("Earlier links have ended. Send the new one."))
    return redirect("partner", partner_id=partner_id)
