"""Rights of a new version reach installations that are at work, once, and never against the owner (GEN-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Role, User
from storecrew.contexts.people.operations import seed as seeding
from storecrew.contexts.people.operations import upgrade
from storecrew.contexts.people.rules import newly_offered
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.people.wagtail_access import EDITORS
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied

AT = datetime(2026, 3, 1, tzinfo=UTC)
ROOT = system_actor("tests")
TESTER = next(seed for seed in people.ROLES if seed.code == "tester")


def test_what_was_offered_is_not_offered_again():
    assert newly_offered({"a.read", "b.read", "c.read"}, {"a.read", "c.read"}) == {"b.read"}


@pytest.fixture
def old(db, monkeypatch):
    """An installation of a version whose testers had fewer rights, edited by its owner since."""
    before = replace(TESTER, permissions=TESTER.permissions - {"promotions.read", "content.read"})
    seeds = tuple(
        before if seed.code == "tester" else seed for seed in people.ROLES if seed.code != "developer"
    )
    monkeypatch.setattr(seeding, "ROLES", seeds)
    people.seed_organization(actor=ROOT, at=AT)
    monkeypatch.undo()
    owner = people.actor_for(make_staff("owner"))
    kept = (before.permissions - {"orders.read"}) | {"fleet.read"}
    people.save_role(code="tester", name="Quality", permissions=kept, actor=owner, at=AT)
    return kept


def forget():
    """What a version without this memory left behind."""
    Role.objects.update(offered=None)


@pytest.mark.parametrize("prepare", [forget, lambda: None], ids=["before the memory", "with it"])
def test_gen_1_an_edited_role_gets_what_is_new_and_not_what_was_taken(old, prepare):
    prepare()
    version = Role.objects.get(code="tester").version
    said = StringIO()
    call_command("migrate", verbosity=1, stdout=said)
    assert people.role("tester").permissions == old | {"promotions.read", "content.read"}
    assert people.role("tester").name == "Quality"
    assert "tester got what is new in this version: content.read, promotions.read" in said.getvalue()
    assert people.role("developer").permissions, "a role that is new in this version comes too"
    row = Role.objects.get(code="tester")
    assert row.version == version + 1
    assert audit.entries_for("people.role", row.pk)[0].action == "people.role_extended"
    assert people.offer_new_rights(actor=ROOT, at=AT) == {}
    assert Role.objects.get(code="tester").version == version + 1


def test_gen_1_what_the_owner_takes_away_after_an_upgrade_stays_away(old):
    people.offer_new_rights(actor=ROOT, at=AT)
    owner = people.actor_for(User.objects.get(email="owner@storecrew.example"))
    people.save_role(code="tester", name="Quality", permissions=old, actor=owner, at=AT)
    people.offer_new_rights(actor=ROOT, at=AT)
    assert people.role("tester").permissions == old


def test_gen_1_a_right_once_given_and_taken_by_hand_is_not_offered_later(old, monkeypatch):
    owner = people.actor_for(User.objects.get(email="owner@storecrew.example"))
    people.save_role(code="tester", name="Quality", permissions=old - {"fleet.read"}, actor=owner, at=AT)
    later = replace(TESTER, permissions=TESTER.permissions | {"fleet.read"})
    monkeypatch.setattr(upgrade, "ROLES", (later,))
    people.offer_new_rights(actor=ROOT, at=AT)
    assert "fleet.read" not in people.role("tester").permissions


def test_roles_of_ones_own_making_and_deleted_ones_are_left_alone(old):
    owner = people.actor_for(User.objects.get(email="owner@storecrew.example"))
    people.delete_role(code="driver", actor=owner, at=AT)
    people.delete_role(code="warehouse_worker", actor=owner, at=AT)
    people.save_role(code="driver", name="Driver", permissions=["work.read"], actor=owner, at=AT)
    people.offer_new_rights(actor=ROOT, at=AT)
    assert people.role("driver").permissions == {"work.read"}
    assert not Role.objects.filter(code="warehouse_worker").exists()


def test_the_holders_get_what_hangs_on_the_right(db, monkeypatch):
    less = replace(TESTER, permissions=TESTER.permissions - {"content.write"})
    monkeypatch.setattr(seeding, "ROLES", tuple(less if s.code == "tester" else s for s in people.ROLES))
    user = make_staff("tester")
    assert not user.groups.filter(name=EDITORS).exists()
    more = replace(TESTER, permissions=TESTER.permissions | {"content.write"})
    monkeypatch.setattr(upgrade, "ROLES", (more,))
    assert people.offer_new_rights(actor=ROOT, at=AT) == {"tester": ["content.write"]}
    assert user.groups.filter(name=EDITORS).exists()


def test_an_empty_installation_stays_empty_and_strangers_are_refused(db):
    assert people.offer_new_rights(actor=ROOT, at=AT) == {}
    assert not Role.objects.exists()
    with pytest.raises(Denied):
        people.offer_new_rights(actor=guest_actor("x"), at=AT)
