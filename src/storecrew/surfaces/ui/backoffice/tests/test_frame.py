"""The frame: menu, homes, palette, records, comments and the decorator that guards pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import signing
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from wagtail.models import Collection

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.contexts.work.tests.factories import make_finding
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Conflict
from storecrew.surfaces.ui.backoffice import keys, palette, record, registry, words
from storecrew.surfaces.ui.backoffice.access import ANY_STAFF, workspace_page
from storecrew.surfaces.ui.backoffice.registry import (
    HeaderFact,
    Look,
    PaletteItem,
    Queue,
    QueueItem,
    Tile,
)

AT = datetime(2026, 3, 1, tzinfo=UTC)


def look(*permissions, roles=("tester",)):
    actor = Actor(kind="staff", id="1", label="T", permissions=frozenset(permissions))
    return Look(actor=actor, at=AT, roles=roles)


@pytest.fixture
def empty(monkeypatch):
    """A registry of its own for one test."""
    monkeypatch.setattr(registry, "REGISTRY", registry.Registry())
    monkeypatch.setattr(registry, "GROUPS", [("people", "People", "group")])
    return registry


class TestRegistry:
    def test_the_menu_shows_only_what_one_may_use(self, empty):
        empty.register_menu("People", "people_list", permission="people.read", group="people")
        empty.register_menu("Mine", "roles_list", permission="", roles=["developer"])
        empty.register_menu("Gone", "no_such_address")
        label = lambda *p, **k: [str(e.label) for e in empty.menu_for(look(*p, **k))]  # noqa: E731
        assert label() == []
        assert label("people.read") == ["People"]
        assert label("people.read", roles=("developer",)) == ["People", "Mine"]
        assert label(roles=("owner",)) == ["Mine"]

    def test_an_entry_is_registered_once_and_groups_keep_their_place(self, empty):
        for name in ("Old", "New"):
            empty.register_menu(name, "people_list", group="people")
        empty.register_group("tools", "Tools", "cog")
        empty.register_group("people", "Humans", "user")
        assert [str(e.label) for e in empty.menu_for(look())] == ["New"]
        assert empty.GROUPS == [("people", "Humans", "user"), ("tools", "Tools", "cog")]

    def test_unknown_rights_are_programming_errors(self, empty):
        with pytest.raises(ValueError, match="catalogue"):
            empty.register_menu("X", "people_list", permission="fly")
        with pytest.raises(ValueError, match="catalogue"):
            empty.register_tile("tester", lambda look: None, permission="fly")

    def test_tiles_queues_and_facts_come_in_order_for_their_role_and_right(self, empty):
        empty.register_tile("tester", lambda look: Tile("B", "2"), order=2)
        empty.register_tile(("tester", "developer"), lambda look: [Tile("A", "1")], order=1)
        empty.register_tile("developer", lambda look: Tile("C", "3"))
        empty.register_tile("*", lambda look: Tile("D", "4"), permission="orders.read", order=3)
        empty.register_tile("*", lambda look: None)
        empty.register_queue("tester", lambda look: Queue("Q", [QueueItem("work")], 1))
        empty.register_header_fact(lambda look: HeaderFact("today", "5"))
        assert [t.title for t in empty.tiles_for(look())] == ["A", "B"]
        assert [t.title for t in empty.tiles_for(look("orders.read"))] == ["A", "B", "D"]
        assert [q.title for q in empty.queues_for(look())] == ["Q"]
        assert [f.value for f in empty.header_for(look())] == ["5"]

    def test_one_broken_number_does_not_take_the_home_away(self, empty, caplog):
        def broken(look):
            raise ZeroDivisionError

        empty.register_tile("tester", broken)
        empty.register_tile("tester", lambda look: Tile("A", "1"))
        assert [t.title for t in empty.tiles_for(look())] == ["A"]
        assert "failed" in caplog.text

    def test_the_palette_puts_named_pages_first_then_records(self, empty):
        empty.register_menu("People", "people_list", permission="people.read")
        empty.register_menu("Roles", "roles_list", keywords="people rights")
        empty.register_palette_source(lambda text, look: [PaletteItem(f"Record {text}", "/r/")])
        empty.register_palette_source(
            lambda text, look: [PaletteItem("Secret", "/s/")], permission="orders.read"
        )
        found = [str(i.title) for i in palette.find("people", look("people.read"))]
        assert found == ["People", "Record people", "Roles"]
        assert [str(i.title) for i in palette.find("", look())] == ["Roles"]

    def test_go_keys_do_not_clash(self):
        letters = [key for key, _name in keys.GO]
        assert len(letters) == len(set(letters))
        assert not set(letters) & {"j", "k", "x", "g", "/", "?"}


class TestGuard:
    def call(self, view, user, **request):
        made = getattr(RequestFactory(), request.pop("method", "get"))("/admin/x/", **request)
        made.user = user
        return view(made)

    def test_a_page_names_rights_of_the_catalogue(self):
        for wrong in ("", "fly", ()):
            with pytest.raises(ValueError, match="rights"):
                workspace_page(permission=wrong)
        view = workspace_page(permission=ANY_STAFF)(lambda request: HttpResponse())
        assert view.storecrew_permission == (ANY_STAFF,)

    @pytest.mark.django_db
    def test_any_one_of_several_rights_opens(self):
        view = workspace_page(permission=("people.write", "orders.read"))(lambda r: HttpResponse("in"))
        assert self.call(view, make_staff("tester")).content == b"in"

    @pytest.mark.django_db
    def test_a_missing_right_is_said_in_words(self, client):
        client.force_login(make_staff("tester"))
        answer = client.get("/admin/people/add/")
        assert answer.status_code == 403
        assert "people.write" in answer.content.decode() and "Head of Digital" in answer.content.decode()

    @pytest.mark.django_db
    def test_a_missing_record_stays_in_the_back_office(self):
        @workspace_page(permission=ANY_STAFF)
        def view(request):
            raise Http404

        user = make_staff("tester")
        answer = self.call(view, user, headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.status_code == 404 and b"not_found" in answer.content

    @pytest.mark.django_db
    def test_scripts_get_refusals_as_data(self):
        @workspace_page(permission=ANY_STAFF)
        def view(request):
            raise Conflict("Too late.", next_step="Reload.")

        answer = self.call(view, make_staff("tester"), headers={"x-requested-with": "XMLHttpRequest"})
        assert (answer.status_code, answer["Content-Type"]) == (409, "application/json")
        assert b"Too late." in answer.content


@pytest.mark.django_db
class TestHomes:
    def test_gen_4_several_roles_have_one_merged_home(self, client):
        client.force_login(make_staff("inventory_manager", "tester", name="Ina Kim"))
        make_finding("a", title="Bins are empty")
        make_finding("b", title="A test fails", owner_role="tester")
        make_finding("c", title="Not yours", owner_role="marketing_manager")
        page = client.get("/admin/").content.decode()
        assert "Good to see you, Ina" in page
        assert "Bins are empty" in page and "A test fails" in page and "Not yours" not in page
        one = client.get("/admin/tester/").content.decode()
        assert "A test fails" in one and "Bins are empty" not in one

    def test_the_home_of_another_role_is_not_found(self, client):
        client.force_login(make_staff("tester"))
        assert client.get("/admin/content-team/").status_code == 404
        client.force_login(make_staff("owner"))
        assert client.get("/admin/content-team/").status_code == 200

    def test_an_owner_sees_the_whole_house(self, client):
        client.force_login(make_staff("owner"))
        make_finding("c", title="Everybody's", owner_role="marketing_manager")
        page = client.get("/admin/").content.decode()
        assert "Everybody&#x27;s" in page and "Without an owner" in page

    def test_nothing_of_the_frame_names_another_product(self, client):
        client.force_login(make_staff("owner"))
        page = client.get("/admin/").content.decode()
        assert "<title>" in page and "- Storecrew</title>" in page
        assert "gravatar" not in page and "whats-new" not in page

    def test_wagtails_menu_is_ours(self, client):
        # the migrations make this one, and the suite has none
        Collection.add_root(name="Root")
        client.force_login(make_staff("tester"))
        page = client.get("/admin/").content.decode()
        assert '"people_list"' not in page and "/admin/people/" in page
        for gone in ("/admin/groups/", "/admin/users/", "/admin/images/"):
            assert gone not in page
        client.force_login(make_staff("content_team"))
        assert "/admin/images/" in client.get("/admin/").content.decode()


@pytest.mark.django_db
class TestPalette:
    def test_u063_records_within_rights(self, client):
        client.force_login(make_staff("tester", name="Ann Unique"))
        items = client.get("/admin/palette/?q=unique").json()["items"]
        assert [i["title"] for i in items] == ["Ann Unique"]
        client.force_login(make_staff("customer_service"))
        assert client.get("/admin/palette/?q=unique").json()["items"] == []

    def test_the_search_page_answers_without_scripts(self, client):
        client.force_login(make_staff("tester", name="Ann Unique"))
        assert "Ann Unique" in client.get("/admin/search/?q=uniq").content.decode()
        assert "Nothing found" in client.get("/admin/search/?q=zzzz").content.decode()


@pytest.mark.django_db
class TestRecords:
    def test_comments_go_to_the_record_of_the_page_only(self, client):
        user = make_staff("tester")
        client.force_login(user)
        token = signing.dumps(["people.user", str(user.pk)], salt=record.SALT)
        answer = client.post("/admin/comment/", {"token": token, "body": "Hi <b>"})
        assert answer["Location"].endswith("#timeline")
        assert work.comments_for("people.user", user.pk)[0].body == "Hi <b>"
        page = client.get(f"/admin/people/{user.pk}/").content.decode()
        assert "Hi &lt;b&gt;" in page
        assert client.post("/admin/comment/", {"token": token + "x", "body": "Hi"}).status_code == 422
        assert client.get("/admin/comment/").status_code == 405

    def test_the_timeline_is_one_and_newest_first(self):
        root = system_actor("tests")
        work.comment(record="x.y", record_id=1, body="Early", actor=root, at=AT)
        late = record.TimelineEntry(AT.replace(hour=5), "mail", "sent", kind="message")
        entries = record.timeline(record.Record("T", "x.y", 1, messages=[late]))
        assert [e.kind for e in entries] == ["message", "comment"]

    def test_aut_05_hidden_fields_stay_out_of_the_history(self):
        before, after = {"price": 1, "cost": 5, "note": None}, {"price": 2, "cost": 6, "note": ""}
        assert record.changes(before, after, {"cost"}) == [("price", 1, 2)]
        assert record.changes(None, {"price": 2}) == [("price", None, 2)]
        assert words.action_words("channels.channel_saved") == "channel saved"

    def test_money_of_the_trail_is_written_as_people_do(self):
        after = {"currency": "EUR", "budget": 150000, "actual_cost": None, "goal_value": 300}
        told = {name: new for name, _old, new in record.changes(None, after)}
        assert told == {"currency": "EUR", "budget": "€1,500.00", "goal value": 300}

    def test_inv_1_how_far_orders_are_spread_is_told_in_words(self):
        [(_name, old, new)] = record.changes({"split": "lines"}, {"split": "never"})
        assert (old, new) == ("Each article from one location", "One location sends the whole order")

    def test_mkt_14_what_a_search_engine_says_of_a_page_is_told_in_words(self):
        [(name, old, new)] = record.changes({"index_status": "indexed"}, {"index_status": "crawled"})
        assert (name, old, new) == ("index status", "Indexed", "Crawled, not indexed")

    def test_tables_line_up(self):
        table = record.Table("T", ["A", "B"], [[1, 2]], kinds=["number"], row_urls=["/x/"])
        assert table.filled() == [("/x/", [("A", "number", 1), ("B", "text", 2)])]


@pytest.mark.django_db
def test_alerts_are_those_of_ones_roles_and_can_be_closed(client):
    client.force_login(make_staff("tester"))
    mine = make_finding("a", owner_role="tester")
    make_finding("b", owner_role="developer")
    rows = client.get("/admin/alerts/?f.state=open").context["rows"]
    assert [row.id for row in rows] == [mine.id]
    client.post("/admin/alerts/", {"bulk": "resolve", "all": "1", "expected": "1", "confirm": "1"})
    assert [f.owner_role for f in work.open_findings()] == ["developer"]


@pytest.mark.django_db
def test_an_address_that_does_not_exist_keeps_the_menu_and_the_products_name(client):
    client.force_login(make_staff("tester"))
    answer = client.get("/admin/nothing/here/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no such page or record." in page
    assert "<title>Not found - Storecrew</title>" in page
    assert "Wagtail<" not in page
