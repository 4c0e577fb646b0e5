"""What customers of a channel may send back by themselves."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.aftersales import states
from storecrew.contexts.aftersales.errors import InvalidReturnRules
from storecrew.contexts.aftersales.models import ReturnRules
from storecrew.contexts.channels import public as channels
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def save_return_rules(
    channel_code: str,
    *,
    is_open: bool,
    days: int,
    transit_days: int,
    most_open: int,
    actor: Actor,
    at: dt.datetime,
) -> None:
    """Set what customers of a channel may announce back; saving what is there already writes nothing.

    ``days`` count from the arrival, or ``transit_days`` after the parcel left where nobody says that it came.
    ``most_open`` is how many returns of an order may be announced at once.

    :raises Denied: the actor may not edit channels
    :raises UnknownChannel: no such channel, or not one of the actor's
    :raises InvalidReturnRules: fewer days than the law gives, or a number out of bounds, by field
    """
    actor.require("channels.write")
    channel = channels.facts(channel_code)
    if not actor.can_see("channel", channel.code):
        raise channels.UnknownChannel(channel=channel_code)
    values = {"is_open": is_open, "days": days, "transit_days": transit_days, "most_open": most_open}
    wrong = [name for name, (least, most) in states.RULE_BOUNDS.items() if not least <= values[name] <= most]
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
