"""How the returns of an order stand, as its page says it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.orders import public as orders


def returns_of(order: orders.OrderFacts) -> tuple[Any, ...]:
    """Return the returns of an order as the order page says them, oldest first."""
    found = aftersales.returns_of_order(order.id)
    gives_labels = bool(found) and bool(aftersales.return_rules(order.channel_id).label_service)
    photos = aftersales.photos_of_returns([made.id for made in found])
    withdrawn = {each.return_number for each in aftersales.withdrawals_of_order(order.id)} if found else set()
    return tuple(
        SimpleNamespace(
            number=made.number,
            at=made.closed_at or made.opened_at,
            words=_state(made),
            lines=[f"{line.quantity} × {line.title}" for line in made.lines],
            instead=_instead(made),
            pay=_pay(made, order.locale),
            photos=[each.id for each in photos.get(made.id, ())],
            label=made.label_id is not None and made.state == "announced",
            may_label=gives_labels
            and made.state == "announced"
            and made.label_id is None
            and made.pickup_on is None,
            paper=made.state == "announced",
            may_photo=made.state != "canceled" and not made.outcome,
            may_cancel=made.state == "announced" and made.by_customer and made.number not in withdrawn,
        )
        for made in found
    )


def choices_of(order: orders.OrderFacts, offer: aftersales.ReturnOffer, *, locale: str, at: Any) -> Any:
    """Return what may be had for each line: money, or another variant, as (value, words)."""
    others = aftersales.exchange_choices(order.id, at=at) if offer.exchange else {}
    first = [("money", _("My money back"))]
    if offer.credit and offer.credit_bonus:
        percent = {"percent": offer.credit_bonus}
        first.append(("credit", _("A voucher, worth %(percent)s%% more") % percent))
    elif offer.credit:
        first.append(("credit", _("A voucher of the same value")))
    return {
        line_id: [*first, *(_choice(each, locale) for each in others.get(line_id, ()))]
        for line_id in offer.lines
    }


def _choice(choice: aftersales.ExchangeChoice, locale: str) -> tuple[str, str]:
    words = _("Instead: %(variant)s") % {"variant": choice.title}
    if choice.back:
        words = _("%(instead)s, and %(amount)s back for each") % {
            "instead": words,
            "amount": choice.back.format(locale),
        }
    if choice.extra:
        words = _("%(instead)s, for %(amount)s more each") % {
            "instead": words,
            "amount": choice.extra.format(locale),
        }
    return str(choice.variant_id), words


def _pay(made: aftersales.ReturnFacts, locale: str) -> Any:
    """Return the link and the words for what has to be paid before an exchange leaves; None without."""
    found = made.exchange
    if found is None or not found.is_to_pay or found.order_id is None:
        return None
    words = {"amount": orders.order(found.order_id).total.format(locale)}
    return SimpleNamespace(
        token=orders.order(found.order_id).token, words=_("Pay %(amount)s, then it leaves") % words
    )


def _instead(made: aftersales.ReturnFacts) -> str:
    if made.exchange is None:
        return ""
    words = {
        "asked": _("You asked for: %(what)s. We look at it and write to you."),
        "waiting": _("Set aside for you: %(what)s. It leaves when your parcel is here."),
        "released": _("On its way to you instead: %(what)s."),
        "canceled": "",
    }[made.exchange.state]
    what = ", ".join(f"{line.quantity} × {line.title}" for line in made.exchange.lines if line.quantity)
    return words % {"what": what} if words else ""


def _state(made: aftersales.ReturnFacts) -> str:
    outcomes = {
        "refunded": _("Your voucher is on its way by mail")
        if made.refund_kind == "credit"
        else _("Your money is on its way back"),
        "refused": _("Closed without a refund"),
        "exchanged": _("Exchanged"),
    }
    states = {
        "announced": _("We expect your parcel"),
        "received": _("Arrived, we look at the goods")
        if made.exchange and made.exchange.state in ("asked", "waiting")
        else _("Arrived, we decide about the money"),
        "canceled": _("Canceled"),
    }
    return outcomes.get(made.outcome) or states[made.state]
