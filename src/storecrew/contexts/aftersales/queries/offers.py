"""What customers may send back by themselves, and until when."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from storecrew.contexts.aftersales import states
from storecrew.contexts.aftersales.facts import ReturnOffer, ReturnRulesFacts
from storecrew.contexts.aftersales.models import Return, ReturnRules
from storecrew.contexts.aftersales.queries.returns import returnable
from storecrew.contexts.aftersales.rules import returns as rules
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders


def return_rules(channel_id: int) -> ReturnRulesFacts:
    """Return the rules of a channel; the defaults where nobody set any."""
    row = ReturnRules.objects.filter(channel_id=channel_id).first()
    if row is None:
        return ReturnRulesFacts(channel_id, True, states.DAYS, states.TRANSIT_DAYS, states.MOST_OPEN)
    return ReturnRulesFacts(
        channel_id,
        row.is_open,
        row.days,
        row.transit_days,
        row.most_open,
        row.exchange,
        row.exchange_ships,
        row.exchange_days,
        row.credit,
        row.credit_bonus,
        row.label_service,
    )


def return_offer(order_id: int, *, at: dt.datetime) -> ReturnOffer:
    """Return what the customer of an order may announce back now. Raises OrderNotFound.

    Codes are left out: whoever has seen one keeps it, and unseen ones end with their refund.
    """
    order = orders.order(order_id)
    channel = channels.facts_by_id(order.channel_id)
    known = return_rules(order.channel_id)
    zone = zoneinfo.ZoneInfo(channel.timezone)
    way = orders.journey(order_id)
    until = rules.last_day(
        arrived_on=way.arrived_at.astimezone(zone).date() if way.arrived_at else None,
        sent_on=way.sent_at.astimezone(zone).date() if way.sent_at else None,
        days=known.days,
        transit_days=known.transit_days,
    )
    codes = {code.order_line_id for code in inventory.codes_of(order_id)}
    left = {key: n for key, n in returnable(order_id).items() if n and key not in codes}
    open_now = Return.objects.filter(order_id=order_id, state=Return.State.ANNOUNCED).count()
    if not known.is_open or order.status == "canceled":
        why = "off"
    elif until is None:
        why = "not_sent"
    elif at.astimezone(zone).date() > until:
        why = "too_late"
    elif not left:
        why = "nothing_left"
    elif open_now >= known.most_open:
        why = "too_many"
    else:
        why = ""
    if why:
        return ReturnOffer({}, why, until, known.days)
    return ReturnOffer(left, "", until, known.days, known.exchange != "off", known.credit, known.credit_bonus)
