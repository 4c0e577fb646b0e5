"""Exchanges and labels on the page of a return: agreed to, sent, made, and what they are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Related
from storecrew.surfaces.ui.backoffice.words import value_words
from storecrew.surfaces.workspaces.customer_service.returns.finding import find_return
from storecrew.surfaces.workspaces.customer_service.returns.words import EXCHANGES, SHIPS


def exchange_facts(made: aftersales.ReturnFacts) -> list[FactGroup]:
    """Say what is wanted instead of money, where something is."""
    found = made.exchange
    if found is None:
        return []
    other = orders.order(found.order_id) if found.order_id is not None else None
    what = ", ".join(f"{line.quantity} × {line.sku} {line.title}" for line in found.lines)
    facts = [
        Fact(_("Wanted"), what),
        Fact(_("State"), EXCHANGES[found.state]),
        Fact(_("Is sent"), SHIPS[found.ships]),
        Fact(_("Goes back, as it costs less"), found.back, "money"),
        *_asked(found),
    ]
    if other is not None:
        facts.append(Fact(_("Order"), other.number, url=reverse("orders_record", args=[other.number])))
    if found.state == "waiting" and made.state == "announced":
        facts.append(Fact(_("Set aside until"), found.expires_at, "datetime"))
    return [FactGroup(_("Exchange"), facts)]


def _asked(found: aftersales.ExchangeFacts) -> list[Fact]:
    """Say what is asked of the customer, why, until when, and whether it is paid."""
    if not found.extra:
        return []
    why = _("What is wanted instead costs more today. It leaves when this is paid and the goods are here.")
    if found.paid_at is not None:
        stands = Fact(_("Paid"), found.paid_at, "datetime")
    elif found.state == "waiting":
        stands = Fact(_("To be paid by"), found.pay_by, "datetime", why=_("After that it ends by itself."))
    else:
        stands = Fact(_("Paid"), _("no"))
    return [Fact(_("Asked for, as it costs more"), found.extra, "money", why=why), stands]


def sent_instead(order: orders.OrderFacts) -> list[Related]:
    """Lead from an order that was sent instead to its return and to the order whose money it is."""
    found = None if order.cart_token else aftersales.exchange_of_order(order.id)
    if found is None:
        return []
    return_id, number, first = found
    facts = [
        Fact(_("Return"), number, url=reverse("returns_record", args=[return_id])),
        Fact(_("Order"), first, url=reverse("orders_record", args=[first])),
    ]
    return [Related(_("Sent instead of"), facts)]


def label_facts(made: aftersales.ReturnFacts) -> list[FactGroup]:
    """Say by which label the parcel comes and where it is, where there is one."""
    if made.label_id is None:
        return []
    label = shipping.label(made.label_id)
    facts = [
        Fact(_("Carrier"), label.carrier),
        Fact(_("Tracking"), label.tracking_number, url=label.tracking_url),
        Fact(_("State"), value_words(label.status) if label.status else ""),
        Fact(_("Handed over"), label.picked_up_at, "datetime"),
        Fact(_("Cost"), label.cost, "money"),
    ]
    return [FactGroup(_("Return label"), facts)]


def label_actions(made: aftersales.ReturnFacts, order: orders.OrderFacts, actor: Actor) -> list[Action]:
    """Offer to make the label, for the customer who cannot."""
    wanted = made.state == "announced" and made.label_id is None and made.pickup_on is None
    if not (wanted and actor.can("orders.write")):
        return []
    if not aftersales.return_rules(order.channel_id).label_service:
        free = Action(_("Free return as goodwill"), reverse("returns_free", args=[made.id]))
        return [free] if actor.can("loyalty.goodwill") and shipping.service_choices() else []
    return [Action(_("Make the return label"), reverse("returns_label", args=[made.id]), post=True)]


@workspace_page(permission="orders.write")
@require_POST
def make_label(request: HttpRequest, return_id: int) -> HttpResponse:
    """Buy the label of a return; the customer finds it on the page of the order."""
    made, order = find_return(request, return_id)
    take_step(
        request,
        aftersales.take_label,
        order.id,
        made.number,
        done=_("The label is made. The customer finds it on the page of the order."),
    )
    return redirect("returns_record", return_id=made.id)


def exchange_actions(made: aftersales.ReturnFacts, actor: Actor) -> list[Action]:
    """Return what the reader may do with an exchange now."""
    found = made.exchange
    if found is None or made.outcome or made.state == "canceled":
        return []
    if found.state == "asked" and actor.can("orders.write"):
        return [
            Action(
                _("Agree to the exchange"), reverse("returns_agree", args=[made.id]), post=True, tone="strong"
            )
        ]
    here = made.state == "received" and found.state in ("waiting", "released")
    if here and actor.can("orders.refund"):
        return [
            Action(_("Send the exchange"), reverse("returns_send", args=[made.id]), post=True, tone="strong")
        ]
    return []


@workspace_page(permission="orders.write")
@require_POST
def agree(request: HttpRequest, return_id: int) -> HttpResponse:
    """Agree to what the customer asked for; its stock is set aside."""
    told = _("Agreed. The other variant is set aside.")
    return _act(request, return_id, aftersales.agree_to_exchange, told)


@workspace_page(permission="orders.refund")
@require_POST
def send(request: HttpRequest, return_id: int) -> HttpResponse:
    """Send the other variant, however the goods look."""
    return _act(request, return_id, aftersales.send_exchange, _("The warehouse has the exchange now."))


def _act(request: HttpRequest, return_id: int, act: Callable[..., object], told: str) -> HttpResponse:
    made, _order = find_return(request, return_id)
    take_step(request, act, made.id, done=told)
    return redirect("returns_record", return_id=made.id)


urlpatterns = [
    path("returns/<int:return_id>/label/", make_label, name="returns_label"),
    path("returns/<int:return_id>/exchange/agree/", agree, name="returns_agree"),
    path("returns/<int:return_id>/exchange/send/", send, name="returns_send"),
]
