"""Agencies: who comes in until when, and the same work for them and for people of the house (MKT-16)."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from PIL import Image

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Activity, AgencyAccess, Booking, Deliverable, WorkItem
from storecrew.contexts.marketing.rules import agencies as rules
from storecrew.contexts.marketing.tests.factories import (
    ACTOR,
    AT,
    DAY,
    grant,
    make_agency,
    make_campaign,
    make_item,
)
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_shopper, make_staff
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _house():
    people.seed_organization(actor=ACTOR, at=AT)


def outsider(email: str = "nora@studio.example") -> Actor:
    return people.actor_for(User.objects.get(email=email))


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 40), "red").save(made, "PNG")
    return made.getvalue()


def given(**changes) -> WorkItem:
    item = make_item(**changes)
    agency = make_agency()
    grant(agency, item.campaign_id)
    marketing.give_item(item.pk, agency_id=agency, actor=ACTOR, at=AT)
    item.refresh_from_db()
    return item


def tasks(code: str) -> list[work.TaskFacts]:
    return [task for task in work.inbox(ACTOR) if task.code == code]


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


def test_mkt_16_an_access_shows_its_campaigns_while_it_holds_and_nothing_else():
    item, nora = given(), outsider()
    other = make_item(campaign=make_campaign(name="Secret").pk)
    assert nora.permissions == {"agencies.work"}
    assert [row.pk for row in marketing.assigned(nora, at=AT)] == [item.pk]
    assert not marketing.assigned(nora, at=AT + 31 * DAY).exists()
    assert not marketing.assigned(nora, at=AT - DAY).exists()
    for wrong in (other.pk, 999_999):
        with pytest.raises(marketing.UnknownItem):
            marketing.start_item(wrong, actor=nora, at=AT)
    with pytest.raises(marketing.UnknownItem):
        marketing.start_item(item.pk, actor=nora, at=AT + 31 * DAY)
    with pytest.raises(Denied):
        marketing.accept_item(item.pk, actor=nora, at=AT)
    # An item of the campaign that another agency has is not shown either.
    rival = make_agency(name="Rival")
    grant(rival, item.campaign_id, email="rob@rival.example")
    assert not marketing.assigned(outsider("rob@rival.example"), at=AT).exists()
    # A second role opens nothing.
    user = User.objects.get(email="nora@studio.example")
    people.assign_role(user_id=user.pk, role_code="head_of_digital", actor=ACTOR, at=AT)
    assert people.actor_for(user).permissions == {"agencies.work"}


def test_mkt_16_when_the_time_is_over_sessions_end_and_the_work_comes_back_as_a_task():
    item = given()
    marketing.book_work(item.pk, day=AT.date(), minutes=60, actor=outsider(), at=AT)
    user = User.objects.get(email="nora@studio.example")
    before = user.get_session_auth_hash()
    assert marketing.end_expired(at=AT + 29 * DAY) == 0
    assert marketing.end_expired(at=AT + 30 * DAY) == 1
    assert marketing.end_expired(at=AT + 30 * DAY) == 0
    user.refresh_from_db()
    assert not user.is_active
    assert user.get_session_auth_hash() != before
    item.refresh_from_db()
    assert (item.state, item.agency) == ("draft", None)
    assert [task.title for task in tasks("marketing.item_back")] == ["Came back: Better titles"]
    budget = marketing.campaign(item.campaign_id).budget
    assert (budget.committed, budget.actual) == (8_000, 8_000)
    marketing.give_item(item.pk, person_id=make_staff("content_team").pk, actor=ACTOR, at=AT + 30 * DAY)
    assert not tasks("marketing.item_back")


def test_mkt_16_the_work_stays_while_a_colleague_of_the_agency_may_see_it():
    item = given()
    agency = item.agency_id
    grant(agency, item.campaign_id, email="omar@studio.example", ends_at=AT + 60 * DAY)
    access = AgencyAccess.objects.get(user__email="nora@studio.example")
    marketing.end_access(agency, access.pk, actor=ACTOR, at=AT + DAY)
    marketing.end_access(agency, access.pk, actor=ACTOR, at=AT + DAY)
    item.refresh_from_db()
    assert item.state == "given"
    with pytest.raises(marketing.UnknownAgency):
        marketing.end_access(agency, 999_999, actor=ACTOR, at=AT)
    # The colleague's access loses the campaign: nobody sees it any more.
    grant(agency, make_campaign(name="Other").pk, email="omar@studio.example")
    item.refresh_from_db()
    assert item.state == "draft"


def test_prv_02_somebody_of_an_agency_is_erased_and_what_they_did_stays_with_the_agency():
    item, nora = given(), outsider()
    marketing.start_item(item.pk, actor=nora, at=AT)
    marketing.book_work(item.pk, day=AT.date(), minutes=60, actor=nora, at=AT)
    marketing.deliver_item(item.pk, links=["https://studio.example/a"], actor=nora, at=AT)
    access = AgencyAccess.objects.get()
    marketing.erase_person(access.agency_id, access.pk, reason="asked for", actor=ACTOR, at=AT)
    user = access.user
    user.refresh_from_db()
    assert (user.name, user.is_active, "nora" in user.email) == ("", False, False)
    assert {Booking.objects.get().by, Deliverable.objects.get().by} == {access.agency.name}
    assert Booking.objects.get().minutes == 60, "hours and cost stay"
    assert not Mail.objects.filter(to="nora@studio.example").exists()
    access.refresh_from_db()
    assert access.ended_at == AT
    with pytest.raises(marketing.UnknownAgency):
        marketing.erase_person(access.agency_id + 1, access.pk, reason="", actor=ACTOR, at=AT)


def test_prv_02_who_works_for_the_house_as_well_is_not_erased():
    given()
    access = AgencyAccess.objects.get()
    people.assign_role(user_id=access.user_id, role_code="tester", actor=ACTOR, at=AT)
    with pytest.raises(people.UnknownPerson):
        marketing.erase_person(access.agency_id, access.pk, reason="asked for", actor=ACTOR, at=AT)
    access.refresh_from_db()
    assert access.ended_at is None and access.user.email == "nora@studio.example"


def test_who_was_let_in_before_may_be_let_in_again():
    item = given()
    marketing.end_expired(at=AT + 30 * DAY)
    grant(
        make_agency(name="Second"),
        item.campaign_id,
        starts_at=AT + 31 * DAY,
        ends_at=AT + 40 * DAY,
        at=AT + 31 * DAY,
    )
    assert User.objects.get(email="nora@studio.example").is_active
    assert AgencyAccess.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("campaigns", {"campaign_ids": []}),
        ("campaigns", {"campaign_ids": [999_999]}),
        ("ends_at", {"ends_at": AT}),
        ("ends_at", {"ends_at": AT + 400 * DAY}),
        ("ends_at", {"starts_at": AT + 9 * DAY, "ends_at": AT + 8 * DAY}),
        ("email", {"email": "no address"}),
        ("email", {"email": "shopper@example.org"}),
        ("email", {"email": "tester@storecrew.example"}),
        ("email", {"email": "taken@rival.example"}),
    ],
)
def test_an_access_that_cannot_be_is_refused_with_its_field(field, changes):
    make_shopper()
    make_staff("tester")
    campaign = make_campaign().pk
    grant(make_agency(name="Rival"), campaign, email="taken@rival.example")
    with pytest.raises(marketing.InvalidAgency) as caught:
        grant(make_agency(), campaign, **changes)
    assert list(caught.value.details) == [field]


def test_nobody_is_let_in_to_an_agency_that_is_not_active():
    with pytest.raises(marketing.InvalidAgency):
        grant(make_agency(active=False), make_campaign().pk)


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
