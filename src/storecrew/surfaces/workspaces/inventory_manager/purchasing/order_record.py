"""One purchase order: what was ordered, what came, what it cost, what is asked for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Discrepancy, PurchaseOrder, SupplierInvoice
from storecrew.kernel import mail
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import NotFound
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Table,
    TimelineEntry,
    render_record,
)
from storecrew.surfaces.workspaces.inventory_manager.purchasing.words import order_status, rate_words

DIFFERENCES = {
    "price": gettext_lazy("price"),
    "quantity": gettext_lazy("quantity"),
    "total": gettext_lazy("total"),
}


def find(request: HttpRequest, order_id: int) -> PurchaseOrder:
    """Return an order to one of the reader's locations; raises NotFound."""
    rows = PurchaseOrder.objects.select_related("supplier", "location").prefetch_related(
        "lines__discrepancies", "landed_costs", "invoices"
    )
    order = rows.filter(pk=order_id).first()
    if order is None or not request_actor(request).can_see("location", order.location.code):
        raise NotFound()
    return order


@workspace_page(permission="purchasing.read")
def order_record(request: HttpRequest, order_id: int) -> HttpResponse:
    """Show an order with its next step."""
    order = find(request, order_id)
    actor = request_actor(request)
    step, action = _next(order, actor)
    record = Record(
        title=order.number,
        record="purchasing.order",
        record_id=order.pk,
        subtitle=f"{order.supplier.name} → {order.location.name}",
        status=[order_status(order)],
        next_step=step,
        next_action=action,
        actions=_actions(order, actor),
        groups=[_facts(order), *_rates(order)],
        tables=[_lines(order), _differences(order, actor), _costs(order), _invoices(order, actor)],
        messages=[
            TimelineEntry(each.sent_at or each.queued_at, each.to, _("Mail"), each.subject, "message")
            for each in mail.about("purchasing.order", order.pk)
        ],
        back_url=reverse("purchasing_orders"),
        back_label=_("Purchase orders"),
    )
    return render_record(request, record)


def _do(order: PurchaseOrder, step: str, label: str, *, confirm: str = "") -> Action:
    url = reverse(f"purchasing_order_{step}", args=[order.pk])
    return Action(label, url, post=True, tone="strong", confirm=confirm)


def _next(order: PurchaseOrder, actor: Actor) -> tuple[str, Action | None]:
    """Return the next step in words, and its button for those who may."""
    write = actor.can("purchasing.write")
    if order.state == "draft":
        return _("Check the lines and hand it in."), _do(order, "submit", _("Hand in")) if write else None
    if order.state == "waiting":
        may = actor.can("purchasing.approve")
        return _("A second person has to approve it."), _do(order, "approve", _("Approve")) if may else None
    if order.state == "approved":
        return _("Send it to the supplier."), _do(order, "send", _("Send")) if write else None
    if order.state in ("sent", "partly_received"):
        url = reverse("purchasing_order_receive", args=[order.pk])
        may = actor.can("inventory.write")
        return _("Take in what arrives."), Action(_("Receive"), url, tone="strong") if may else None
    return "", None


def _actions(order: PurchaseOrder, actor: Actor) -> list[Action]:
    def form(name: str, label: str) -> Action:
        return Action(label, reverse(f"purchasing_order_{name}", args=[order.pk]))

    found = [Action(_("PDF"), reverse("purchasing_order_pdf", args=[order.pk]))]
    if actor.can("purchasing.approve") and order.state == "waiting":
        found.append(form("refuse", _("Refuse")))
    if not actor.can("purchasing.write"):
        return found
    if order.state == "draft":
        found.append(form("edit", _("Edit lines")))
    if order.state in ("sent", "partly_received", "received", "closed"):
        found += [form("cost", _("Add a cost")), form("invoice", _("Record an invoice"))]
    if order.state in ("partly_received", "received"):
        found.append(form("close", _("Close")))
    if order.state in ("draft", "waiting", "approved", "sent"):
        found.append(form("cancel", _("Cancel")))
    return found


def _facts(order: PurchaseOrder) -> FactGroup:
    return FactGroup(
        _("Order"),
        [
            Fact(
                _("Supplier"),
                order.supplier.name,
                url=reverse("purchasing_supplier", args=[order.supplier.code]),
            ),
            Fact(_("Location"), order.location.name),
            Fact(_("Expected"), order.expected_on, "date"),
            Fact(_("Total without tax"), Money(order.total_amount, order.currency), "money"),
            Fact(_("Written by"), order.created_by),
            Fact(_("Approved by"), order.approved_by or "–"),
            Fact(_("Sent"), order.sent_at or "–", "datetime" if order.sent_at else "text"),
            Fact(_("Note"), order.note or "–"),
        ],
    )


def _rates(order: PurchaseOrder) -> list[FactGroup]:
    """Return by which rates costs came into the stock's currency, or which rate is missing."""
    landed = purchasing.landed(order)
    facts = [Fact(f"{each.source} → {each.target}", rate_words(each)) for each in landed.conversions]
    facts += [
        Fact(
            f"{currency} → {landed.currency}",
            _("No rate of %(day)s: the goods have no cost yet. Add the rate, and it follows by itself.")
            % {"day": date_format(landed.day) if landed.day else ""},
            url=reverse("rates_list"),
        )
        for currency in landed.missing
    ]
    return [FactGroup(_("Exchange rates"), facts)] if facts else []


def _lines(order: PurchaseOrder) -> Table:
    landed = purchasing.landed(order)
    costs = landed.costs
    rows = [
        (
            line.sku,
            line.title,
            line.quantity,
            line.accepted,
            line.damaged + line.wrong,
            Money(line.unit_amount, order.currency),
            Money(line.unit_amount * line.quantity, order.currency),
            Money(costs[line.variant_id], landed.currency) if line.variant_id in costs else "",
        )
        for line in order.lines.all()
    ]
    headers = (
        _("SKU"), _("Article"), _("Ordered"), _("Arrived"), _("Damaged or wrong"), _("Price"), _("Sum"),
        _("Landed cost"),
    )  # fmt: skip
    kinds = ("text", "text", "number", "number", "number", "money", "money", "money")
    urls = [reverse("stock_record", args=[line.sku, order.location.code]) for line in order.lines.all()]
    return Table(_("Lines"), headers, rows, kinds=kinds, row_urls=urls)


def _differences(order: PurchaseOrder, actor: Actor) -> Table:
    found = [(line, each) for line in order.lines.all() for each in line.discrepancies.all()]
    rows = [
        (line.sku, each.get_kind_display(), each.quantity, _decision(each), each.reason)
        for line, each in found
    ]
    urls = (
        [reverse("purchasing_discrepancy", args=[each.pk]) for _line, each in found]
        if actor.can("purchasing.write")
        else []
    )
    headers = (_("SKU"), _("What"), _("Units"), _("Next step"), _("Reason"))
    kinds = ("text", "text", "number", "status", "text")
    return Table(
        _("Not as ordered"), headers, rows, empty=_("Everything came as ordered so far."), kinds=kinds,
        row_urls=urls,
    )  # fmt: skip


def _decision(each: Discrepancy) -> Status:
    return Status(each.get_next_step_display(), "warning" if each.next_step == "decide" else "good")


def _costs(order: PurchaseOrder) -> Table:
    rows = [
        (
            cost.get_kind_display(),
            cost.get_basis_display(),
            Money(cost.amount, cost.currency or order.currency),
            cost.at,
        )
        for cost in order.landed_costs.all()
    ]
    headers = (_("Cost"), _("Spread"), _("Amount"), _("Time"))
    return Table(
        _("Landed costs"), headers, rows, empty=_("No freight or duty yet."),
        kinds=("text", "text", "money", "datetime"),
    )  # fmt: skip


def _invoices(order: PurchaseOrder, actor: Actor) -> Table:
    invoices = list(order.invoices.all())
    rows = [
        (
            invoice.number,
            Money(invoice.total_amount, order.currency),
            invoice.due_on,
            _invoice_status(invoice),
            _why(invoice),
        )
        for invoice in invoices
    ]
    urls = [
        reverse("purchasing_invoice_release", args=[each.pk])
        if each.state == "blocked" and actor.can("purchasing.approve")
        else ""
        for each in invoices
    ]
    headers = (_("Invoice"), _("Total"), _("Due"), _("State"), _("Why"))
    kinds = ("text", "money", "date", "status", "text")
    return Table(_("Invoices"), headers, rows, empty=_("No invoice yet."), kinds=kinds, row_urls=urls)


def _invoice_status(invoice: SupplierInvoice) -> Status:
    return Status(invoice.get_state_display(), "bad" if invoice.state == "blocked" else "good")


def _why(invoice: SupplierInvoice) -> str:
    if invoice.state == "released":
        return invoice.released_reason
    return "; ".join(
        _("%(sku)s %(what)s: %(found)s instead of %(expected)s")
        % {
            "sku": row["sku"],
            "what": DIFFERENCES[row["kind"]],
            "found": row["found"],
            "expected": row["expected"],
        }
        for row in invoice.differences
    ).strip()
