"""A launch goes when every item is right and signed by its owner, and comes back."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.health import public as health
from storecrew.contexts.health.operations import canary
from storecrew.contexts.health.providers import launch_facts as provider
from storecrew.contexts.health.rules import launch as rules
from storecrew.contexts.people import models as people_models
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work.models import Finding, Task
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor, system_actor

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
ROOT = system_actor("tests")
SEEN = "Looked at all of it."


class World:
    """The facts as a test says they are."""

    def __init__(self) -> None:
        self.ok, self.ways = True, "stripe"

    def facts(self, channel: channels.ChannelFacts, *, at: dt.datetime) -> dict[str, list[health.LaunchFact]]:
        return {"payment": [health.LaunchFact("live", self.ok, self.ways, "Real money")]}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    found = World()
    monkeypatch.setattr(provider, "_readers", [(found.facts, lambda channel: "")])
    make_channel("eu", is_default=True)
    return found


def by(role: str) -> Actor:
    known = people_models.User.objects.filter(memberships__role__code=role).first()
    return people.actor_for(known or make_staff(role))


def prepared() -> health.LaunchFacts:
    return health.create_launch(name="Spring", channel_code="eu", close=True, actor=ROOT, at=AT)


def signed(launch_id: int) -> health.LaunchFacts:
    for item in health.LAUNCH_ITEMS:
        found = health.sign_item(launch_id=launch_id, item=item.code, evidence=SEEN, actor=ROOT, at=AT)
    return found


def test_it_20_each_owner_gets_a_task_and_the_public_waits(world: World):
    made = prepared()
    assert not channels.facts("eu").public
    assert channels.facts("eu").preview_key == made.preview_key != ""
    assert set(Task.objects.values_list("owner_role", flat=True)) == {
        each.role for each in health.LAUNCH_ITEMS
    }
    assert (made.go, len(made.missing)) == (False, len(health.LAUNCH_ITEMS))
    with pytest.raises(health.LaunchUnderWay):
        prepared()
    with pytest.raises(health.EvidenceNeeded):
        health.create_launch(name=" ", channel_code="eu", close=False, actor=ROOT, at=AT)
    with pytest.raises(health.UnknownLaunch):
        health.launch(made.id + 1, at=AT)


def test_it_20_an_item_is_signed_by_its_role_when_its_facts_are_green(world: World):
    launch_id = prepared().id
    owner = by("ecommerce_sme")
    with pytest.raises(health.NotYourSignature):
        health.sign_item(launch_id=launch_id, item="payment", evidence=SEEN, actor=by("tester"), at=AT)
    with pytest.raises(health.EvidenceNeeded):
        health.sign_item(launch_id=launch_id, item="payment", evidence="ok", actor=owner, at=AT)
    with pytest.raises(health.UnknownLaunch):
        health.sign_item(launch_id=launch_id, item="luck", evidence=SEEN, actor=owner, at=AT)
    world.ok = False
    with pytest.raises(health.FactsAreRed):
        health.sign_item(launch_id=launch_id, item="payment", evidence=SEEN, actor=owner, at=AT)
    world.ok = True
    found = health.sign_item(launch_id=launch_id, item="payment", evidence=SEEN, actor=owner, at=AT)
    item = next(each for each in found.items if each.item.code == "payment")
    assert (item.ready, item.signed_by, item.evidence) == (True, owner.label, SEEN)
    assert not Task.objects.filter(dedupe_key=f"launch:{launch_id}:payment", state="open").exists()
    assert "health.item_signed" in [each.action for each in audit.entries_for("health.launch", launch_id)]
    with pytest.raises(health.NotYourSignature):
        health.withdraw_item(launch_id=launch_id, item="payment", reason=SEEN, actor=by("tester"), at=AT)
    found = health.withdraw_item(launch_id=launch_id, item="payment", reason=SEEN, actor=owner, at=AT)
    assert "payment" in {each.item.code for each in found.missing}


def test_it_20_changed_facts_take_the_signature_back_and_tell(world: World):
    launch_id = prepared().id
    assert signed(launch_id).go
    world.ways = "simulator"
    found = health.launch(launch_id, at=AT)  # it counts at once, told or not
    assert [each.item.code for each in found.missing] == ["payment"]
    with pytest.raises(health.NoGo):
        health.open_launch(launch_id=launch_id, actor=ROOT, at=AT)
    assert health.recheck_launches(actor=ROOT, at=AT) == 1
    assert health.recheck_launches(actor=ROOT, at=AT) == 0
    assert Finding.objects.get(state="open").owner_role == "ecommerce_sme"
    assert Task.objects.filter(dedupe_key=f"launch:{launch_id}:payment", state="open").exists()


def test_it_20_the_head_of_digital_grants_with_reason_and_end(world: World):
    launch_id = prepared().id
    signed(launch_id)
    world.ok = False
    soon, chief = AT + dt.timedelta(days=2), by("head_of_digital")
    grant = {"launch_id": launch_id, "item": "payment", "actor": chief, "at": AT}
    with pytest.raises(health.NotYourSignature):
        health.grant_item(**{**grant, "actor": by("ecommerce_sme")}, reason=SEEN, expires_at=soon)
    with pytest.raises(health.EvidenceNeeded):
        health.grant_item(**grant, reason="", expires_at=soon)
    for wrong in (AT, AT + dt.timedelta(days=31)):
        with pytest.raises(health.InvalidGrant):
            health.grant_item(**grant, reason=SEEN, expires_at=wrong)
    assert health.grant_item(**grant, reason=SEEN, expires_at=soon).go
    assert not health.launch(launch_id, at=soon).go  # and no longer when it has run out
    health.open_launch(launch_id=launch_id, actor=chief, at=AT)
    health.recheck_launches(actor=ROOT, at=soon)
    assert Finding.objects.filter(code="launch_grant_over", owner_role="head_of_digital").count() == 1


def test_it_20_going_live_opens_and_rolling_back_closes(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(canary, "_walk", lambda channel, at: ("", ""))
    launch_id = prepared().id
    with pytest.raises(health.LaunchMoved):
        health.roll_back(launch_id=launch_id, reason=SEEN, actor=ROOT, at=AT)
    signed(launch_id)
    assert health.open_launch(launch_id=launch_id, actor=ROOT, at=AT).state == "live"
    assert channels.facts("eu").public
    outbox.drain()
    assert health.launch(launch_id, at=AT).canary_at is not None
    with pytest.raises(health.LaunchMoved):
        health.open_launch(launch_id=launch_id, actor=ROOT, at=AT)
    with pytest.raises(health.EvidenceNeeded):
        health.roll_back(launch_id=launch_id, reason="no", actor=ROOT, at=AT)
    found = health.roll_back(launch_id=launch_id, reason="Prices are wrong.", actor=ROOT, at=AT)
    assert (found.state, found.is_public, found.reason) == ("rolled_back", False, "Prices are wrong.")


def test_it_20_a_failed_check_order_rolls_back_at_once(world: World):
    launch_id = prepared().id
    signed(launch_id)
    health.open_launch(launch_id=launch_id, actor=ROOT, at=AT)
    outbox.drain()
    found = health.launch(launch_id, at=AT)
    assert (found.state, found.canary_problem) == ("rolled_back", "Nothing is for sale and in stock.")
    assert not channels.facts("eu").public
    assert Finding.objects.get(code="launch_rolled_back").severity == "critical"
    assert health.try_to_buy(launch_id, actor=ROOT, at=AT) == ""  # repeated: nothing more


def test_a_launch_may_be_dropped(world: World):
    launch_id = prepared().id
    assert (
        health.drop_launch(launch_id=launch_id, reason="Another day.", actor=ROOT, at=AT).state == "dropped"
    )
    assert not Task.objects.filter(state="open").exists()
    with pytest.raises(health.LaunchMoved):
        health.sign_item(launch_id=launch_id, item="mail", evidence=SEEN, actor=ROOT, at=AT)


def test_an_item_without_facts_is_right_when_it_is_signed():
    assert not rules.is_ready([], None, None, AT)
    assert rules.is_ready([], {}, None, AT)
    assert rules.is_ready([], None, AT + dt.timedelta(days=1), AT)
    assert not rules.is_ready([], None, AT, AT)
