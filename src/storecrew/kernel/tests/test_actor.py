"""Rights: deny by default, refusals say whose job it is (AUT-04)."""

import pytest

from storecrew.kernel.actor import Actor, customer_actor, guest_actor, system_actor, within
from storecrew.kernel.errors import Denied
from storecrew.kernel.permissions import ALL_KEYS, PERMISSIONS, unknown


def test_aut_04_an_actor_without_the_right_is_refused_with_a_next_step():
    alice = Actor(kind="staff", id="1", label="Alice", permissions=frozenset({"orders.read"}))
    alice.require("orders.read")
    with pytest.raises(Denied) as refused:
        alice.require("orders.refund")
    assert "Alice" in str(refused.value)
    assert refused.value.details == {"permission": "orders.refund"}


@pytest.mark.parametrize("actor", [guest_actor("t"), customer_actor(3)])
def test_aut_04_shoppers_hold_no_staff_right(actor):
    assert not any(actor.can(key) for key in ALL_KEYS)


def test_a_right_outside_the_catalogue_is_a_programming_error():
    with pytest.raises(KeyError):
        system_actor("test").can("orders.teleport")
    assert unknown({"orders.read", "orders.teleport"}) == {"orders.teleport"}


def test_the_catalogue_has_each_key_once_and_money_apart():
    assert len(PERMISSIONS) == len(ALL_KEYS)
    sensitive = {permission.key for permission in PERMISSIONS if permission.sensitive}
    assert {"orders.refund", "pricing.write", "inventory.adjust", "orders.cancel"} <= sensitive


def test_an_absent_scope_means_everything_and_a_given_one_narrows():
    everywhere = Actor(kind="staff", id="1", label="Alice")
    only_berlin = Actor(kind="staff", id="2", label="Bob", scopes={"location": frozenset({"berlin"})})
    assert everywhere.can_see("location", "seoul")
    assert only_berlin.can_see("location", "berlin")
    assert not only_berlin.can_see("location", "seoul")
    assert only_berlin.can_see("channel", "default")


def test_within_another_an_actor_has_only_what_both_have():
    alice = Actor(
        kind="staff",
        id="1",
        label="Alice",
        permissions=frozenset({"orders.read", "orders.export"}),
        scopes={"location": frozenset({"berlin", "seoul"})},
    )
    bob = Actor(
        kind="staff",
        id="2",
        label="Bob",
        permissions=frozenset({"orders.read"}),
        scopes={"location": frozenset({"seoul"}), "channel": frozenset({"eu"})},
    )
    both = within(alice, bob)
    assert (both.id, both.permissions) == ("1", frozenset({"orders.read"}))
    assert both.scopes == {"location": frozenset({"seoul"}), "channel": frozenset({"eu"})}
