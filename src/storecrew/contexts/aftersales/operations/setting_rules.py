"""What customers of a channel may send back by themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from storecrew.contexts.aftersales import queries, states
from storecrew.contexts.aftersales.errors import InvalidReturnRules
from storecrew.contexts.aftersales.models import ReturnRules
from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import audit, revisions
from storecrew.kernel.actor import Actor

CHOICES = {"exchange": states.EXCHANGES, "exchange_ships": states.EXCHANGE_SHIPS}


def save_return_rules(
    channel_code: str,
    *,
    is_open: bool,
    days: int,
    transit_days: int,
    most_open: int,
    exchange: str | None = None,
    exchange_ships: str | None = None,
    exchange_days: int | None = None,
    credit: bool | None = None,
    credit_bonus: int | None = None,
    label_service: str | None = None,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Set what customers of a channel may announce back; saving what is there already writes nothing.

    ``days`` count from the arrival, or ``transit_days`` after the parcel left where nobody says that it came.
    ``most_open`` is how many returns of an order may be announced at once. What is None of the exchanges
    stays: whether other variants are offered ("off", "asked", "at_once"), when they are sent ("received",
    "at_once"), and for how many days they are set aside; whether customers may take a voucher, and what
    percent it is worth more (``credit_bonus``); ``label_service`` is the carrier service of
    return labels, "" for none.

    :raises Denied: the actor may not edit channels
    :raises UnknownChannel: no such channel, or not one of the actor's
    :raises InvalidReturnRules: fewer days than the law gives, or a number out of bounds, by field
    """
    actor.require("channels.write")
    channel = channels.facts(channel_code)
    if not actor.can_see("channel", channel.code):
        raise channels.UnknownChannel(channel=channel_code)
    known = queries.return_rules(channel.id)
    values: dict[str, Any] = {
        "is_open": is_open, "days": days, "transit_days": transit_days, "most_open": most_open,
        "exchange": known.exchange if exchange is None else exchange,
        "exchange_ships": known.exchange_ships if exchange_ships is None else exchange_ships,
        "exchange_days": known.exchange_days if exchange_days is None else exchange_days,
        "credit": known.credit if credit is None else credit,
        "credit_bonus": known.credit_bonus if credit_bonus is None else credit_bonus,
        "label_service": known.label_service if label_service is None else label_service,
    }  # fmt: skip
    wrong = [name for name, (least, most) in states.RULE_BOUNDS.items() if not least <= values[name] <= most]
    if label_service and label_service not in dict(shipping.service_choices()):
        wrong.append("label_service")
    wrong += [name for name, words in CHOICES.items() if values[name] not in dict(words)]
    if wrong:
        raise InvalidReturnRules(fields=wrong)
    with transaction.atomic():
        before = ReturnRules.objects.filter(channel_id=channel.id).values(*values).first()
        if before == values:
            return
        ReturnRules.objects.update_or_create(channel_id=channel.id, defaults=values)
        audit.record(
            actor=actor,
            action="aftersales.return_rules_saved",
            record="channels.channel",
            record_id=channel.id,
            at=at,
            before=before or {},
            after=values,
        )
        revisions.bump_on_commit(states.RULES_TAG)
