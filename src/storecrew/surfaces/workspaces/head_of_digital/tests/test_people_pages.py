"""People, roles, teams and the map of responsibilities, as pages."""

from __future__ import annotations

import pytest

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Membership, User
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    user = make_staff("head_of_digital", "owner", email="bo@x.example")
    client.force_login(user)
    return user


class TestPeople:
    def test_a_person_is_added_edited_and_gets_a_limited_role(self, client, boss):
        answer = client.post("/admin/people/add/", {"name": "Ann", "email": "Ann@x.example", "locale": "ko"})
        ann = User.objects.get(email="ann@x.example")
        assert answer["Location"] == f"/admin/people/{ann.pk}/" and ann.is_staff and ann.locale == "ko"
        form = {"role": "logistics_manager", "team": "warehouse", "locations": "berlin; seoul"}
        client.post(f"/admin/people/{ann.pk}/assign/", form)
        held = people.memberships_of(ann.pk)[0]
        assert (held.role.code, held.team) == ("logistics_manager", "warehouse")
        assert held.scopes == {"location": ("berlin", "seoul")}
        client.post(f"/admin/people/{ann.pk}/edit/", {"name": "Ann Lee", "email": "ann@x.example"})
        page = client.get(f"/admin/people/{ann.pk}/").content.decode()
        assert "Ann Lee" in page and "Logistics Manager" in page and "berlin" in page

    def test_refusals_stand_beside_their_field(self, client, boss):
        page = client.post("/admin/people/add/", {"name": "Bo", "email": "BO@x.example"}).content.decode()
        assert "Another account already uses this e-mail address." in page
        page = client.post(f"/admin/people/{boss.pk}/edit/", {"name": "", "email": "x"})
        assert set(page.context["form"].errors) == {"name", "email"}
        other = make_staff("tester")
        page = client.post(f"/admin/people/{other.pk}/edit/", {"name": "T", "email": "bo@x.example"})
        assert "Another account" in page.content.decode()

    def test_an_account_is_switched_off_and_on_and_signed_out(self, client, boss):
        ann = make_staff("tester")
        client.post(f"/admin/people/{ann.pk}/state/", {"state": "off"})
        assert not User.objects.get(pk=ann.pk).is_active
        client.post(f"/admin/people/{ann.pk}/state/", {"state": "on"})
        stamp = User.objects.get(pk=ann.pk).session_stamp
        client.post(f"/admin/people/{ann.pk}/end-sessions/")
        after = User.objects.get(pk=ann.pk)
        assert after.is_active and after.session_stamp == stamp + 1

    def test_a_role_is_taken_away(self, client, boss):
        ann = make_staff("tester", "developer")
        held = Membership.objects.get(user=ann, role__code="tester")
        client.post(f"/admin/people/{ann.pk}/revoke/", {"membership": held.pk})
        assert [r.code for r in people.roles_of(ann)] == ["developer"]

    def test_what_cannot_be_is_said_on_the_page(self, client, boss):
        page = client.post(
            f"/admin/people/{boss.pk}/state/",
            {"state": "off"},
            HTTP_REFERER="http://testserver/admin/people/",
        )
        assert page["Location"] == "http://testserver/admin/people/"
        assert "You cannot switch off your own account." in client.get("/admin/people/").content.decode()
        clerk = make_staff("inventory_manager")
        people_clerk(clerk)
        client.force_login(User.objects.get(pk=clerk.pk))
        answer = client.post(f"/admin/people/{clerk.pk}/assign/", {"role": "owner"})
        assert answer.status_code == 422 and "rights that you have yourself" in answer.content.decode()
        assert client.get("/admin/people/999/").status_code == 404
        assert client.post(f"/admin/people/{clerk.pk}/assign/", {"role": "king"}).status_code == 422


def people_clerk(user):
    from datetime import UTC, datetime

    from storecrew.kernel.actor import system_actor

    root, at = system_actor("tests"), datetime(2026, 3, 1, tzinfo=UTC)
    people.save_role(
        code="clerk", name="Clerk", permissions=["people.read", "people.write"], actor=root, at=at
    )
    people.assign_role(user_id=user.pk, role_code="clerk", actor=root, at=at)


class TestRoles:
    def form(self, **changes):
        return {
            "name": "Returns desk",
            "code": "returns_desk",
            "description": "Takes goods back",
            "workspace": "customer_service",
            "permissions": ["orders.read", "orders.refund"],
        } | changes

    def test_a_role_is_made_changed_and_deleted(self, client, boss):
        assert client.post("/admin/roles/add/", self.form()).status_code == 302
        made = people.role("returns_desk")
        assert made.permissions == {"orders.read", "orders.refund"}
        client.post(
            "/admin/roles/returns_desk/", self.form(permissions=["orders.read"], version=made.version)
        )
        assert people.role("returns_desk").permissions == {"orders.read"}
        stale = client.post("/admin/roles/returns_desk/", self.form(version=made.version))
        assert "Somebody else changed this role" in stale.content.decode()
        client.post("/admin/roles/returns_desk/delete/")
        assert "returns_desk" not in {r.code for r in people.all_roles()}

    def test_wrong_fields_and_the_owner(self, client, boss):
        page = client.post("/admin/roles/add/", self.form(code="No!"))
        assert (page.status_code, "code" in page.context["form"].errors) == (422, True)
        assert client.post("/admin/people/add/", {"email": "nobody"}).status_code == 422
        page = client.post("/admin/roles/owner/", self.form())
        assert "always has every right" in page.content.decode()
        assert "disabled" in client.get("/admin/roles/owner/").content.decode()

    def test_readers_see_the_grid_but_cannot_save(self, client):
        client.force_login(make_staff("tester"))
        assert client.get("/admin/roles/developer/").status_code == 200
        assert client.post("/admin/roles/developer/", self.form(code="developer")).status_code == 403


class TestTeams:
    def test_gen_2_a_team_moves_under_another(self, client, boss):
        client.post("/admin/teams/it/", {"name": "IT", "kind": "embedded", "parent": "ecommerce"})
        moved = next(t for t in people.all_teams() if t.code == "it")
        assert (moved.parent, moved.kind) == ("ecommerce", "embedded")
        page = client.post("/admin/teams/ecommerce/", {"name": "E", "kind": "central", "parent": "it"})
        assert page.status_code == 422 and "cannot report to itself" in page.content.decode()
        assert client.post("/admin/teams/add/", {}).status_code == 422
        assert (
            client.post("/admin/teams/add/", {"name": "New", "code": "new", "kind": "central"}).status_code
            == 302
        )
        assert client.get("/admin/teams/nope/").status_code == 404
        assert "new" in client.get("/admin/teams/?q=new").content.decode()


class TestWhoDoesWhat:
    def test_all_117_with_owner_and_state(self, client, boss):
        page = client.get("/admin/who-does-what/")
        assert page.context["total"] == 117
        assert "HOD-1" in page.content.decode() and "nobody" in page.content.decode()

    def test_it_can_be_narrowed(self, client, boss):
        without = client.get("/admin/who-does-what/?show=without").content.decode()
        assert "MKT-1" in without and "HOD-1" not in without
        one = client.get("/admin/who-does-what/?role=content_team").content.decode()
        assert "CON-1" in one and "MKT-1" not in one
        built = client.get("/admin/who-does-what/?show=built")
        planned = client.get("/admin/who-does-what/?show=planned")
        count = lambda page: sum(len(rows) for _name, rows in page.context["blocks"])  # noqa: E731
        assert count(built) + count(planned) == 117
