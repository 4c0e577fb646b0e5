"""People: accounts, roles, teams, and what ends a session."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Membership, User, normalize_email
from storecrew.contexts.people.tests.factories import PASSWORD, make_shopper, make_staff
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.permissions import ALL_KEYS

AT = datetime(2026, 3, 1, tzinfo=UTC)
ROOT = system_actor("tests")
pytestmark = pytest.mark.django_db


def fields(caught):
    return caught.value.details["fields"]


class TestAccounts:
    def test_addresses_have_one_spelling(self):
        made = people.add_person(email=" Ann@Shop.Example ", name="Ann", password=PASSWORD, actor=ROOT, at=AT)
        assert made.email == "ann@shop.example"
        assert people.person_by_email("ANN@shop.example") == made
        assert authenticate(username="ANN@SHOP.example", password=PASSWORD).pk == made.id

    def test_con_25_the_database_refuses_a_second_case(self):
        make_shopper("ann@shop.example")
        with pytest.raises(people.EmailTaken):
            people.add_person(email="Ann@Shop.example", name="A", actor=ROOT, at=AT)
        assert User.objects.count() == 1

    @pytest.mark.parametrize(
        ("email", "name", "field"), [("nothing", "Ann", "email"), ("a@b.example", " ", "name")]
    )
    def test_wrong_fields_are_named(self, email, name, field):
        with pytest.raises(people.InvalidPerson) as caught:
            people.add_person(email=email, name=name, actor=ROOT, at=AT)
        assert list(fields(caught)) == [field]

    def test_editing_keeps_one_confirmed_address_and_ends_sessions(self):
        user = make_staff("tester", email="old@shop.example")
        stamp = user.session_stamp
        people.edit_person(user_id=user.pk, name="New", email="New@shop.example", actor=ROOT, at=AT)
        user.refresh_from_db()
        assert (user.email, user.session_stamp) == ("new@shop.example", stamp + 1)
        assert [(e.email, e.verified) for e in user.emailaddress_set.all()] == [("new@shop.example", True)]

    def test_editing_nothing_writes_nothing(self):
        user = make_staff("tester")
        before = len(audit.entries_for("people.user", user.pk))
        people.edit_person(user_id=user.pk, name=user.name, email=user.email, actor=ROOT, at=AT)
        assert len(audit.entries_for("people.user", user.pk)) == before

    def test_editing_to_a_taken_address_is_refused(self):
        make_staff("tester")
        user = make_staff("developer")
        with pytest.raises(people.EmailTaken):
            people.edit_person(user_id=user.pk, name="X", email="TESTER@storecrew.example", actor=ROOT, at=AT)

    def test_unknown_people(self):
        for call in (
            lambda: people.person(0),
            lambda: people.set_password(user_id=0, password="x", actor=ROOT, at=AT),
            lambda: people.end_sessions(user_id=0, reason="", actor=ROOT, at=AT),
            lambda: people.erase_account(user_id=0, actor=ROOT, at=AT),
            lambda: people.disable_user(user_id=0, actor=ROOT, at=AT),
        ):
            with pytest.raises(people.UnknownPerson):
                call()

    def test_a_shopper_erases_their_own_account_and_nobody_elses(self):
        ann, bob = make_shopper("ann@x.example"), make_shopper("bob@x.example")
        people.erase_account(user_id=ann.pk, actor=people.actor_for(ann), at=AT)
        ann.refresh_from_db()
        assert not ann.is_active and "ann" not in ann.email and ann.emailaddress_set.count() == 0
        with pytest.raises(Denied):
            people.erase_account(user_id=bob.pk, actor=people.actor_for(make_shopper("c@x.example")), at=AT)
        with pytest.raises(people.UnknownPerson):
            people.erase_account(user_id=make_staff("tester").pk, actor=ROOT, at=AT)

    def test_names_fall_back_to_the_address(self):
        user = User(email="ann@x.example")
        assert (str(user), user.get_full_name(), user.get_short_name()) == (
            "ann@x.example",
            "ann@x.example",
            "ann",
        )
        assert User(email="a@x.example", name="Ann Lee").get_short_name() == "Ann"
        assert normalize_email(None) == ""
        with pytest.raises(ValueError, match="e-mail"):
            User.objects.create_user("")
        assert User.objects.create_superuser("root@x.example").is_superuser


class TestRights:
    def test_gen_4_several_roles_add_up(self):
        user = make_staff("customer_service", "content_team")
        actor = people.actor_for(user)
        assert actor.can("orders.refund") and actor.can("content.write")
        assert not actor.can("pricing.cost_read")
        assert [r.code for r in people.roles_of(user)] == ["customer_service", "content_team"]

    def test_who_is_not_staff_has_no_staff_rights(self):
        assert people.actor_for(make_shopper()).permissions == frozenset()
        user = make_staff("owner")
        user.is_active = False
        assert people.actor_for(user).kind == "guest"

    def test_owners_have_every_right(self):
        assert people.actor_for(make_staff("owner")).permissions == ALL_KEYS

    def test_scopes_limit_only_when_every_membership_limits(self):
        user = make_staff("tester")
        people.revoke_role(membership_id=Membership.objects.get(user=user).pk, actor=ROOT, at=AT)
        give = lambda role, scopes: people.assign_role(  # noqa: E731
            user_id=user.pk, role_code=role, scopes=scopes, actor=ROOT, at=AT
        )
        give("tester", {"channel": ["eu", "eu", " "], "location": ["berlin"]})
        give("developer", {"channel": ["kr"]})
        user.refresh_from_db()
        assert people.actor_for(user).scopes == {"channel": frozenset({"eu", "kr"})}
        assert people.actor_for(user).can_see("location", "anywhere")
        with pytest.raises(people.InvalidPerson):
            give("tester", {"planet": ["earth"]})

    def test_unknown_roles_teams_and_people(self):
        user = make_staff("tester")
        for change, error in (
            ({"role_code": "king"}, people.UnknownRole),
            ({"team_code": "royal"}, people.UnknownTeam),
            ({"user_id": 0}, people.UnknownPerson),
        ):
            values = {"user_id": user.pk, "role_code": "tester", "team_code": ""} | change
            with pytest.raises(error):
                people.assign_role(**values, actor=ROOT, at=AT)
        with pytest.raises(people.UnknownMembership):
            people.revoke_role(membership_id=0, actor=ROOT, at=AT)
        with pytest.raises(people.UnknownMembership):
            people.change_membership(membership_id=0, scopes={}, actor=ROOT, at=AT)

    def test_nobody_gives_more_than_they_have(self):
        head, user = make_staff("head_of_digital"), make_staff("tester")
        for code in ("owner",):
            people.save_role(code="narrow", name="Narrow", permissions=["people.write"], actor=ROOT, at=AT)
            clerk = make_staff("narrow")
            with pytest.raises(people.BeyondYourRights):
                people.assign_role(user_id=user.pk, role_code=code, actor=people.actor_for(clerk), at=AT)
        assert people.actor_for(head).can("people.write")

    def test_the_last_owner_stays(self):
        owner = make_staff("owner")
        with pytest.raises(people.LastOwner):
            people.disable_user(user_id=owner.pk, actor=ROOT, at=AT)
        with pytest.raises(people.LastOwner):
            people.revoke_role(membership_id=owner.memberships.get().pk, actor=ROOT, at=AT)
        second = make_staff("owner", email="second@x.example")
        people.disable_user(user_id=owner.pk, actor=people.actor_for(second), at=AT)
        with pytest.raises(people.NotYourself):
            people.disable_user(user_id=second.pk, actor=people.actor_for(second), at=AT)

    def test_guests_may_do_nothing(self):
        guest = guest_actor()
        for call in (
            lambda: people.seed_organization(actor=guest, at=AT),
            lambda: people.add_person(email="a@b.example", name="A", actor=guest, at=AT),
            lambda: people.save_role(code="x", name="X", permissions=[], actor=guest, at=AT),
            lambda: people.delete_role(code="x", actor=guest, at=AT),
            lambda: people.save_team(code="x", name="X", actor=guest, at=AT),
            lambda: people.assign_role(user_id=1, role_code="x", actor=guest, at=AT),
            lambda: people.revoke_role(membership_id=1, actor=guest, at=AT),
            lambda: people.disable_user(user_id=1, actor=guest, at=AT),
            lambda: people.enable_user(user_id=1, actor=guest, at=AT),
            lambda: people.end_sessions(user_id=1, reason="", actor=guest, at=AT),
            lambda: people.edit_person(user_id=1, name="a", email="a@b.example", actor=guest, at=AT),
            lambda: people.set_password(user_id=1, password="x", actor=guest, at=AT),
        ):
            with pytest.raises(Denied):
                call()


class TestRolesAndTeams:
    def test_gen_1_the_seed_is_complete_and_keeps_what_was_edited(self):
        people.seed_organization(actor=ROOT, at=AT)
        assert len(people.all_roles()) == 14 and len(people.all_teams()) == 7
        people.save_role(code="tester", name="Quality", permissions=["orders.read"], actor=ROOT, at=AT)
        people.seed_organization(actor=ROOT, at=AT)
        assert people.role("tester").name == "Quality"
        assert people.role("tester").permissions == {"orders.read"}

    def test_gen_2_teams_report_to_teams_without_loops(self):
        people.seed_organization(actor=ROOT, at=AT)
        save = lambda **v: people.save_team(actor=ROOT, at=AT, **v)  # noqa: E731
        assert save(code="it", name="IT", parent="ecommerce").parent == "ecommerce"
        with pytest.raises(people.TeamLoop):
            save(code="ecommerce", name="E-commerce", parent="it")
        with pytest.raises(people.TeamLoop):
            save(code="it", name="IT", parent="it")
        with pytest.raises(people.UnknownTeam):
            save(code="it", name="IT", parent="royal")
        with pytest.raises(people.InvalidPerson) as caught:
            save(code="No!", name="", kind="guild")
        assert set(fields(caught)) == {"code", "name", "kind"}

    def test_roles_are_checked(self):
        people.seed_organization(actor=ROOT, at=AT)
        with pytest.raises(people.InvalidPerson) as caught:
            people.save_role(code="No!", name="", permissions=["fly"], actor=ROOT, at=AT)
        assert set(fields(caught)) == {"code", "name", "permissions"}
        with pytest.raises(people.OwnerIsFixed):
            people.save_role(code="owner", name="Owner", permissions=[], actor=ROOT, at=AT)
        with pytest.raises(people.UnknownRole):
            people.role("king")

    def test_a_stale_form_is_refused(self):
        people.seed_organization(actor=ROOT, at=AT)
        seen = people.role("tester").version
        save = lambda name: people.save_role(  # noqa: E731
            code="tester", name=name, permissions=["orders.read"], expected_version=seen, actor=ROOT, at=AT
        )
        save("Theirs")
        with pytest.raises(people.StaleRole):
            save("Mine")

    def test_rights_change_with_the_next_request(self):
        user = make_staff("tester")
        people.save_role(code="tester", name="Tester", permissions=["content.write"], actor=ROOT, at=AT)
        assert people.actor_for(user).permissions == {"content.write"}
        assert user.groups.filter(name="storecrew editors").exists()

    def test_nobody_widens_a_role_beyond_their_rights(self):
        people.seed_organization(actor=ROOT, at=AT)
        people.save_role(code="narrow", name="N", permissions=["roles.write"], actor=ROOT, at=AT)
        clerk = people.actor_for(make_staff("narrow"))
        with pytest.raises(people.BeyondYourRights):
            people.save_role(
                code="narrow", name="N", permissions=["roles.write", "orders.refund"], actor=clerk, at=AT
            )

    def test_only_unused_roles_of_ones_own_can_be_deleted(self):
        user = make_staff("tester")
        with pytest.raises(people.RoleInUse):
            people.delete_role(code="developer", actor=ROOT, at=AT)
        people.save_role(code="helper", name="Helper", permissions=[], actor=ROOT, at=AT)
        held = people.assign_role(user_id=user.pk, role_code="helper", actor=ROOT, at=AT)
        with pytest.raises(people.RoleInUse):
            people.delete_role(code="helper", actor=ROOT, at=AT)
        people.revoke_role(membership_id=held.id, actor=ROOT, at=AT)
        people.delete_role(code="helper", actor=ROOT, at=AT)
        with pytest.raises(people.UnknownRole):
            people.delete_role(code="helper", actor=ROOT, at=AT)

    def test_responsibilities_know_their_owners(self):
        make_staff("tester", name="Tess")
        found = {r.id: r for r in people.responsibilities()}
        assert len(found) == 117
        assert found["IT-18"].holders == ("Tess",)
        assert found["GEN-1"].holders == ("Tess",)
        assert not found["MKT-1"].has_owner


class TestAut09SessionsEnd:
    def signed_in(self, *roles):
        user = make_staff(*roles, password=PASSWORD)
        client = Client()
        assert client.login(username=user.email, password=PASSWORD)
        assert client.get("/admin/palette/").status_code == 200
        return user, client

    @pytest.mark.parametrize(
        "change",
        [
            lambda u: people.disable_user(user_id=u.pk, actor=ROOT, at=AT),
            lambda u: people.revoke_role(membership_id=u.memberships.first().pk, actor=ROOT, at=AT),
            lambda u: people.assign_role(user_id=u.pk, role_code="developer", actor=ROOT, at=AT),
            lambda u: people.set_password(user_id=u.pk, password="another horse", actor=ROOT, at=AT),
            lambda u: people.end_sessions(user_id=u.pk, reason="lost phone", actor=ROOT, at=AT),
            lambda u: people.edit_person(user_id=u.pk, name="A", email="n@x.example", actor=ROOT, at=AT),
        ],
        ids=["disabled", "role removed", "role added", "password", "ended", "address"],
    )
    def test_aut_09_at_once(self, change):
        user, client = self.signed_in("tester", "content_team")
        change(user)
        answer = client.get("/admin/palette/")
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"] or "/admin/login" in answer["Location"]

    def test_aut_09_old_sessions_stay_dead_when_an_account_is_enabled_again(self):
        user, client = self.signed_in("tester")
        people.disable_user(user_id=user.pk, actor=ROOT, at=AT)
        people.enable_user(user_id=user.pk, actor=ROOT, at=AT)
        people.enable_user(user_id=user.pk, actor=ROOT, at=AT)
        assert client.get("/admin/palette/").status_code == 302
