"""A mailing on its way follows the answer to too few people: what left stays, the rest is slower (MKT-19)."""

from __future__ import annotations

from collections import Counter

import pytest

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing, Recipient
from storecrew.contexts.marketing.operations import pacing, sending
from storecrew.contexts.marketing.tests.factories import ACTOR, AT
from storecrew.contexts.marketing.tests.mailing import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    agree,
    answer_in_parts,
    deliver,
    letters,
    write,
)
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work.models import Conflict
from storecrew.kernel import audit, clock, mail
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
PEOPLE = [f"p{number:02}" for number in range(12)]


@pytest.fixture
def promotion(shop):
    return make_promotion(name="Ten", code="TEN")


def told(promotion, **changes) -> int:
    blocks = ({"kind": "coupon", "promotion": promotion.pk, "code": "TEN"},)
    return write(blocks=blocks, **changes)


def start(promotion, **changes) -> int:
    agree(*PEOPLE)
    key = told(promotion, **changes)
    marketing.schedule_mailing(key, send_at=NOON, actor=ACTOR, at=AT)
    return key


def left() -> Counter[str]:
    return Counter(each.to[0].partition("@")[0] for each in letters())


def plan() -> list[int]:
    """Return how many leave on each day from the first on."""
    days = Counter((moment - NOON).days for moment in Recipient.objects.values_list("not_before", flat=True))
    return [days[day] for day in range(max(days) + 1)]


def test_mkt_19_what_is_written_down_follows_the_answer_and_what_left_stays(promotion):
    key = start(promotion, per_hour=4)
    assert deliver(NOON) == 4
    answer_in_parts(promotion.pk, 4)
    assert deliver(NOON + 2 * HOUR) == 2, "a quarter of the rest of this day"
    assert len(left()) == 6
    assert deliver(NOON + 5 * HOUR) == 0
    assert [deliver(NOON + day * DAY) for day in (1, 2, 3, 4)] == [2, 2, 2, 0]
    assert left() == Counter(PEOPLE)
    assert Mailing.objects.get(pk=key).state == "sent"
    (note,) = [
        each
        for each in audit.entries_for("marketing.mailing", str(key))
        if each.action == "marketing.mailing_paced"
    ]
    assert (note.before, note.after, note.reason) == ({"days": 1}, {"days": 4}, "One packer")


def test_mkt_19_what_waits_in_the_queue_of_mails_waits_for_its_day_and_leaves_once(promotion):
    start(promotion)
    with clock.frozen(NOON):
        assert marketing.send_due(NOON) == 12, "all are handed over, none has left"
    answer_in_parts(promotion.pk, 3)
    deliver(NOON + MINUTE)
    assert len(left()) == 4
    for hour in range(1, 48):
        deliver(NOON + hour * HOUR)
    assert len(left()) == 8
    assert Mailing.objects.get().state == "sending", "it waits for those who are still to come"
    deliver(NOON + 2 * DAY + HOUR)
    deliver(NOON + 2 * DAY + 2 * HOUR)
    assert left() == Counter(PEOPLE)
    assert Mailing.objects.get().state == "sent"


def test_mkt_19_taken_back_the_rest_leaves_as_planned_also_what_was_queued(promotion):
    start(promotion)
    with clock.frozen(NOON):
        marketing.send_due(NOON)
    found = answer_in_parts(promotion.pk, 6)
    deliver(NOON + MINUTE)
    assert len(left()) == 2
    Conflict.objects.filter(pk=found.pk).update(accepted_until=NOON + HOUR)
    deliver(NOON + HOUR)
    deliver(NOON + 2 * HOUR + MINUTE)
    assert left() == Counter(PEOPLE)
    assert Mailing.objects.get().paced_days == 1


def test_mkt_19_in_the_middle_the_rest_is_spread_over_the_days_that_are_left(promotion):
    start(promotion, days=2)
    today = deliver(NOON)
    answer_in_parts(promotion.pk, 5)
    counts = [deliver(NOON + day * DAY + HOUR) for day in range(1, 5)]
    assert today == 6
    assert counts == [2, 1, 2, 1]
    assert left() == Counter(PEOPLE)


def test_mkt_19_an_answer_of_fewer_days_than_planned_changes_nothing(promotion):
    key = start(promotion, days=4)
    deliver(NOON)
    before = plan()
    answer_in_parts(promotion.pk, 2)
    deliver(NOON + HOUR)
    assert (plan(), Mailing.objects.get(pk=key).paced_days) == (before, 4)
    assert sum(before) == 12


def test_mkt_19_those_of_a_test_of_subjects_keep_their_time(promotion):
    start(promotion, other_subjects={"en": "Or this"}, test_percent=50, test_hours=4)
    deliver(NOON)
    mine = Recipient.objects.exclude(part="")
    assert set(mine.values_list("state", flat=True)) == {"sent"}
    answer_in_parts(promotion.pk, 3)
    deliver(NOON + HOUR)
    assert set(mine.values_list("not_before", flat=True)) == {NOON}
    rest = Recipient.objects.filter(part="")
    days = {moment - NOON - 4 * HOUR for moment in rest.values_list("not_before", flat=True)}
    assert days <= {0 * DAY, DAY, 2 * DAY}
    for hour in range(2, 72):
        deliver(NOON + hour * HOUR)
    assert left() == Counter(PEOPLE)


def test_con_18_answered_between_the_choice_and_the_claim_nobody_is_claimed_before_their_day(
    promotion, monkeypatch
):
    key = start(promotion)
    row = Mailing.objects.get(pk=key)
    real = sending._queue

    def late(ready, contacts, at):
        answer_in_parts(promotion.pk, 4)
        assert pacing.follow_pace(Mailing.objects.get(pk=row.pk), at=at)
        monkeypatch.setattr(sending, "_queue", real)
        return real(ready, contacts, at)

    monkeypatch.setattr(sending, "_queue", late)
    assert deliver(NOON) == 3
    assert plan() == [3, 3, 3, 3]
    assert Mail.objects.filter(compose__startswith="marketing").count() == 3
    for day in range(1, 4):
        deliver(NOON + day * DAY)
    assert left() == Counter(PEOPLE)


def test_con_18_of_two_workers_who_see_the_answer_one_spreads_the_rest(promotion):
    key = start(promotion)
    with clock.frozen(NOON):
        marketing.advance(key, at=NOON, batch=1)
    answer_in_parts(promotion.pk, 4)
    one, two = Mailing.objects.get(pk=key), Mailing.objects.get(pk=key)
    assert pacing.follow_pace(one, at=NOON)
    assert not pacing.follow_pace(two, at=NOON)
    assert not pacing.follow_pace(one, at=NOON)


def test_con_18_a_mail_that_is_written_as_the_pace_changes_has_left(promotion, monkeypatch):
    start(promotion)
    with clock.frozen(NOON):
        marketing.send_due(NOON)
    answer_in_parts(promotion.pk, 12)
    real = mail.line.Line.send

    def while_it_leaves(line, message):
        monkeypatch.setattr(mail.line.Line, "send", real)
        pacing.follow_pace(Mailing.objects.get(), at=NOON)
        return real(line, message)

    monkeypatch.setattr(mail.line.Line, "send", while_it_leaves)
    with clock.frozen(NOON):
        mail.deliver_due()
    sent = Recipient.objects.filter(state="sent")
    assert [row.not_before for row in sent] == [NOON, NOON], "that one, and the one of this day"
    for day in range(12):
        deliver(NOON + day * DAY + HOUR)
    assert left() == Counter(PEOPLE)
