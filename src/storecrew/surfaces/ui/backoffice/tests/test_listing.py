"""Lists: filters, sorting, views, bulk actions, exports and rights, on the list of people."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.http import QueryDict
from django.utils import timezone

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.seo.models import Redirect
from storecrew.contexts.work.models import SavedView
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice import export, filters
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.numbers import Share
from storecrew.surfaces.workspaces.head_of_digital.people_list import PeopleList

AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def boss(client):
    user = make_staff("head_of_digital", name="Bo", email="bo@x.example")
    client.force_login(user)
    return user


def names(answer):
    return [row.title for row in answer.context["rows"]]


@pytest.mark.django_db
class TestList:
    def test_filters_search_and_sort_narrow_what_is_shown(self, client, boss):
        make_staff("tester", name="Ann")
        make_staff("developer", name="Cy")
        assert names(client.get("/admin/people/")) == ["Ann", "Bo", "Cy"]
        assert names(client.get("/admin/people/?sort=-name")) == ["Cy", "Bo", "Ann"]
        assert names(client.get("/admin/people/?f.role=tester&f.role=developer")) == ["Ann", "Cy"]
        assert names(client.get("/admin/people/?f.role=tester&f.role.op=not")) == ["Bo", "Cy"]
        assert names(client.get("/admin/people/?q=an")) == ["Ann"]
        assert names(client.get("/admin/people/?f.email=bo%40&f.email.op=starts")) == ["Bo"]

    def test_nonsense_in_the_address_is_named_and_left_out(self, client, boss):
        answer = client.get(
            "/admin/people/?f.joined=yesterday&f.role=king&sort=password&page=zzz&columns=evil"
        )
        assert names(answer) == ["Bo"]
        assert [str(label) for label in answer.context["problems"]] == ["Role", "Joined"]

    def test_the_number_of_queries_does_not_grow(self, client, boss, django_assert_max_num_queries):
        for n in range(3):
            make_staff("tester", email=f"a{n}@x.example")
        client.get("/admin/people/")
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as few:
            client.get("/admin/people/")
        for n in range(40):
            make_staff("tester", email=f"b{n}@x.example")
        with django_assert_max_num_queries(len(few)):
            client.get("/admin/people/")

    def test_columns_are_chosen_and_kept_in_links(self, client, boss):
        answer = client.get("/admin/people/?columns=email&columns=joined")
        assert [h["column"].key for h in answer.context["columns"]] == ["name", "email", "joined"]
        assert "columns=email%2Cjoined" in answer.context["columns"][0]["query"]

    def test_pages(self, client, boss, monkeypatch):
        monkeypatch.setattr(PeopleList, "page_size", 2)
        for n in range(4):
            make_staff("tester", email=f"a{n}@x.example", name=f"A{n}")
        first = client.get("/admin/people/")
        assert names(first) == ["A0", "A1"] and first.context["next_query"] == "page=2"
        assert names(client.get("/admin/people/?page=99")) == ["Bo"]

    def test_an_empty_answer_helps(self, client, boss):
        page = client.get("/admin/people/?q=nobody-like-this").content.decode()
        assert "Nothing matches" in page and "Clear all filters" in page


@pytest.mark.django_db
class TestViews:
    def test_aut_01_a_row_leads_only_where_its_reader_may_go(self, client):
        Redirect.objects.create(old_path="/old", new_path="/new", created_at=AT, updated_at=AT)
        for role, leads in (("marketing_manager", True), ("customer_service", False)):
            client.force_login(make_staff(role))
            (row,) = client.get("/admin/seo/redirects/").context["rows"]
            assert bool(row.url) is leads, role

    def test_a_list_of_nothing_offers_nothing_to_search_or_take_away(self, client, boss):
        empty = client.get("/admin/tasks/?all").content.decode()
        assert "data-sc-search" not in empty and "export=csv" not in empty and "sc-empty-title" in empty
        searched = client.get("/admin/tasks/?q=vase").content.decode()
        assert "data-sc-search" in searched and "0 entries" in searched

    def test_a_view_becomes_a_tab_and_can_be_deleted(self, client, boss):
        client.post("/admin/people/?f.active=1&q=an", {"save_view": "1", "name": "Mine", "sharing": "own"})
        tab = client.get("/admin/people/?f.active=1&q=an").context["tabs"][-1]
        assert (tab.label, tab.active, tab.own) == ("Mine", True, True)
        client.post("/admin/people/", {"delete_view": str(tab.view_id)})
        assert not SavedView.objects.exists()

    def test_shared_views_are_seen_by_colleagues_and_team_views_by_the_team(self, client, boss):
        root = system_actor("tests")
        for user in (boss, make_staff("tester", email="mate@x.example")):
            people.assign_role(user_id=user.pk, role_code="developer", team_code="it", actor=root, at=AT)
        boss.refresh_from_db()
        client.force_login(boss)
        for name, sharing in (("All", "shared"), ("Ours", "team:it"), ("Own", "own")):
            client.post("/admin/people/?q=x", {"save_view": "1", "name": name, "sharing": sharing})
        see = lambda email: self.tabs(client, User.objects.get(email=email))  # noqa: E731
        assert see("mate@x.example") == {"All", "Ours"}
        assert see(make_staff("business_analyst").email) == {"All"}

    @staticmethod
    def tabs(client, user):
        client.force_login(user)
        return {tab.label for tab in client.get("/admin/people/").context["tabs"] if tab.view_id}

    def test_a_view_without_a_name_is_refused_in_words(self, client, boss):
        answer = client.post(
            "/admin/people/?q=x",
            {"save_view": "1", "name": " "},
            HTTP_REFERER="http://testserver/admin/people/",
        )
        assert answer.status_code == 302
        assert "A view needs a name" in client.get("/admin/people/").content.decode()


@pytest.mark.django_db
class TestBulk:
    def test_nothing_happens_before_the_confirmation(self, client, boss):
        ann = make_staff("tester", name="Ann")
        preview = client.post("/admin/people/", {"bulk": "disable", "ids": [ann.pk, boss.pk]})
        assert [str(e.refused) for e in preview.context["effects"]] == ["", "this is you"]
        assert User.objects.get(pk=ann.pk).is_active
        client.post(
            "/admin/people/",
            {"bulk": "disable", "ids": [ann.pk, boss.pk], "expected": "2", "confirm": "1"},
        )
        assert not User.objects.get(pk=ann.pk).is_active
        assert User.objects.get(pk=boss.pk).is_active

    def test_all_means_all_that_match_not_only_the_page(self, client, boss, monkeypatch):
        monkeypatch.setattr(PeopleList, "page_size", 2)
        for n in range(5):
            make_staff("tester", email=f"a{n}@x.example")
        preview = client.post("/admin/people/?f.role=tester", {"bulk": "disable", "all": "1"})
        assert preview.context["total"] == 5
        client.post(
            "/admin/people/?f.role=tester",
            {"bulk": "disable", "all": "1", "expected": "5", "confirm": "1"},
        )
        assert User.objects.filter(is_active=False).count() == 5

    def test_a_list_that_changed_since_the_preview_is_shown_again(self, client, boss):
        make_staff("tester")
        data = {"bulk": "disable", "all": "1", "expected": "1", "confirm": "1"}
        answer = client.post("/admin/people/?f.role=tester&f.role=developer", data | {"expected": "7"})
        assert answer.status_code == 200 and "changed since the preview" in answer.content.decode()
        assert not User.objects.filter(is_active=False).exists()

    def test_large_acts_are_typed(self, client, boss, monkeypatch):
        monkeypatch.setattr("storecrew.surfaces.ui.backoffice.bulk.LARGE", 1)
        for n in range(2):
            make_staff("tester", email=f"a{n}@x.example")
        data = {"bulk": "disable", "all": "1", "expected": "2", "confirm": "1"}
        client.post("/admin/people/?f.role=tester", data)
        assert not User.objects.filter(is_active=False).exists()
        client.post("/admin/people/?f.role=tester", data | {"typed": "2"})
        assert User.objects.filter(is_active=False).count() == 2

    @pytest.mark.parametrize("data", [{"bulk": "explode", "ids": "1"}, {"bulk": "disable"}, {}])
    def test_without_action_or_rows_nothing_happens(self, client, boss, data):
        assert client.post("/admin/people/", data).status_code == 302
        assert User.objects.get().is_active

    def test_actions_need_their_right(self, client):
        client.force_login(make_staff("tester"))
        assert client.get("/admin/people/").context["bulk_actions"] == []
        client.post("/admin/people/", {"bulk": "disable", "all": "1", "expected": "1", "confirm": "1"})
        assert User.objects.get().is_active


@pytest.mark.django_db
class TestExport:
    def body(self, client, query):
        answer = client.get(f"/admin/people/?{query}")
        assert answer["Content-Disposition"].startswith('attachment; filename="people-people-')
        return b"".join(answer) if answer.streaming else answer.content

    def test_exactly_the_list_in_each_format(self, client, boss):
        make_staff("tester", name="=cmd()", email="t@x.example")
        query = "f.role=tester&columns=email&export="
        rows = list(csv.reader(io.StringIO(self.body(client, query + "csv").decode("utf-8-sig"))))
        assert rows == [["Name", "E-mail"], ["'=cmd()", "t@x.example"]]
        assert json.loads(self.body(client, query + "json")) == [{"name": "=cmd()", "email": "t@x.example"}]
        sheet = openpyxl.load_workbook(io.BytesIO(self.body(client, query + "xlsx"))).active
        assert [[c.value for c in row] for row in sheet] == [["Name", "E-mail"], ["'=cmd()", "t@x.example"]]
        assert sheet["A2"].data_type == "s"

    @pytest.mark.parametrize(
        ("value", "cell", "look", "in_csv"),
        [
            (Share(0.125), 0.125, "0.0#%", "0.125"),
            (Money(2990, "EUR"), 29.9, "#,##0.00", "29.90"),
            (Money(2990, "KRW"), 2990, "#,##0", "2990"),
            (date(2026, 3, 1), datetime(2026, 3, 1), "yyyy-mm-dd", "2026-03-01"),
        ],
    )
    def test_u073_files_hold_typed_cells(self, value, cell, look, in_csv):
        answer = export.answer("xlsx", "x", ["X"], ["x"], [[value]])
        found = openpyxl.load_workbook(io.BytesIO(answer.content)).active["A2"]
        assert (found.value, found.number_format) == (cell, look)
        lines = b"".join(export.answer("csv", "x", ["X"], ["x"], [[value]])).decode("utf-8-sig").split()
        assert lines == ["X", in_csv]

    def test_u073_a_spreadsheet_has_the_clock_of_the_screen(self):
        instant = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
        with timezone.override("Europe/Berlin"):
            answer = export.answer("xlsx", "x", ["X"], ["x"], [[instant]])
        found = openpyxl.load_workbook(io.BytesIO(answer.content)).active["A2"]
        assert found.value == datetime(2026, 7, 2, 0, 30)

    def test_an_unknown_format_is_the_page(self, client, boss):
        assert client.get("/admin/people/?export=exe").context["rows"]

    def test_an_empty_list_is_a_valid_file(self, client, boss):
        assert json.loads(self.body(client, "q=nobody&export=json")) == []


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49 30 1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", " =1", "'x"],
)
def test_bad_10_dangerous_cells_are_inert_and_come_back(text):
    assert export.inert(text).startswith("'")
    assert export.original(export.inert(text)) == text


@pytest.mark.parametrize("text", ["", "abc", "a=b", 'say "hi", ok', "line\nbreak", "한국어", "12-3"])
def test_bad_10_harmless_cells_stay_as_they_are(text):
    assert export.inert(text) == text == export.original(text)


def test_bad_10_nul_is_dropped():
    assert export.inert("\0=1") == "'=1"


@pytest.mark.parametrize(
    ("kind", "query", "summary"),
    [
        ("number", "f.x=5", "X: 5"),
        ("number", "f.x=1&f.x.to=5&f.x.op=between", "X: 1 – 5"),
        ("money", "f.x=12.50&f.x.op=max", "X at most 12.50"),
        ("date", "f.x=2026-03-01", "X: 1 Mar 2026"),
        ("date", "f.x=7&f.x.op=last", "X: last 7 days"),
        ("text", "f.x.op=empty", "X is empty"),
        ("boolean", "f.x=1", "X: yes"),
    ],
)
def test_filters_in_words_and_back(kind, query, summary):
    state = filters.read([Filter("x", "X", kind, "x")], QueryDict(query))[0]
    assert state.active and state.summary() == summary
    again = QueryDict("&".join(f"{k}={v}" for k, v in filters.parameters(state)))
    assert filters.read([state.filter], again)[0] == state


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("number", "f.x=five"),
        ("number", "f.x=1.5"),
        ("number", "f.x=99999999999999999999"),
        ("number", "f.x=NaN"),
        ("money", "f.x=1.005"),
        ("date", "f.x=2026-02-30"),
        ("date", "f.x=0&f.x.op=last"),
        ("date", "f.x=99999999999&f.x.op=last"),
        ("boolean", "f.x=maybe"),
    ],
)
def test_filters_that_make_no_sense_narrow_nothing(kind, query):
    state = filters.read([Filter("x", "X", kind, "x")], QueryDict(query))[0]
    assert state.problem and not state.active


def test_a_half_between_and_an_unknown_operator_are_ignored():
    item = Filter("x", "X", "number", "x")
    assert not filters.read([item], QueryDict("f.x=1&f.x.op=between"))[0].active
    assert filters.read([item], QueryDict("f.x=1&f.x.op=drop"))[0].op == "is"


def test_days_end_at_the_next_local_midnight():
    item = Filter("x", "X", "date", "x", timezone="Asia/Seoul")
    condition = filters._condition(item, "on", ["2026-03-01"])
    assert dict(condition.children) == {
        "x__gte": datetime(2026, 2, 28, 15, tzinfo=UTC),
        "x__lt": datetime(2026, 3, 1, 15, tzinfo=UTC),
    }
    with clock.frozen(datetime(2026, 3, 10, 12, tzinfo=UTC)):
        last = filters._condition(Filter("x", "X", "date", "x"), "last", ["1"])
    assert dict(last.children) == {"x__gte": datetime(2026, 3, 10, tzinfo=UTC)}
