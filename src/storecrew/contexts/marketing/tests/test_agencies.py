"""Agencies: the same work for them and for people of the house (MKT-16)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Activity, Booking, Deliverable, WorkItem
from storecrew.contexts.marketing.rules import agencies as rules
from storecrew.contexts.marketing.tests.agencies import HOUR, given, outsider, picture, tasks
from storecrew.contexts.marketing.tests.factories import (
    ACTOR,
    AT,
    DAY,
    grant,
    make_agency,
    make_item,
)
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_shopper, make_staff
from storecrew.contexts.work import public as work
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house():
    people.seed_organization(actor=ACTOR, at=AT)


def test_mkt_16_work_is_given_begun_booked_delivered_sent_back_and_accepted():
    make_channel(timezone="Asia/Seoul")
    item, nora = given(), outsider()
    news = {mail.subject: mail for mail in Mail.objects.all()}
    assert {mail.to for mail in news.values()} == {"nora@studio.example"}
    assert sorted(news) == ["New work for you: Better titles", "Your access for Studio North"]
    assert all("(Asia/Seoul)" in mail.text for mail in news.values()), "times name the clock of the business"
    assert "/accounts/password/reset/" in news["Your access for Studio North"].text
    budget = marketing.campaign(item.campaign_id).budget
    assert (budget.committed, budget.actual) == (30_000, 0)
    marketing.start_item(item.pk, actor=nora, at=AT + HOUR)
    marketing.start_item(item.pk, actor=nora, at=AT + 2 * HOUR)
    marketing.book_work(item.pk, day=AT.date(), minutes=90, expenses=1_000, actor=nora, at=AT + HOUR)
    budget = marketing.campaign(item.campaign_id).budget
    assert (budget.committed, budget.actual) == (30_000, 13_000)
    marketing.deliver_item(
        item.pk, links=["https://studio.example/a"], pictures=[("a.png", picture())], actor=nora, at=AT + DAY
    )
    assert [task.title for task in tasks("marketing.item_review")] == ["Accept or send back: Better titles"]
    with pytest.raises(marketing.ItemState):
        marketing.deliver_item(item.pk, links=["https://studio.example/a"], actor=nora, at=AT + DAY)
    with pytest.raises(marketing.InvalidItem):
        marketing.send_back(item.pk, reason=" ", actor=ACTOR, at=AT + DAY)
    marketing.send_back(item.pk, reason="The mug is missing.", actor=ACTOR, at=AT + DAY)
    assert not tasks("marketing.item_review")
    assert "The mug is missing." in Mail.objects.latest("pk").text
    marketing.deliver_item(item.pk, links=["https://studio.example/b"], actor=nora, at=AT + 2 * DAY)
    marketing.accept_item(item.pk, actor=ACTOR, at=AT + 3 * DAY)
    item.refresh_from_db()
    assert (item.state, item.sent_back) == ("accepted", 1)
    assert item.activity is not None
    assert (item.activity.state, item.activity.actual_cost) == ("done", 13_000)
    assert [row.round for row in Deliverable.objects.all()] == [2, 1, 1]
    with pytest.raises(marketing.ItemState):
        marketing.book_work(item.pk, day=AT.date(), minutes=5, actor=nora, at=AT + 3 * DAY)
    card = marketing.scorecard(item.agency)
    assert (card.accepted, card.on_time, card.first_time, card.begun_in_time) == (1, 100, 0, 100)
    assert (card.estimate_minutes, card.minutes, card.agreed, card.cost) == (240, 90, 30_000, 13_000)


def test_mkt_16_the_same_work_goes_to_somebody_of_the_house_at_no_cost():
    writer = make_staff("content_team")
    item = make_item()
    marketing.give_item(item.pk, person_id=writer.pk, actor=ACTOR, at=AT)
    actor = people.actor_for(writer)
    marketing.book_work(item.pk, day=AT.date(), minutes=60, actor=actor, at=AT)
    marketing.deliver_item(item.pk, links=["https://shop.example/x"], actor=actor, at=AT)
    marketing.accept_item(item.pk, actor=ACTOR, at=AT)
    assert Booking.objects.get().cost == 0
    assert not Activity.objects.exists()
    with pytest.raises(marketing.UnknownItem):
        marketing.start_item(item.pk, actor=people.actor_for(make_staff("marketing_manager")), at=AT)


def test_an_agency_is_saved_once_by_its_name_with_its_contract_on_the_calendar():
    agency = make_agency(contract_until=dt.date(2026, 6, 30))
    dates = work.calendar(since=AT, until=AT + 365 * DAY, kinds=["contract"])
    assert [date.title for date in dates] == ["The contract with Studio North ends"]
    marketing.save_agency(
        marketing.AgencyContent(name="Studio North", currency="EUR"), agency_id=agency, actor=ACTOR, at=AT
    )
    assert not work.calendar(since=AT, until=AT + 365 * DAY, kinds=["contract"])
    for content in (
        marketing.AgencyContent(name="Studio North", currency="EUR"),
        marketing.AgencyContent(name=" ", currency="EUR"),
        marketing.AgencyContent(name="New", currency="EUR", hourly_rate=-1),
    ):
        with pytest.raises(marketing.InvalidAgency):
            marketing.save_agency(content, actor=ACTOR, at=AT)
    with pytest.raises(marketing.UnknownAgency):
        marketing.save_agency(
            marketing.AgencyContent(name="New", currency="EUR"), agency_id=999_999, actor=ACTOR, at=AT
        )


def test_work_is_given_only_where_it_can_be_done_and_paid():
    item, agency = make_item(), make_agency()

    def refused(**to) -> str:
        with pytest.raises(marketing.InvalidItem) as caught:
            marketing.give_item(item.pk, actor=ACTOR, at=AT, **to)
        return str(caught.value.details["holder"])

    assert refused() == refused(agency_id=agency, person_id=1) == "This is needed."
    assert "may see the campaign" in refused(agency_id=agency)
    assert refused(agency_id=999_999) == refused(person_id=999_999) == "This is none of the choices."
    assert refused(person_id=make_shopper().pk) == "This is none of the choices."
    grant(agency, item.campaign_id)
    WorkItem.objects.filter(pk=item.pk).update(cost=100_001)
    assert "no room" in refused(agency_id=agency)
    WorkItem.objects.filter(pk=item.pk).update(cost=100)
    dollars = make_agency(name="Dollar", currency="USD")
    grant(dollars, item.campaign_id, email="dan@dollar.example")
    assert "another currency" in refused(agency_id=dollars)
    marketing.give_item(item.pk, agency_id=agency, actor=ACTOR, at=AT)
    with pytest.raises(marketing.ItemState):
        marketing.give_item(item.pk, agency_id=agency, actor=ACTOR, at=AT)
    with pytest.raises(marketing.ItemState):
        marketing.drop_item(item.pk, actor=ACTOR, at=AT)
    for step in (marketing.accept_item, marketing.start_item):
        with pytest.raises((marketing.ItemState, marketing.UnknownItem)):
            step(item.pk, actor=ACTOR, at=AT)
    with pytest.raises(marketing.ItemState):
        marketing.send_back(item.pk, reason="No", actor=ACTOR, at=AT)


def test_an_item_is_written_while_nobody_has_it_and_dropped_when_nobody_needs_it():
    item = make_item()
    content = marketing.ItemContent(
        campaign_id=item.campaign_id, channel="search", title="Titles", brief="All of them", due_at=AT + DAY
    )
    marketing.save_item(content, item_id=item.pk, actor=ACTOR, at=AT)
    marketing.drop_item(item.pk, actor=ACTOR, at=AT)
    with pytest.raises(marketing.ItemState):
        marketing.save_item(content, item_id=item.pk, actor=ACTOR, at=AT)
    with pytest.raises(marketing.ItemState):
        marketing.take_back(item.pk, reason="", actor=ACTOR, at=AT)
    with pytest.raises(marketing.UnknownItem):
        marketing.save_item(content, item_id=999_999, actor=ACTOR, at=AT)
    with pytest.raises(marketing.InvalidItem) as caught:
        marketing.save_item(
            marketing.ItemContent(campaign_id=0, channel="x", title="", brief="", due_at=AT, cost=-1),
            actor=ACTOR,
            at=AT,
        )
    assert set(caught.value.details) == {"campaign", "channel", "title", "brief", "cost"}


@pytest.mark.parametrize(
    ("field", "booking"),
    [
        ("hours", {}),
        ("hours", {"minutes": 24 * 60 + 1}),
        ("expenses", {"minutes": 5, "expenses": -1}),
        ("day", {"minutes": 5, "day": (AT + 3 * DAY).date()}),
    ],
)
def test_what_nobody_can_have_worked_is_not_booked(field, booking):
    item = given()
    with pytest.raises(marketing.InvalidItem) as caught:
        marketing.book_work(item.pk, actor=outsider(), at=AT, **({"day": AT.date()} | booking))
    assert list(caught.value.details) == [field]


@pytest.mark.parametrize(
    ("field", "files"),
    [
        ("links", {}),
        ("links", {"links": ["javascript:alert(1)"]}),
        ("links", {"links": ["https://a.example"] * 11}),
        ("pictures", {"pictures": [("evil.svg", b"<svg onload=alert(1)>")]}),
    ],
)
def test_bad_13_only_links_and_pictures_are_delivered(field, files):
    item = given()
    with pytest.raises(marketing.InvalidItem) as caught:
        marketing.deliver_item(item.pk, actor=outsider(), at=AT, **files)
    assert list(caught.value.details) == [field]
    assert not Deliverable.objects.exists()


def test_mkt_16_what_is_not_begun_late_or_too_dear_is_told_to_the_owner_once_and_ends():
    item = given(cost=1_000)
    assert marketing.watch_assignments(AT + HOUR) == 0
    assert marketing.watch_assignments(AT + 25 * HOUR) == 1
    assert marketing.watch_assignments(AT + 6 * DAY) == 2
    nora = outsider()
    marketing.book_work(item.pk, day=AT.date(), minutes=60, actor=nora, at=AT + 6 * DAY)
    codes = sorted(finding.code for finding in work.open_findings(role="marketing_manager"))
    assert codes == ["marketing.item_cost", "marketing.item_idle", "marketing.item_late"]
    marketing.deliver_item(item.pk, links=["https://studio.example/a"], actor=nora, at=AT + 6 * DAY)
    codes = [finding.code for finding in work.open_findings(role="marketing_manager")]
    assert codes == ["marketing.item_cost"]


def test_time_costs_its_rate_to_the_nearest_minor_unit():
    assert [rules.time_cost(minutes, 8_000) for minutes in (0, 1, 30, 60, 61)] == [
        0,
        133,
        4_000,
        8_000,
        8_133,
    ]


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://a.example/x?y=1#z", True),
        ("http://a.example", True),
        ("ftp://a.example", False),
        ("https://", False),
        ("https://me:secret@a.example", False),
        ("https://a.example:x", False),
        ("https://a.example/a b", False),
        ("https://a.example/" + "x" * 500, False),
        ("a.example", False),
    ],
)
def test_a_link_is_an_address_of_the_web(text, good):
    assert rules.is_link(text) is good


def test_a_scorecard_without_work_claims_nothing():
    card = rules.scorecard([], 24)
    assert (card.accepted, card.on_time, card.first_time, card.begun_in_time) == (0, None, None, None)
