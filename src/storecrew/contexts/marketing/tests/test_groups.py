"""Who gets nothing, who gets which subject, and what a campaign brings beyond chance (MKT-7, MKT-8)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import make_cart, place
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Mailing, Recipient
from storecrew.contexts.marketing.rules.holdout import Sums, gain
from storecrew.contexts.marketing.tests.factories import make_live
from storecrew.contexts.marketing.tests.mailing import (
    HOUR,
    MINUTE,
    NOON,
    agree,
    deliver,
    drain,
    letters,
    send,
    write,
)
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def names(count: int) -> list[str]:
    return [f"p{number}" for number in range(count)]


def test_mkt_7_a_drawn_group_gets_nothing_and_the_same_people_in_each_mailing_of_a_campaign(shop):
    agree(*names(40))
    campaign = make_live()
    keys = [write(campaign_id=campaign.pk, holdout_percent=50) for _number in range(2)]
    for key in keys:
        send(key)
    held = [
        set(Recipient.objects.filter(mailing_id=key, reason="holdout").values_list("contact_id", flat=True))
        for key in keys
    ]
    assert held[0] == held[1]
    assert 5 < len(held[0]) < 35
    assert len(letters()) == 2 * (40 - len(held[0]))


def test_mkt_7_the_increment_compares_orders_of_both_groups(shop):
    people = agree(*names(30))
    campaign = make_live()
    send(write(campaign_id=campaign.pk, holdout_percent=50))
    held = set(Recipient.objects.filter(reason="holdout").values_list("contact_id", flat=True))
    treated = [each for each in people if each.pk not in held]
    with clock.frozen(NOON + HOUR):
        for each in treated[:3]:
            place(make_cart(shop, {"A-1": 1}, email=each.email), at=NOON + HOUR)
            drain()
    found = marketing.increment(campaign.pk, currency="EUR", at=NOON + HOUR)
    assert (found.treated, found.bought) == (len(treated), 3)
    assert (found.held_out, found.bought_without) == (len(held), 0)
    assert found.lift.least < found.lift.difference < found.lift.most
    assert found.more_buyers.expected == 3
    assert found.more_revenue.least < found.more_revenue.expected < found.more_revenue.most
    other = make_live(name="Other", utm_campaign="other")
    assert marketing.increment(other.pk, currency="EUR", at=NOON) is None


def test_mkt_7_the_range_of_amounts_is_that_of_welch():
    # Two groups: 0, 0, 300 and 0, 100; means 100 and 50, variances 30,000 and 5,000.
    found = gain(Sums(3, 300, 90_000), Sums(2, 100, 10_000))
    half = 1.959964 * (30_000 / 3 + 5_000 / 2) ** 0.5
    assert found == (150, round(3 * (50 - half)), round(3 * (50 + half)))
    assert gain(Sums(1, 5, 25), Sums(2, 0, 0)) is None


def test_mkt_8_the_rest_waits_and_gets_the_subject_that_people_clicked(shop):
    agree(*names(60))
    key = write(other_subjects={"en": "Or at that"}, test_percent=50, test_hours=2)
    send(key)
    parts = {part: list(Recipient.objects.filter(mailing_id=key, part=part)) for part in ("a", "b", "")}
    assert all(len(rows) > 5 for rows in parts.values())
    assert {each.subject for each in letters()} == {"Look at this", "Or at that"}
    links = dict(zip([row.pk for row in parts["a"] + parts["b"]], [None] * 60, strict=False))
    assert len(letters()) == len(links)
    Recipient.objects.filter(mailing_id=key, part="a").update(opened_by_machine_at=NOON, opened_at=NOON)
    Recipient.objects.filter(mailing_id=key, part="b").update(clicked_at=NOON)
    deliver(NOON + HOUR)
    assert Mailing.objects.get(pk=key).winner == ""
    deliver(NOON + 2 * HOUR + MINUTE)
    row = Mailing.objects.get(pk=key)
    assert (row.winner, row.decided_by) == ("b", "clicked")
    late = letters()[len(links) :]
    assert len(late) == len(parts[""])
    assert {each.subject for each in late} == {"Or at that"}
    found = marketing.part_figures(key)["a"]
    assert found.opened_by_machine == found.opened == found.sent
    deliver(NOON + 2 * HOUR + 2 * MINUTE)
    row.refresh_from_db()
    assert row.state == "sent"


def test_mkt_8_without_a_clear_difference_the_first_subject_goes_on_and_opens_decide_nothing(shop):
    agree(*names(20))
    key = write(other_subjects={"en": "Or at that"}, test_percent=50, test_hours=1)
    send(key)
    Recipient.objects.filter(mailing_id=key, part="b").update(opened_at=NOON)
    deliver(NOON + HOUR + MINUTE)
    row = Mailing.objects.get(pk=key)
    assert (row.winner, row.decided_by) == ("a", "nothing")


def test_mkt_8_a_click_of_a_machine_counts_for_no_subject(shop):
    agree("ann")
    key = write(other_subjects={"en": "Or at that"}, test_percent=100)
    send(key)
    ((_opened, link),) = marketing.links_of(key)
    marketing.follow_click(link, at=NOON + dt.timedelta(seconds=2), agent=PERSON)
    assert sum(each.clicked for each in marketing.part_figures(key).values()) == 0
    marketing.follow_click(link, at=NOON + MINUTE, agent=PERSON)
    assert sum(each.clicked for each in marketing.part_figures(key).values()) == 1


def test_a_test_needs_its_other_subject_and_shares_have_bounds():
    with pytest.raises(marketing.InvalidMailing):
        write(test_percent=20)
    with pytest.raises(marketing.InvalidMailing):
        write(holdout_percent=51)
