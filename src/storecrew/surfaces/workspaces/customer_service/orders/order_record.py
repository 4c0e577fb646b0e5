"""One order with everything that is known of it: lines, money, payment events, stock, shipments, messages."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.insights import public as insights
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import mail
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    TimelineEntry,
    render_record,
)
from storecrew.surfaces.ui.backoffice.ways import way
from storecrew.surfaces.ui.backoffice.words import actor_words, reason_words, value_words
from storecrew.surfaces.workspaces.customer_service.credit import related as credit
from storecrew.surfaces.workspaces.customer_service.customers import serving
from storecrew.surfaces.workspaces.customer_service.disputes import related as disputes
from storecrew.surfaces.workspaces.customer_service.orders import warehouse
from storecrew.surfaces.workspaces.customer_service.orders.finding import find
from storecrew.surfaces.workspaces.customer_service.orders.giving import (
    given_away,
    goodwill_actions,
    marks,
    why_actions,
)
from storecrew.surfaces.workspaces.customer_service.orders.order_delivery import delivery
from storecrew.surfaces.workspaces.customer_service.orders.order_lines import lines
from storecrew.surfaces.workspaces.customer_service.orders.words import next_step, status_of
from storecrew.surfaces.workspaces.customer_service.refunds import related as refunds_by_hand
from storecrew.surfaces.workspaces.customer_service.returns import words as returns
from storecrew.surfaces.workspaces.customer_service.returns.exchanging import sent_instead

BY_HAND = ("bank_transfer", "cash_on_delivery")


@workspace_page(permission="orders.read")
def order_record(request: HttpRequest, number: str) -> HttpResponse:
    """Show an order."""
    order = find(request, number)
    actor = request_actor(request)
    way = fulfillment.timeline(order.id, order=order)
    paid = payments.payments_of_order(order.id)
    record = Record(
        title=order.number,
        record="orders.order",
        record_id=order.id,
        subtitle=channels.facts_by_id(order.channel_id).name,
        status=[
            *marks(order),
            *(status_of(order, name) for name in ("status", "payment_status", "fulfillment_status")),
        ],
        next_step=next_step(order),
        actions=_actions(order, actor, paid, way),
        groups=[delivery(order), _money(order, paid)],
        tables=_tables(order, actor, way),
        related=[
            *sent_instead(order),
            *given_away(order, actor),
            *serving.related(order.customer_id, order.locale),
            *_related(order),
            *credit.of_order(order, actor),
            *_came_from(order, actor),
        ],
        messages=[*mail_entries(order), *warehouse.steps(way)],
        back_label=_("Orders"),
        back_url=reverse("orders_list"),
    )
    return render_record(request, record)


def _actions(
    order: orders.OrderFacts,
    actor: Actor,
    paid: Sequence[payments.PaymentFacts],
    way: Sequence[fulfillment.LineTimeline],
) -> list[Action]:
    found = _leaving(order, actor, way)
    found += warehouse.actions(order, actor) + goodwill_actions(order, actor) + why_actions(order, actor)
    if actor.can("orders.write") and any(one.state == "given" for one in inventory.codes_of(order.id)):
        again = reverse("orders_resend_codes", args=[order.number])
        found.append(Action(_("Mail the codes again"), again, post=True))
    owes = any(one.owed for one in paid)
    if (order.captured.amount > order.refunded.amount or owes) and actor.can("orders.refund"):
        found.append(Action(_("Refund"), reverse("orders_refund", args=[order.number])))
    if actor.can("orders.refund"):
        found += _owed(order)
    if actor.can("payments.read"):
        found += refunds_by_hand.actions(payments.hand_refunds_of_order(order.id))
    if order.fulfillment_status in ("partial", "fulfilled") and actor.can("orders.write"):
        found.append(Action(_("Announce a return"), reverse("returns_announce", args=[order.number])))
    if order.status != "canceled" and actor.can("payments.write") and _waits_by_hand(paid):
        found.append(Action(_("Payment arrived"), reverse("orders_payment_arrived", args=[order.number])))
    if actor.can("payments.dispute") and any(one.gateway == "simulator" and one.refundable for one in paid):
        found.append(Action(_("Test bank: dispute"), reverse("disputes_try", args=[order.number])))
    if (
        order.status != "canceled"
        and order.fulfillment_status == "unfulfilled"
        and actor.can("orders.cancel")
    ):
        found.append(Action(_("Cancel order"), reverse("orders_cancel", args=[order.number]), tone="danger"))
    return found


def _leaving(order: orders.OrderFacts, actor: Actor, way: Sequence[fulfillment.LineTimeline]) -> list[Action]:
    """Return how open units leave now: with a carrier, or into the hands of a customer who comes for them."""
    if order.status != "confirmed" or order.fulfillment_status == "fulfilled":
        return []
    if not actor.can("fulfillment.write"):
        return []
    if order.is_collected:
        return [
            Action(_("Hand over to the customer"), link("warehouse_collection", part.id), tone="strong")
            for part in fulfillment.collections_of_order(order.id)
            if part.state == "ready"
        ]
    if any(state == "held" for line in way for state, _words, _units in line.parts):
        return []
    return [Action(_("Ship"), reverse("orders_ship", args=[order.number]), tone="strong")]


def _owed(order: orders.OrderFacts) -> list[Action]:
    """One action for each refund of which a gateway refused a part."""
    return [
        Action(
            _("Give the rest of the refund: %(owed)s") % {"owed": one.owed.format()},
            reverse("orders_refund_rest", args=[order.number, one.id]),
            tone="strong",
        )
        for one in aftersales.refunds_of_order(order.id)
        if one.owed
    ]


# What pays besides a gateway: agents have to know it before they promise money back.
TENDERS = ("voucher", "credit", "points")


def waiting_by_hand(order_id: int) -> payments.PaymentFacts | None:
    """Return the payment whose money staff must confirm, or None when nothing is waited for."""
    return _waits_by_hand(payments.payments_of_order(order_id))


def _waits_by_hand(paid: Sequence[payments.PaymentFacts]) -> payments.PaymentFacts | None:
    for payment in paid:
        if payment.gateway in BY_HAND and payment.captured < payment.amount and payment.status != "voided":
            return payment
    return None


def _money(order: orders.OrderFacts, paid: Sequence[payments.PaymentFacts]) -> FactGroup:
    facts = [Fact(_("Goods"), order.goods, "money"), Fact(_("Shipping"), order.shipping, "money")]
    facts += [
        Fact(f"{discount.label} {discount.code}".strip(), -discount.amount, "money")
        for discount in (orders.discounts_of(order.id) if order.saved else ())
    ]
    if order.gift_wrap:
        facts.append(Fact(_("Gift wrap"), order.fees, "money"))
    facts += [
        Fact(_("Total"), order.total, "money"),
        Fact(_("Tax included") if order.tax_display == "gross" else _("Tax"), order.tax, "money"),
        *(Fact(_("Why this tax"), line.reason) for line in order.tax_lines if line.reason),
        Fact(_("Paid"), order.captured, "money"),
        *(
            Fact(_("of it by %(way)s") % {"way": payments.gateway_name(one.gateway)}, one.captured, "money")
            for one in paid
            if one.gateway in TENDERS and one.captured
        ),
        Fact(_("Refunded"), order.refunded, "money"),
    ]
    return FactGroup(_("Money"), facts)


def _tables(order: orders.OrderFacts, actor: Actor, way: Sequence[fulfillment.LineTimeline]) -> list[Table]:
    tables = [lines(order)]
    if actor.can("fulfillment.read"):
        tables.append(warehouse.where_it_is(way))
        tables += _questions(order)
    tables += _codes(order)
    if actor.can("inventory.read"):
        tables.append(_stock(order))
    if actor.can("fulfillment.read"):
        tables.append(_shipments(order))
        tables += warehouse.proofs(order)
    if actor.can("payments.read"):
        tables.append(_payment_events(order))
        tables += refunds_by_hand.of_order(order)
        tables += disputes.of_order(order)
    tables += _returns(order)
    refunds = aftersales.refunds_of_order(order.id)
    if refunds and actor.can("payments.read"):
        rows = [
            (
                r.asked_at,
                r.amount,
                r.owed or "",
                r.tax,
                reason_words(r.reason),
                value_words(r.status),
                actor_words(r.actor_label),
            )
            for r in refunds
        ]
        headers = (
            _("Asked"),
            _("Amount"),
            _("Still owed"),
            _("Tax included"),
            _("Reason"),
            _("State"),
            _("By"),
        )
        tables.append(Table(_("Refunds"), headers, rows, kinds=("datetime", "money", "money", "money")))
    return tables


def _returns(order: orders.OrderFacts) -> list[Table]:
    """What comes back, when anything does."""
    coming = aftersales.returns_of_order(order.id)
    rows = [
        (
            made.number,
            ", ".join(f"{line.quantity} × {line.sku}" for line in made.lines),
            returns.REASONS[made.reason],
            returns.state_of(made.state),
            "; ".join(f"{line.sku}: {returns.found_words(line)}" for line in made.lines if line.found),
            made.opened_at,
        )
        for made in coming
    ]
    headers = (_("Return"), _("Units"), _("Reason"), _("State"), _("Found"), _("Announced"))
    kinds = ("text", "text", "text", "status", "text", "datetime")
    urls = [reverse("returns_record", args=[made.id]) for made in coming]
    return [Table(_("Returns"), headers, rows, kinds=kinds, row_urls=urls)] if rows else []


def _questions(order: orders.OrderFacts) -> list[Table]:
    asked = warehouse.questions(order.id)
    if not asked:
        return []
    states = {"open": _("waits"), "taken": _("in hand"), "done": _("answered"), "withdrawn": _("not needed")}
    rows = [(words, states[state], answer, due) for words, state, answer, due, _url in asked]
    headers = (_("Question"), _("State"), _("Answer"), _("Due"))
    urls = [url for *_rest, url in asked]
    kinds = ("text", "text", "text", "datetime")
    return [Table(_("Questions to the warehouse"), headers, rows, kinds=kinds, row_urls=urls)]


def _stock(order: orders.OrderFacts) -> Table:
    skus = {line.id: line.sku for line in order.lines}
    states = {"allocated": _("set aside"), "released": _("back on the shelf"), "shipped": _("shipped")}
    rows = [
        (skus.get(row.order_line_id, ""), row.location_name, row.quantity, states.get(row.state, row.state))
        for row in inventory.allocations_of(order.id)
    ]
    headers = (_("SKU"), _("Location"), _("Units"), _("State"))
    return Table(
        _("Stock"), headers, rows, empty=_("Nothing is set aside."), kinds=("text", "text", "number")
    )


def _codes(order: orders.OrderFacts) -> list[Table]:
    """The codes of an order, as far as staff may see them: the end of each, and whether it was shown."""
    skus = {line.id: line.sku for line in order.lines}
    states = {"given": _("with the customer"), "burned": _("ended")}
    rows = [
        (
            skus.get(one.order_line_id, ""),
            f"•••• {one.hint}",
            states[one.state],
            one.given_at,
            one.shown_at or "",
        )
        for one in inventory.codes_of(order.id)
    ]
    headers = (_("SKU"), _("Code"), _("State"), _("Given"), _("Shown"))
    return (
        [Table(_("Codes"), headers, rows, kinds=("text", "text", "text", "datetime", "datetime"))]
        if rows
        else []
    )


def _shipments(order: orders.OrderFacts) -> Table:
    rows = [
        (
            row.shipped_at,
            row.carrier,
            row.tracking_number,
            sum(row.lines.values()),
            actor_words(row.actor_label),
        )
        for row in fulfillment.shipments_of_order(order.id)
    ]
    headers = (_("Shipped"), _("Carrier"), _("Tracking"), _("Units"), _("By"))
    kinds = ("datetime", "text", "text", "number")
    return Table(_("Shipments"), headers, rows, empty=_("Nothing has left yet."), kinds=kinds)


def _payment_events(order: orders.OrderFacts) -> Table:
    rows = [
        (
            event.at,
            str(payments.gateway_name(event.gateway)),
            value_words(event.operation),
            value_words(event.kind),
            event.amount,
            reason_words(event.message or event.reason),
        )
        for event in payments.events_of_order(order.id)
    ]
    headers = (
        _("Time"),
        _("Gateway"),
        _("What"),
        _("Outcome"),
        _("Amount"),
        pgettext("payment event", "Words"),
    )
    kinds = ("datetime", "text", "text", "text", "money")
    return Table(_("Payment events"), headers, rows, empty=_("No gateway was asked yet."), kinds=kinds)


def _related(order: orders.OrderFacts) -> list[Related]:
    earlier = orders.orders_of_email(order.email, besides=order.id)
    facts = [
        Fact(other.number, other.total, "money", url=reverse("orders_record", args=[other.number]))
        for other in earlier
    ]
    return [
        Related(_("Other orders of this address"), facts, "" if facts else _("This is the first one.")),
        Related(
            _("What the customer sees"),
            [Fact(_("Order page"), _("Open it"), url=f"/{order.locale}/order/{order.token}/")],
        ),
    ]


def _came_from(order: orders.OrderFacts, actor: Actor) -> list[Related]:
    """Say which visits led to the order, for those who may see reports (MKT-7)."""
    if not actor.can("reports.read"):
        return []
    facts = [
        Fact(
            touch.get_place_display(),
            " · ".join(part for part in (way(touch.way), touch.source, touch.campaign) if part),
        )
        for touch in insights.touches_of(order.id)
    ]
    return [Related(_("Where the order came from"), facts)] if facts else []


def mail_entries(order: orders.OrderFacts, kind: str = "", *, attached: str = "") -> list[TimelineEntry]:
    """Return the mails about an order for a timeline: all, of a kind ("aftersales.refund"), with a paper."""
    return [
        TimelineEntry(
            at=sent.queued_at,
            who=sent.to,
            what=_("Mail “%(subject)s”: %(state)s")
            % {"subject": sent.subject, "state": sent.get_state_display()},
            kind="message",
        )
        for sent in mail.about("orders.order", order.id)
        if sent.dedupe_key.startswith(kind) and attached in ("", sent.attach)
    ]


def nonce() -> str:
    """Return a key for a form, so that sending it twice acts once."""
    return uuid.uuid4().hex
