"""The organisation varies (GEN-2): whoever sits where, people see what their roles and limits say.

The Head of Digital also runs marketing; developers sit under e-commerce or in an IT of their own; content
sits under marketing, under e-commerce or alone. And whoever is limited to a channel, a location or a team
finds nothing else: not in lists, search, palette or files.
"""

from __future__ import annotations

import json

import pytest
from django.test import Client
from wagtail.models import Collection

from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import AT, make_staff
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.backoffice import registry
from storecrew.surfaces.ui.backoffice.registry import Look

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")


@pytest.fixture(autouse=True)
def house():
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    people.seed_organization(actor=ROOT, at=AT)
    with clock.frozen(AT):
        yield make_channel("eu", is_default=True)


def look_of(user: User) -> Look:
    roles = tuple(role.code for role in people.roles_of(user))
    return Look(people.actor_for(user), AT, roles)


def menu(user: User) -> list[str]:
    return [entry.url for entry in registry.menu_for(look_of(user))]


def work_of(user: User) -> tuple[list[str], list[str]]:
    look = look_of(user)
    tiles = [str(tile.title) for tile in registry.tiles_for(look)]
    return tiles, [str(queue.title) for queue in registry.queues_for(look)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def move(team: str, parent: str, kind: str = "central") -> None:
    known = {row.code: row for row in people.all_teams()}
    name = known[team].name if team in known else team.title()
    people.save_team(code=team, name=name, kind=kind, parent=parent, actor=ROOT, at=AT)


class TestVariations:
    def test_gen_2_the_head_of_digital_also_runs_marketing(self):
        both = make_staff("head_of_digital", "marketing_manager", email="both@x.example")
        head = make_staff("head_of_digital", email="head@x.example")
        marketing = make_staff("marketing_manager", email="marketing@x.example")
        assert set(menu(both)) == set(menu(head)) | set(menu(marketing))
        for all_of_it, one, other in zip(work_of(both), work_of(head), work_of(marketing), strict=True):
            assert set(all_of_it) == set(one) | set(other)
            assert len(all_of_it) == len(set(all_of_it)), "what both roles see is there once"
        client = signed_in(both)
        assert client.get("/admin/head-of-digital/").status_code == 200
        assert client.get("/admin/marketing-manager/").status_code == 200
        assert client.get("/admin/content-team/").status_code == 404
        work.open_task(code="x", title="Plan it", owner_role="marketing_manager", actor=ROOT, at=AT)
        rows = client.get("/admin/inbox/?f.state=open").context["rows"]
        assert [row.title for row in rows] == ["Plan it"]

    @pytest.mark.parametrize(
        ("role", "team", "parent"),
        [
            ("developer", "ecommerce", "digital"),
            ("developer", "it", "digital"),
            ("developer", "it", ""),
            ("content_team", "content", "marketing"),
            ("content_team", "content", "ecommerce"),
            ("content_team", "content", ""),
        ],
    )
    def test_gen_2_where_a_team_sits_changes_the_chart_and_nobodys_work(self, role, team, parent):
        alone = make_staff(role, email="alone@x.example")
        move(team, parent)
        member = make_staff(role, email="member@x.example", team=team)
        assert menu(member) == menu(alone)
        assert work_of(member) == work_of(alone)
        assert people.teams_of(member.pk) == [team]
        assert next(row for row in people.all_teams() if row.code == team).parent == parent
        home = f"/admin/{role.replace('_', '-')}/"
        assert signed_in(member).get(home).status_code == 200
        chart = signed_in(make_staff("head_of_digital", email="head@x.example")).get("/admin/teams/")
        assert team in chart.content.decode().lower()

    def test_gen_2_a_team_shares_its_views_wherever_it_sits(self):
        ann = signed_in(make_staff("developer", email="a@x.example", team="it"))
        view = {"save_view": "1", "name": "Ours", "sharing": "team:it"}
        ann.post("/admin/tasks/?f.state=open", view)
        move("it", "ecommerce", "embedded")
        bob = signed_in(make_staff("tester", email="b@x.example", team="it"))
        eve = signed_in(make_staff("tester", email="e@x.example", team="ecommerce"))
        assert "Ours" in [tab.label for tab in bob.get("/admin/tasks/?all").context["tabs"]]
        assert "Ours" not in [tab.label for tab in eve.get("/admin/tasks/?all").context["tabs"]]

    def test_gen_2_a_duty_is_carried_by_whoever_holds_the_role(self):
        make_staff("content_team", email="c@x.example", name="Content Cy", team="ecommerce")
        page = signed_in(make_staff("head_of_digital", email="h@x.example")).get("/admin/who-does-what/")
        assert "Content Cy" in page.content.decode()
        assert '<a href="/admin/budgets/">Budgets</a>' in page.content.decode(), "places have names"


class TestLimits:
    def test_gen_2_one_channel_in_lists_search_palette_and_files(self, house):
        kr = make_channel("kr")
        mine, other = make_order(channel_id=house.id), make_order(channel_id=kr.id)
        client = signed_in(make_staff("customer_service", scopes={"channel": ["eu"]}))
        shown = client.get("/admin/orders/").context["rows"]
        assert [row.title for row in shown] == [mine.number]
        assert client.get(f"/admin/orders/?q={other.number}").context["rows"] == []
        assert client.get(f"/admin/orders/{other.number}/").status_code == 404
        found = json.dumps(client.get("/admin/palette/", {"q": other.number}).json())
        assert other.number not in found
        assert mine.number in json.dumps(client.get("/admin/palette/", {"q": mine.number}).json())
        searched = client.get("/admin/search/", {"q": other.number})
        assert f"/admin/orders/{other.number}/" not in searched.content.decode()

    def test_gen_2_the_file_is_the_list(self, house):
        kr = make_channel("kr")
        mine, other = make_order(channel_id=house.id), make_order(channel_id=kr.id)
        client = signed_in(make_staff("head_of_digital", scopes={"channel": ["eu"]}))
        file = client.get("/admin/orders/?export=csv").getvalue().decode()
        assert mine.number in file
        assert other.number not in file

    def test_gen_2_one_location_in_stock_and_tasks(self, house):
        made = make_product("tee", channels=("eu",))
        variant = next(iter(made.variant_ids.values()))
        make_location("berlin", channels=[house.id])
        make_location("seoul", channels=[house.id])
        stock(variant, 3, location="berlin")
        stock(variant, 4, location="seoul")
        for place in ("berlin", "seoul"):
            work.open_task(
                code="x", title=f"Look in {place}", owner_role="inventory_manager", location_code=place,
                dedupe_key=place, actor=ROOT, at=AT,
            )  # fmt: skip
        client = signed_in(make_staff("inventory_manager", scopes={"location": ["berlin"]}))
        listed = client.get("/admin/stock/").content.decode()
        assert "/at/berlin/" in listed
        assert "/at/seoul/" not in listed
        rows = client.get("/admin/tasks/?all").context["rows"]
        assert [row.title for row in rows] == ["Look in berlin"]
        rows = client.get("/admin/inbox/?f.state=open").context["rows"]
        assert [row.title for row in rows] == ["Look in berlin"]

    def test_gen_2_one_team_in_tasks(self):
        for team in ("it", "content", ""):
            work.open_task(
                code="x", title=f"For {team or 'all'}", owner_role="developer", team=team,
                dedupe_key=f"k{team}", actor=ROOT, at=AT,
            )  # fmt: skip
        client = signed_in(make_staff("developer", team="it", scopes={"team": ["it"]}))
        assert {row.title for row in client.get("/admin/tasks/?all").context["rows"]} == {"For it", "For all"}
        other = next(row for row in work.inbox(system_actor("tests")) if row.team == "content")
        assert client.get(f"/admin/tasks/{other.id}/").status_code == 404
        assert client.post(f"/admin/tasks/{other.id}/do/", {"what": "take"}).status_code == 404

    def test_gen_2_two_roles_with_different_limits_open_what_both_open(self, house):
        kr = make_channel("kr")
        mine, other = make_order(channel_id=house.id), make_order(channel_id=kr.id)
        user = make_staff("customer_service", scopes={"channel": ["eu"]})
        people.assign_role(
            user_id=user.pk, role_code="logistics_manager", scopes={"channel": ["kr"]}, actor=ROOT, at=AT
        )
        user.refresh_from_db()  # new rights end the sessions of before
        rows = signed_in(user).get("/admin/orders/").context["rows"]
        assert {row.title for row in rows} == {mine.number, other.number}
