"""Reminders: each level once, and not of what is paid, disputed or held."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables import rules
from storecrew.contexts.receivables.tests.factories import ACTOR, make_buyer, make_grant, make_item
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money

DAY = dt.timedelta(days=1)
database = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("late", "sent", "level"), [(2, 0, 0), (3, 0, 1), (3, 1, 0), (14, 1, 2), (40, 0, 3), (40, 3, 0)]
)
def test_the_highest_level_that_is_due_leaves(late, sent, level):
    assert rules.level_due(late, rules.LEVELS, sent) == level


@pytest.mark.parametrize(
    ("late", "code"),
    [
        (-3, "not_due"),
        (0, "not_due"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (90, "61-90"),
        (91, "over_90"),
    ],
)
def test_every_day_is_in_one_part_of_the_aging(late, code):
    today = AT.date()
    due = today - dt.timedelta(days=late)
    assert rules.bucket_of(due, today) == code
    fitting = []
    for each in rules.AGING:
        first, last = rules.due_between(each, today)
        if (first is None or due >= first) and (last is None or due <= last):
            fitting.append(each.code)
    assert fitting == [code]


def subjects() -> list[str]:
    rows = Mail.objects.filter(dedupe_key__startswith="receivables.reminder").order_by("pk")
    return [row.subject for row in rows]


@database
def test_each_reminder_leaves_once_until_it_is_paid():
    shop, buyer = make_shop({"A-1": 50}), make_buyer()
    make_grant(buyer)
    item = make_item(shop, buyer, {"A-1": 1})
    due = dt.datetime.combine(item.due_on, dt.time(9), dt.UTC)
    assert receivables.remind_due(at=due) == 0
    for _ in range(2):
        receivables.remind_due(at=due + 3 * DAY)
    assert subjects() == [f"A reminder: invoice {item.number}"]
    receivables.hold_item(item.pk, kind="disputed", reason="Broken", actor=ACTOR, at=AT)
    assert receivables.remind_due(at=due + 15 * DAY) == 0
    receivables.release_item(item.pk, actor=ACTOR, at=AT)
    assert receivables.remind_due(at=due + 15 * DAY) == 1
    receivables.record_payment(
        item.pk, amount=Money(1490, "EUR"), received_on=AT.date(), key="k", actor=ACTOR, at=AT
    )
    assert receivables.remind_due(at=due + 60 * DAY) == 0
    assert [one.level for one in receivables.reminders_of(item.pk)] == [1, 2]
    with pytest.raises(receivables.ItemClosed):
        receivables.hold_item(item.pk, kind="held", reason="No", actor=ACTOR, at=AT)
