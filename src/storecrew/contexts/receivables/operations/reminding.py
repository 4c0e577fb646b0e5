"""Remind of invoices that are late: each level once, never of one that is paid, disputed or held."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.receivables import mails, queries, rules
from storecrew.contexts.receivables.errors import InvalidLevels
from storecrew.contexts.receivables.models import DunningLevel, OpenItem, Reminder
from storecrew.contexts.receivables.operations.following import bring_up, lock
from storecrew.contexts.receivables.queries.due import today_of
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def remind_due(*, at: dt.datetime, limit: int = 200) -> int:
    """Send the reminders that are due; return how many left. Safe to run twice."""
    levels = queries.levels()
    if not levels:
        return 0
    waiting = Q(pk=None)
    for level, days in levels:
        # A day more than needed: it is a day later in some channels than in others.
        waiting |= Q(sent__lt=level, due_on__lte=at.date() - dt.timedelta(days=days - 1))
    open_ones = OpenItem.objects.filter(state=OpenItem.State.OPEN, hold="").exclude(number="")
    late = open_ones.annotate(sent=Coalesce(Max("reminders__level"), 0)).filter(waiting)
    payments_of = late.order_by("due_on", "pk").values_list("payment_id", flat=True)
    return sum(_remind(payment_id, levels, at) for payment_id in list(payments_of[:limit]))


def _remind(payment_id: int, levels: Sequence[tuple[int, int]], at: dt.datetime) -> bool:
    with transaction.atomic():
        # Looked at again under the lock: it may have been paid or held since.
        item = lock(payment_id)
        if item is None:
            return False
        bring_up(item, at=at)
        if item.state != OpenItem.State.OPEN or item.hold:
            return False
        order = orders.order(item.order_id)
        today = today_of(channels.facts_by_id(order.channel_id), at)
        sent = item.reminders.aggregate(most=Max("level"))["most"] or 0
        level = rules.level_due((today - item.due_on).days, levels, sent)
        if not level:
            return False
        Reminder.objects.create(item=item, level=level, owed=item.owed, at=at)
        mails.queue_reminder(order, queries.item_facts(item), level, days=(today - item.due_on).days, at=at)
    return True


def save_levels(levels: Sequence[tuple[int, int, bool]], *, actor: Actor, at: dt.datetime) -> None:
    """Set after how many days each reminder leaves: (level, days after the due day, whether it is sent).

    :raises Denied: the actor may not
    :raises InvalidLevels: a level comes not later than the one before it, or is no level
    """
    actor.require("receivables.write")
    known = {level for level, _days in rules.LEVELS}
    days = [each for _level, each, _active in sorted(levels)]
    if {level for level, *_rest in levels} != known or any(b <= a for a, b in itertools.pairwise(days)):
        raise InvalidLevels()
    if days[0] < 1:
        raise InvalidLevels()
    with transaction.atomic():
        before = [list(each) for each in queries.all_levels()]
        for level, after, active in levels:
            DunningLevel.objects.update_or_create(level=level, defaults={"days": after, "active": active})
        audit.record(
            actor=actor, action="receivables.levels_saved", record="receivables.levels", record_id="all",
            at=at, before={"levels": before}, after={"levels": [list(each) for each in levels]},
        )  # fmt: skip
