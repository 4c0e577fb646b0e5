"""The inbox, names in comments, undo, the way through a list, and how close together its rows are."""

from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.contexts.work.models import SavedView, Task
from storecrew.contexts.work.tests.factories import make_finding
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.backoffice import mentions, registry
from storecrew.surfaces.ui.backoffice.registry import Look

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")
NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
TO_DO = "/admin/inbox/?f.state=open"


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


def open_task(**changes):
    values = {"code": "x", "title": "Has it left?", "owner_role": "customer_service", "actor": ROOT}
    return work.open_task(**(values | {"at": NOW} | changes))


def say(body, **changes):
    values = {"record": "orders.order", "record_id": 7, "url": "/admin/people/", "actor": ROOT, "at": NOW}
    return work.comment(body=body, **(values | changes))


def subjects(answer):
    return [row.title for row in answer.context["rows"]]


def words_of(answer):
    return [str(message) for message in answer.context["messages"]]


def undo(client, answer):
    """Press the button of the toast."""
    button = next(text for text in words_of(answer) if "sc-undo" in text)
    offer = button.split('value="')[1].split('"')[0]
    return client.post("/admin/undo/", {"offer": offer}, follow=True)


def menu(user):
    actor = people.actor_for(user)
    look = Look(actor, NOW, tuple(role.code for role in people.roles_of(user)))
    return [entry.titled(look) for entry in registry.menu_for(look)]


class TestInbox:
    def test_gen_4_one_list_of_tasks_and_mentions_with_a_count_in_the_menu(self, client, mina):
        open_task()
        open_task(title="Not hers", owner_role="developer")
        say("Please look, @mina.park")
        answer = client.get(TO_DO)
        assert sorted(subjects(answer)) == ["Has it left?", "Please look, @mina.park"]
        assert "Inbox (2)" in menu(mina)
        assert subjects(client.get(f"{TO_DO}&f.kind=mention")) == ["Please look, @mina.park"]
        assert subjects(client.get(f"{TO_DO}&f.to=customer_service")) == ["Has it left?"]
        assert subjects(client.get(f"{TO_DO}&q=left")) == ["Has it left?"]

    def test_opening_a_line_reads_it_and_leads_to_the_record(self, client, mina):
        say("@minapark")
        [row] = client.get(TO_DO).context["rows"]
        assert client.get(row.url)["Location"] == "/admin/people/#timeline"
        assert "Inbox" in menu(mina)
        task = open_task()
        row = client.get(f"{TO_DO}&f.kind=task").context["rows"][0]
        assert client.get(row.url)["Location"] == f"/admin/tasks/{task.id}/"

    def test_somebody_elses_line_is_not_opened(self, client, mina):
        say("@bob")
        make_staff("tester", email="bob@x.example")
        assert client.get("/admin/inbox/1/").status_code == 404

    def test_done_and_tomorrow_can_be_undone(self, client, mina):
        task = open_task()
        say("@mina.park")
        ids = [row.id for row in client.get(TO_DO).context["rows"]]
        answer = client.post(TO_DO, {"bulk": "done", "ids": ids}, follow=True)
        assert subjects(answer) == []
        assert Task.objects.get(pk=task.id).state == "done"
        undo(client, answer)
        assert len(subjects(client.get(TO_DO))) == 2
        answer = client.post(TO_DO, {"bulk": "tomorrow", "ids": ids}, follow=True)
        assert subjects(answer) == []
        assert len(subjects(client.get("/admin/inbox/?f.state=snoozed"))) == 2
        with clock.frozen(NOW + dt.timedelta(days=1)):
            assert len(subjects(client.get(TO_DO))) == 2

    def test_a_day_can_be_chosen_and_must_be_ahead(self, client, mina):
        say("@mina.park")
        [row] = client.get(TO_DO).context["rows"]
        form = {"bulk": "snooze", "ids": [row.id], "expected": "1", "confirm": "1"}
        client.post(TO_DO, form | {"until": "2026-03-09"})
        assert len(subjects(client.get("/admin/inbox/?f.state=snoozed"))) == 1
        answer = client.post("/admin/inbox/?f.state=snoozed", form | {"until": "2026-03-01"}, follow=True)
        assert "until a day that is ahead" in answer.content.decode()

    def test_what_waits_for_an_answer_is_not_done_by_a_click(self, client, mina):
        task = open_task(wants_answer=True)
        [row] = client.get(TO_DO).context["rows"]
        answer = client.post(TO_DO, {"bulk": "done", "ids": [row.id]}, follow=True)
        assert Task.objects.get(pk=task.id).state == "open"
        assert "waits for an answer" in words_of(answer)[0]

    def test_gen_4_the_owner_gets_the_work_of_roles_that_nobody_holds(self, client):
        open_task()
        open_task(title="Developers have it", owner_role="developer")
        make_staff("developer", email="dev@x.example")
        client.force_login(make_staff("owner", email="boss@x.example"))
        assert subjects(client.get(TO_DO)) == ["Has it left?"]


class TestCalling:
    def write(self, client, body):
        page = client.get(f"/admin/tasks/{open_task(title=body).id}/")
        form = {"token": page.context["comment_token"], "body": body}
        return client.post(
            "/admin/comment/", form, follow=True, HTTP_REFERER="http://testserver/admin/tasks/"
        )

    def test_a_comment_says_who_was_told_and_who_is_unknown(self, client, mina):
        make_staff("tester", name="Bob Ross", email="bob@x.example")
        answer = self.write(client, "@bob and @developer, but @nobody")
        assert words_of(answer) == [
            "In the inbox of Bob Ross, Developer.",
            "Nobody here is called @nobody; nobody was told.",
        ]

    def test_names_are_offered_by_what_is_unique(self, client, mina):
        make_staff("tester", name="Mina Kim", email="mina@x.example")
        make_staff("tester", name="Mina Lee", email="mina@y.example")
        offered = client.get("/admin/colleagues/?q=mina").json()["items"]
        assert [item["handle"] for item in offered] == ["mina@x.example", "mina@y.example", "mina.park"]
        roles = client.get("/admin/colleagues/?q=content").json()["items"]
        assert [item["handle"] for item in roles] == ["content_team"]

    def test_text_of_comments_is_never_markup(self, client, mina):
        task = open_task()
        work.comment(record="work.task", record_id=task.id, body="<i>@mina.park</i>", actor=ROOT, at=NOW)
        page = client.get(f"/admin/tasks/{task.id}/").content.decode()
        assert '&lt;i&gt;<b class="sc-called">@mina.park</b>&lt;/i&gt;' in page

    def test_names_are_those_of_all_roles(self):
        user = make_staff("tester", "content_team", name="Ann Lee", email="Ann@x.example")
        assert set(mentions.names_of(people.actor_for(user))) == {
            "tester", "content_team", "ann@x.example", "ann", "annlee",
        }  # fmt: skip


class TestUndo:
    def test_closed_alerts_open_again(self, client, mina):
        found = make_finding(owner_role="customer_service")
        answer = client.post("/admin/alerts/", {"bulk": "resolve", "ids": [found.id]}, follow=True)
        assert not work.open_findings()
        answer = undo(client, answer)
        assert words_of(answer) == ["1 alert is open again."]
        assert work.open_findings()

    def test_an_offer_works_once(self, client, mina):
        task = open_task()
        answer = client.post(f"/admin/tasks/{task.id}/do/", {"what": "finish"}, follow=True)
        undo(client, answer)
        assert Task.objects.get(pk=task.id).state == "open"
        again = undo(client, answer)
        assert again.status_code == 409
        assert "can no longer be undone" in again.content.decode()
        assert client.post("/admin/undo/", {"offer": "x"}).status_code == 409

    def test_a_deleted_view_comes_back(self, client, mina):
        client.post("/admin/tasks/?f.state=open", {"save_view": "1", "name": "Mine", "sharing": "own"})
        view = SavedView.objects.get()
        undo(client, client.post("/admin/tasks/", {"delete_view": view.pk}, follow=True))
        assert SavedView.objects.get().query == view.query


class TestWalking:
    def test_a_record_knows_the_way_through_its_list(self, client, mina):
        first, second, third = (open_task(title=name, due_at=NOW + dt.timedelta(hours=n)) for n, name in
                                enumerate(("one", "two", "three")))  # fmt: skip
        rows = client.get("/admin/tasks/?f.state=open").context["rows"]
        page = client.get(rows[1].url)
        walk = page.context["record"].walk
        assert walk.back_url == "/admin/tasks/?f.state=open"
        assert walk.previous_url.startswith(
            f"/admin/tasks/{first.id}/?in=%2Fadmin%2Ftasks%2F%3Ff.state%3Dopen&at=1"
        )
        assert walk.next_url.startswith(f"/admin/tasks/{third.id}/?")
        # acting on the record leads back to it, and the way is still known
        client.post(f"/admin/tasks/{second.id}/do/", {"what": "finish"})
        walk = client.get(f"/admin/tasks/{second.id}/").context["record"].walk
        assert walk.next_url.startswith(
            f"/admin/tasks/{third.id}/?in=%2Fadmin%2Ftasks%2F%3Ff.state%3Dopen&at=2"
        )
        assert walk.previous_url.startswith(f"/admin/tasks/{first.id}/?")

    def test_a_record_opened_by_itself_has_no_neighbors(self, client, mina):
        task = open_task()
        page = client.get(f"/admin/tasks/{task.id}/")
        assert page.context["record"].walk is None and page.context["back_url"] == "/admin/tasks/"
        for nonsense in ("at=x", "at=99999999", "at=0", "in=f.state%3Devil&at=5", "in=/admin/&at=1"):
            assert client.get(f"/admin/tasks/{task.id}/?{nonsense}").status_code == 200

    def test_aut_01_no_way_leads_through_a_list_that_is_not_ones_own(self, client, mina):
        task = open_task()
        for list_ in (
            "/admin/people/",
            "/admin/webhooks/",
            "https://evil.example/",
            "//evil.example/admin/tasks/",
        ):
            page = client.get(f"/admin/tasks/{task.id}/", {"in": list_, "at": "1"})
            assert page.context["record"].walk is None, list_

    def test_a_record_goes_back_to_the_list_it_was_opened_from(self, client, mina):
        task = open_task(title="one")
        place = {"in": "/admin/inbox/?f.state=open", "at": "1"}
        walk = client.get(f"/admin/tasks/{task.id}/", place).context["record"].walk
        assert walk.back_url == "/admin/inbox/?f.state=open" and str(walk.back_label) == "Inbox"


def test_compact_rows_are_remembered_with_the_person(client, mina):
    assert "w-density-default" in client.get("/admin/tasks/?all").content.decode()
    client.post("/admin/density/", {"compact": "1"})
    assert UserProfile.objects.get(user=mina).density == "snug"
    assert "w-density-snug" in client.get("/admin/tasks/?all").content.decode()
