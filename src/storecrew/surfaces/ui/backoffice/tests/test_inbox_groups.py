"""Lines of an inbox that fold, what a team shares, and the page of what else reaches one (U074)."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Collection

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.notices import public as notices
from storecrew.contexts.notices.providers import chat
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Membership, Team
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.contexts.work.tests.factories import make_finding
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
TO_DO = "/admin/inbox/?f.state=open"
NOTHING = {"quiet_from": "", "quiet_until": "", "timezone": "Europe/Berlin"}


@pytest.fixture(autouse=True)
def shop():
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    make_channel("eu", is_default=True)
    with clock.frozen(NOW):
        yield


@pytest.fixture
def mina(client):
    user = make_staff("customer_service", name="Mina Park", email="mina.park@x.example")
    client.force_login(user)
    return user


def alarms(count=3, code="stock.low"):
    found = [make_finding(f"{code}{n}", owner_role="customer_service", code=code) for n in range(count)]
    return [row.id for row in found]


def say(body, record_id=7):
    work.comment(record="orders.order", record_id=record_id, body=body, actor=ROOT, at=NOW)


def rows(client, address=TO_DO):
    return client.get(address).context["rows"]


def states(client, address=TO_DO):
    cells = [{cell.column.key: cell.value for cell in row.cells} for row in rows(client, address)]
    return [str(cell["state"]) for cell in cells]


def act(client, what, *ids, address=TO_DO):
    answer = client.post(address, {"bulk": what, "ids": [str(key) for key in ids]}, follow=True)
    return [str(message) for message in answer.context["messages"]]


class TestFolding:
    def test_u074_what_is_of_a_kind_is_one_line_that_opens_to_each(self, client, mina):
        alarms()
        alarms(1, "other.kind")
        assert [row.title.split(" · ")[1:] for row in rows(client)] == [["and 2 more"], []]
        opened = rows(client, rows(client)[0].url)
        assert len(opened) == 3 and all("more" not in row.title for row in opened)
        assert opened[0].url.startswith("/admin/inbox/") and "topic" not in opened[0].url

    def test_u074_what_people_say_of_one_record_is_one_line(self, client, mina):
        say("@mina.park one")
        say("@mina.park two")
        say("@mina.park elsewhere", record_id=8)
        work.open_task(
            code="x", title="Has it left?", owner_role="customer_service", asked_from_record="orders.order",
            asked_from_id=7, actor=ROOT, at=NOW,
        )  # fmt: skip
        assert sorted(len(row.title.split("and 2 more")) for row in rows(client)) == [1, 2]

    def test_u074_a_whole_group_is_done_and_comes_back(self, client, mina):
        alarms()
        [line] = rows(client)
        said = act(client, "done", line.id)
        assert "3 lines done." in said[0] and rows(client) == []
        offer = said[0].split('value="')[1].split('"')[0]
        client.post("/admin/undo/", {"offer": offer})
        assert "and 2 more" in rows(client)[0].title

    def test_only_what_the_filters_let_through_is_done(self, client, mina):
        alarms()
        make_finding("s", owner_role="customer_service", code="stock.low", title="Sought")
        [line] = rows(client, f"{TO_DO}&q=Sought")
        assert line.title == "Sought"
        assert "1 line done." in act(client, "done", line.id, address=f"{TO_DO}&q=Sought")[0]
        assert "and 2 more" in rows(client)[0].title

    def test_one_of_an_opened_group_is_done_alone(self, client, mina):
        alarms()
        group = rows(client)[0].url
        assert "1 line done." in act(client, "done", rows(client, group)[0].id, address=group)[0]
        assert len(rows(client, group)) == 2

    def test_a_closed_alert_leaves_the_inbox(self, client, mina):
        [key] = alarms(1)
        work.resolve_finding(finding_id=key, actor=ROOT, at=NOW)
        assert rows(client) == []

    def test_an_alert_opens_where_it_says(self, client, mina):
        make_finding("k", owner_role="customer_service", url="/admin/tasks/?all")
        assert client.get(rows(client)[0].url)["Location"] == "/admin/tasks/?all"


class TestTeam:
    def test_u074_one_takes_it_the_others_see_who_and_whoever_has_it_finishes_it_for_all(self, client, mina):
        say("@customer_service who can?")
        joe = make_staff("customer_service", name="Joe", email="joe@x.example")
        [line] = rows(client)
        assert act(client, "take", line.id) == ["1 is in your hands."]
        client.force_login(joe)
        assert states(client) == ["in the hands of Mina Park"]
        assert states(client, f"{TO_DO}&f.held=1") == ["in the hands of Mina Park"]
        assert "has taken this" in act(client, "take", line.id)[0]
        assert work.count_unread(people.actor_for(joe), names=people.names_of(joe.pk), at=NOW) == 0
        client.force_login(mina)
        said = act(client, "done", line.id)
        client.force_login(joe)
        assert rows(client) == []
        client.force_login(mina)
        client.post("/admin/undo/", {"offer": said[0].split('value="')[1].split('"')[0]})
        assert states(client) == ["in the hands of Mina Park"]
        assert act(client, "give", line.id) == ["1 is back with the team."]
        assert act(client, "take", line.id) == ["1 is in your hands."]

    def test_a_task_is_taken_as_the_task_it_is_and_what_is_ones_own_is_not(self, client, mina):
        task = work.open_task(code="x", title="Pack", owner_role="customer_service", actor=ROOT, at=NOW)
        say("@mina.park only you")
        keys = [row.id for row in rows(client)]
        said = act(client, "take", *keys)[0]
        assert said == "1 is in your hands. What was sent to you alone is yours already."
        assert work.task(task.id).taken_by == "Mina Park"
        act(client, "give", *keys)
        assert work.task(task.id).taken_by == ""


class TestWays:
    def test_u074_a_person_says_what_reaches_them_and_when_it_is_quiet(self, client, mina):
        page = client.get("/admin/notices/").content.decode()
        assert "None of your teams has a chat" in page and "/admin/chat-hooks/" not in page
        form = NOTHING | {"mail_alert": "on", "quiet_from": "20:00", "quiet_until": "07:00"}
        assert (
            client.post("/admin/notices/", form | {"serious_passes": "on"})["Location"] == "/admin/notices/"
        )
        ways = notices.ways_of(mina.pk)
        assert ways.mail == {"alert"} and ways.quiet.serious_passes
        assert (ways.quiet.starts, ways.quiet.ends) == (dt.time(20), dt.time(7))
        assert "checked" in str(client.get("/admin/notices/").context["form"]["mail_alert"])

    def test_half_of_the_hours_is_refused_in_words(self, client, mina):
        answer = client.post("/admin/notices/", NOTHING | {"quiet_from": "20:00"})
        assert answer.status_code == 422 and "need both times" in answer.content.decode()

    def test_chats_of_ones_teams_can_be_chosen(self, client, mina):
        team = Team.objects.create(code="service", name="Service")
        Membership.objects.filter(user=mina).update(team=team)
        values = {"team": "service", "name": "#service", "address": "https://chat.example.org/x"}
        hook = notices.save_hook(**values, actor=ROOT, at=NOW)
        client.post("/admin/notices/", NOTHING | {"chat_alert": str(hook.id)})
        assert notices.ways_of(mina.pk).chat == {"alert": hook.id}
        assert client.post("/admin/notices/", NOTHING | {"chat_alert": "999999"}).status_code == 422


class TestChats:
    def test_a_chat_is_connected_tried_changed_and_removed(self, client, monkeypatch):
        Team.objects.create(code="service", name="Service")
        client.force_login(make_staff("owner", email="boss@x.example"))
        assert "No chat is connected" in client.get("/admin/chat-hooks/").content.decode()
        form = {"name": "#service", "team": "service", "locale": "en", "enabled": "on", "version": "0"}
        wrong = client.post("/admin/chat-hooks/add/", form | {"address": "http://x"})
        assert wrong.status_code == 422 and "starts with https" in wrong.content.decode()
        secret = "https://chat.example.org/hooks/secret"
        page = client.post("/admin/chat-hooks/add/", form | {"address": secret})["Location"]
        assert "secret" not in client.get(page).content.decode()
        monkeypatch.setattr(
            "storecrew.contexts.notices.providers.chat.post", lambda address, text: "HTTP 404"
        )
        said = client.post(f"{page}try/", follow=True).content.decode()
        assert "did not take it: HTTP 404" in said and "takes nothing at the moment" in said
        monkeypatch.setattr(chat, "post", lambda address, text: "")
        assert "The chat took it" in client.post(f"{page}try/", follow=True).content.decode()
        assert client.post(page, form | {"name": "#all", "version": "1"}).status_code == 302
        late = client.post(page, form | {"name": "#late", "version": "1"})
        assert late.status_code == 422 and "changed this chat hook" in late.content.decode()
        assert "#all" in client.get("/admin/chat-hooks/").content.decode()
        client.post(f"{page}remove/")
        assert client.get(page).status_code == 404
