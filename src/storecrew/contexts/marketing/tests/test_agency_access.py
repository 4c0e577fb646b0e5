"""Who of an agency comes in until when, and what is left of them (MKT-16)."""

from __future__ import annotations

import pytest

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import AgencyAccess, Booking, Deliverable
from storecrew.contexts.marketing.tests.agencies import given, outsider, tasks
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
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house():
    people.seed_organization(actor=ACTOR, at=AT)


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
