"""The pages of tasks and of the shared calendar."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from wagtail.models import Collection

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.backoffice import icalendar

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def shop():
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    make_channel("eu", is_default=True)
    with clock.frozen(NOW):
        yield


def signed_in(client, *roles):
    user = make_staff(*roles)
    client.force_login(user)
    return user


def open_task(**changes):
    values = {
        "code": "x",
        "title": "Where is it?",
        "owner_role": "logistics_manager",
        "due_at": NOW,
        "actor": ROOT,
        "at": NOW - DAY,
    }
    return work.open_task(**(values | changes))


def put(title="Cups arrive", **changes):
    values = {
        "kind": "purchase_order",
        "title": title,
        "starts_at": NOW,
        "ends_at": NOW + DAY,
        "owner_role": "inventory_manager",
        "record": "purchasing.order",
        "record_id": title,
        "url": "/admin/x/",
        "actor": ROOT,
        "at": NOW,
    }
    return work.put_on_calendar(**(values | changes))


def test_the_home_and_the_list_show_what_ones_roles_have_to_do(client):
    signed_in(client, "logistics_manager")
    open_task()
    open_task(title="Rewrite the page", owner_role="content_team")
    home = client.get("/admin/").content.decode()
    assert "Where is it?" in home
    assert "Rewrite the page" not in home
    listed = client.get("/admin/tasks/?f.state=open").content.decode()
    assert "Where is it?" in listed
    assert "late" in listed
    assert "Rewrite the page" not in listed


def test_a_question_is_taken_and_answered_on_its_page(client):
    user = signed_in(client, "logistics_manager")
    task = open_task(asked_from_record="orders.order", asked_from_id=5)
    address = f"/admin/tasks/{task.id}/"
    client.post(f"{address}do/", {"what": "take"})
    assert work.task(task.id).taken_by_id == str(user.pk)
    page = client.get(address).content.decode()
    assert "Send the answer" in page
    assert "Give it back" in page
    client.post(f"{address}do/", {"what": "finish", "answer": "On the van"})
    assert work.task(task.id).answer == "On the van"
    done = client.get(address).content.decode()
    assert "On the van" in done
    assert "Send the answer" not in done


def test_work_of_a_colleague_is_shown_but_not_closed(client):
    signed_in(client, "logistics_manager")
    task = open_task()
    work.take_task(task.id, actor=ROOT, at=NOW)
    address = f"/admin/tasks/{task.id}/"
    assert "What came of it" not in client.get(address).content.decode()
    assert client.post(f"{address}do/", {"what": "finish"}).status_code == 409
    client.post(f"{address}do/", {"what": "give_back"})
    assert work.task(task.id).state == "open"


def test_a_task_of_another_location_is_not_there(client):
    user = make_staff("logistics_manager")
    people.assign_role(
        user_id=user.pk, role_code="logistics_manager", scopes={"location": ["main"]}, actor=ROOT, at=NOW
    )
    user.refresh_from_db()
    client.force_login(user)
    task = open_task(location_code="seoul")
    assert client.get(f"/admin/tasks/{task.id}/").status_code == 404
    assert "Where is it?" not in client.get("/admin/tasks/?all").content.decode()


def test_anybody_can_give_a_colleague_work(client):
    signed_in(client, "content_team")
    answer = client.post(
        "/admin/tasks/add/",
        {"title": "Photograph the new cups", "owner_role": "ecommerce_sme", "due_at": "2026-03-05T12:00"},
    )
    [task] = work.inbox(ROOT, roles=["ecommerce_sme"])
    assert answer["Location"] == f"/admin/tasks/{task.id}/"
    assert task.due_at is not None
    assert client.post("/admin/tasks/add/", {"title": "x"}).status_code == 422
    # who asked keeps it in sight
    assert "Photograph the new cups" in client.get("/admin/tasks/?all").content.decode()


@pytest.mark.parametrize("view", ["month", "week", "list", "nonsense"])
def test_the_calendar_shows_dates_of_all_teams_and_its_filter(client, view):
    signed_in(client, "content_team")
    put()
    put("Count zone A", kind="count")
    page = client.get(f"/admin/calendar/?view={view}").content.decode()
    assert "Cups arrive" in page
    assert "Count zone A" in page
    assert '<details class="sc-fold sc-cal-fold"><summary>' in page
    only = client.get(f"/admin/calendar/?view={view}&kind=count&day=2026-03-02").content.decode()
    assert '<details class="sc-fold sc-cal-fold" open><summary>' in only
    assert "Cups arrive" not in only
    assert "Count zone A" in only
    away = client.get(f"/admin/calendar/?view={view}&day=2025-01-15").content.decode()
    assert "Cups arrive" not in away


def test_what_lasts_is_named_with_its_kind_once_and_goes_on_quietly(client):
    signed_in(client, "content_team")
    first = clock.now().replace(day=3)
    put("Sale of the week", kind="count", starts_at=first, ends_at=first + dt.timedelta(days=2))
    page = client.get(f"/admin/calendar/?day={first:%Y-%m-%d}").content.decode()
    assert page.count("Sale of the week") == 3
    assert page.count("sc-cal-goes-on") == 2
    assert page.count("sc-cal-kind") == 1 + page.count("sc-cal-kinds")


def test_the_calendar_costs_the_same_however_full_it_is(client, django_assert_max_num_queries):
    signed_in(client, "content_team")
    for n in range(40):
        put(f"Delivery {n}")
    client.get("/admin/calendar/")
    with django_assert_max_num_queries(22):
        client.get("/admin/calendar/")


def test_a_date_of_ones_own_is_put_and_removed_but_facts_stay(client):
    signed_in(client, "content_team")
    put()
    client.post("/admin/calendar/add/", {"title": "Team day", "starts": "2026-03-04"})
    dates = work.calendar(since=NOW, until=NOW + 5 * DAY)
    [own] = [date for date in dates if date.kind == "note"]
    assert (own.title, own.ends_at - own.starts_at) == ("Team day", DAY - dt.timedelta(seconds=1))
    backwards = {"title": "x", "starts": "2026-03-04", "ends": "2026-03-01"}
    assert client.post("/admin/calendar/add/", backwards).status_code == 422
    client.post("/admin/calendar/remove/", {"record_id": own.record_id})
    assert client.post("/admin/calendar/remove/", {"record_id": "Cups arrive"}).status_code == 404
    assert [date.title for date in work.calendar(since=NOW, until=NOW + 5 * DAY)] == ["Cups arrive"]


def test_a_calendar_program_reads_by_a_secret_until_its_person_leaves(client):
    user = signed_in(client, "content_team")
    put('Cups; "blue", 12\nEND:VCALENDAR')
    page = client.post("/admin/calendar/link/", follow=True).content.decode()
    address = page[page.index("/calendar/", page.index("It is shown only now")) :].split(".ics")[0] + ".ics"
    client.logout()
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert text.split("\r\n").count("END:VCALENDAR") == 1
    assert 'SUMMARY:Goods arrive: Cups\\; "blue"\\, 12\\nEND:VCALENDAR' in text
    assert "DTSTART:20260302T090000Z" in text
    assert client.get("/calendar/guessed.ics", follow=True).status_code == 404
    people.disable_user(user_id=user.pk, actor=ROOT, at=NOW)
    assert client.get(address, follow=True).status_code == 404


def test_long_lines_are_folded_between_letters():
    date = put("가" * 60)
    lines = icalendar.write([(date, "x")], name="c", base="").split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "가" * 60 in "\r\n".join(lines).replace("\r\n ", "")


def test_mkt_17_a_date_that_is_asked_for_keeps_its_name_in_a_calendar_program(client):
    asked = [
        work.date_asked_for(
            kind="price_change", title=f"Summer {what}", starts_at=NOW, ends_at=NOW,
            owner_role="ecommerce_sme", record="pricing.price_list", record_id=f"7:{what}", changed_at=NOW,
        )
        for what in ("begins", "ends")
    ]  # fmt: skip
    kept = put()
    text = icalendar.write([(date, "x") for date in (*asked, kept)], name="c", base="")
    assert re.findall(r"UID:(.*)\r\n", text) == [
        "price_change.pricing.price_list.7:begins@storecrew",
        "price_change.pricing.price_list.7:ends@storecrew",
        f"{kept.id}.purchase_order@storecrew",
    ]
    signed_in(client, "content_team")
    page = client.get(f"/admin/calendar/?day={NOW.date()}").content.decode()
    assert "Price change" in page
    assert "Roster" in page


def plan(record_id="1", **changes):
    values = {"kind": "campaign", "record": "tests.plan", "owner_role": "marketing_manager"}
    return put("Spring mail", **(values | {"record_id": record_id} | changes))


def settle():
    with clock.frozen(NOW):
        while outbox.drain():
            pass


def test_gen_3_the_calendar_shows_what_is_blocked_and_its_owner_accepts_it(client):
    plan(starts_at=NOW + dt.timedelta(hours=1))
    signed_in(client, "logistics_manager")
    client.post(
        "/admin/calendar/add/",
        {"title": "Stock move", "kind": "closure", "starts": NOW.date().isoformat()},
    )
    settle()
    page = client.get(f"/admin/calendar/?day={NOW.date()}").content.decode()
    assert "blocked" in page
    assert "1 conflict here" in page
    only = client.get(f"/admin/calendar/?day={NOW.date()}&role=developer").content.decode()
    assert "Spring mail" not in only
    [found] = work.conflicts_of([("tests.plan", "1")])
    address = f"/admin/calendar/conflicts/{found.id}/"
    assert "Spring mail" in client.get("/admin/calendar/conflicts/?f.state=open").content.decode()
    assert "Accept it with a reason" in client.get(address).content.decode()
    assert (
        "It is kept on the record and lets the plan start."
        in client.get(f"{address}accept/").content.decode()
    )
    until = (NOW + 9 * DAY).strftime("%Y-%m-%dT%H:%M")
    assert client.post(f"{address}accept/", {"answer": "shift", "until": until}).status_code == 422
    client.post(f"{address}accept/", {"answer": "shift", "reason": "Six come in", "until": until})
    assert "Six come in" in client.get(address).content.decode()
    assert "blocked" not in client.get(f"/admin/calendar/?day={NOW.date()}").content.decode()
    client.post(f"{address}reopen/")
    assert work.conflict(found.id).state == "open"


def test_gen_3_a_conflict_is_accepted_by_its_owner_only(client):
    plan()
    put("Stock move", kind="closure", record="tests.closure", owner_role="logistics_manager")
    settle()
    [found] = work.conflicts_of([("tests.plan", "1")])
    signed_in(client, "content_team")
    address = f"/admin/calendar/conflicts/{found.id}/"
    assert "Accept it with a reason" not in client.get(address).content.decode()
    assert client.get(f"{address}accept/").status_code == 403
    assert client.post(f"{address}reopen/").status_code == 403
    assert client.get("/admin/calendar/conflicts/0/").status_code == 404


def test_a_date_by_hand_is_moved_by_its_form_and_a_fact_says_where_it_is_changed(client):
    signed_in(client, "content_team")
    client.post("/admin/calendar/add/", {"title": "Team day", "kind": "note", "starts": "2026-03-04"})
    fact = put()
    [own] = [date for date in work.calendar(since=NOW, until=NOW + 5 * DAY) if date.kind == "note"]
    page = client.get("/admin/calendar/?day=2026-03-04").content.decode()
    assert "Move “Team day”" in page
    assert "Move “Cups arrive”" not in page
    asked = {"entry": own.id, "from": "2026-03-04", "day": "2026-03-11", "view": "week"}
    client.post("/admin/calendar/move/", asked)
    [moved] = work.dates_of([(own.record, own.record_id)])
    assert moved.starts_at - own.starts_at == 7 * DAY
    refused = client.post("/admin/calendar/move/", asked | {"entry": fact.id}, follow=True).content.decode()
    assert "follows from something else" in refused
    assert client.post("/admin/calendar/move/", asked | {"day": "soon"}).status_code == 422


def days_of(page, title):
    """Return the days of the month on which a title stands."""
    return [
        found.group(1)
        for found in re.finditer(r'data-day="([0-9-]+)"(.*?)(?=data-day="|</main>|$)', page, re.DOTALL)
        if title in found.group(2)
    ]


@pytest.mark.parametrize("zone", ["", "Pacific/Auckland", "America/Los_Angeles", "Asia/Seoul"])
def test_mkt_17_a_promotion_stands_on_the_days_that_were_written_for_it(client, zone):
    make_channel("kr", timezone="Asia/Seoul")
    row = make_promotion(
        state="scheduled", name="Two days", timezone=zone,
        starts_local="2026-03-04T00:00", ends_local="2026-03-06T00:00",
    )  # fmt: skip
    zones = [zone] if zone else ["Asia/Seoul", "Europe/Berlin"]
    starts, ends = (
        [dt.datetime(2026, 3, day, tzinfo=ZoneInfo(each)).astimezone(dt.UTC) for each in zones]
        for day in (4, 6)
    )
    row.active_from, row.active_until = min(starts), max(ends)
    row.save()
    date = put("Two days", kind="promotion", record="promotions.promotion", record_id=row.pk,
               starts_at=row.active_from, ends_at=row.active_until)  # fmt: skip
    signed_in(client, "content_team")
    page = client.get("/admin/calendar/?view=month&day=2026-03-04").content.decode()
    assert days_of(page, "Two days") == ["2026-03-04", "2026-03-05"]
    assert 'name="from" value="2026-03-04"' in page
    # of one that ended early, the days that it ran
    put("Two days", kind="promotion", record="promotions.promotion", record_id=row.pk,
        starts_at=date.starts_at, ends_at=date.starts_at + dt.timedelta(hours=1))  # fmt: skip
    page = client.get("/admin/calendar/?view=week&day=2026-03-04").content.decode()
    assert days_of(page, "Two days") == ["2026-03-04"]


def test_what_ends_at_midnight_does_not_take_the_next_day(client):
    signed_in(client, "content_team")
    first = clock.local_midnight(dt.date(2026, 3, 4), "Europe/Berlin")
    put("Closed", kind="closure", starts_at=first, ends_at=first + DAY)
    page = client.get("/admin/calendar/?view=month&day=2026-03-04").content.decode()
    assert days_of(page, "Closed") == ["2026-03-04"]
    assert "Closed" not in client.get("/admin/calendar/?view=list&day=2026-03-05").content.decode()
