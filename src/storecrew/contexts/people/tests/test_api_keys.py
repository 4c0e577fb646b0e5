"""Keys of the interface: issued within one's own rights, shown once, gone at once."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import ApiKey
from storecrew.contexts.people.rules import LONGEST_KEY, key_problems
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied

AT = dt.datetime(2027, 1, 5, 9, tzinfo=dt.UTC)
IN_A_MONTH = AT + dt.timedelta(days=30)


def acting(user):
    return people.actor_for(user)


def issue(user, *permissions, **more):
    given = {"name": "Planning tool", "expires_at": IN_A_MONTH, "at": AT} | more
    return people.issue_api_key(permissions=permissions, actor=acting(user), **given)


@pytest.mark.parametrize(
    ("name", "wanted", "expires", "wrong"),
    [
        ("Tool", {"orders.read"}, IN_A_MONTH, {}),
        (" ", {"orders.read"}, IN_A_MONTH, {"name": "missing"}),
        ("Tool", set(), IN_A_MONTH, {"permissions": "missing"}),
        ("Tool", {"orders.refund"}, IN_A_MONTH, {"permissions": "beyond"}),
        ("Tool", {"orders.read"}, AT, {"expires_at": "past"}),
        ("Tool", {"orders.read"}, AT + LONGEST_KEY, {}),
        ("Tool", {"orders.read"}, AT + LONGEST_KEY + dt.timedelta(seconds=1), {"expires_at": "long"}),
    ],
)
def test_what_is_wrong_with_a_new_key_is_said_by_field(name, wanted, expires, wrong):
    assert key_problems(name, frozenset(wanted), frozenset({"orders.read"}), expires, AT) == wrong


@pytest.mark.django_db
def test_a_key_opens_what_it_was_issued_for_and_no_more():
    head = make_staff("head_of_digital", name="Ann")
    facts, token = issue(head, "promotions.read", "orders.read")
    actor = people.open_with_key(token, at=AT, ip="203.0.113.7", request_id="r1")
    assert actor.permissions == {"promotions.read", "orders.read"}
    assert (actor.kind, actor.id, actor.on_behalf_of) == ("key", facts.prefix, "Ann")
    assert actor.label == "Planning tool (Ann)"
    with pytest.raises(Denied):
        actor.require("orders.refund")


@pytest.mark.django_db
def test_of_a_secret_only_a_hash_is_kept_and_the_audit_names_no_secret():
    _facts, token = issue(make_staff("head_of_digital"), "orders.read")
    secret = token.split("_", 2)[2]
    row = ApiKey.objects.get()
    assert secret not in str(vars(row))
    entry = AuditEntry.objects.get(action="people.api_key_issued")
    assert secret not in str(entry.after)
    assert entry.after["key"] == row.prefix


@pytest.mark.django_db
def test_nobody_gives_a_key_more_than_they_have_and_no_key_issues_keys():
    developer = make_staff("developer")
    for permission in ("orders.refund", "keys.write"):
        with pytest.raises(people.ApiKeyRefused) as refused:
            issue(developer, permission)
        assert list(refused.value.details["fields"]) == ["permissions"]
    with pytest.raises(Denied):
        issue(make_staff("customer_service"), "orders.read")
    assert not ApiKey.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "sck", "sck_", "sck__", "sck_000000000000_x", "x_y_z", "sck_é_ü"])
def test_what_is_no_key_opens_nothing(token):
    with pytest.raises(people.InvalidApiKey):
        people.open_with_key(token, at=AT)


@pytest.mark.django_db
def test_a_wrong_secret_opens_nothing():
    facts, token = issue(make_staff("head_of_digital"), "orders.read")
    for wrong in (token[:-1], f"sck_{facts.prefix}_{'A' * 43}"):
        with pytest.raises(people.InvalidApiKey):
            people.open_with_key(wrong, at=AT)


@pytest.mark.django_db
def test_a_key_ends_with_its_time_by_hand_and_with_its_person():
    head = make_staff("head_of_digital")
    over, token = issue(head, "orders.read")
    assert people.open_with_key(token, at=IN_A_MONTH - dt.timedelta(seconds=1), ip="")
    with pytest.raises(people.InvalidApiKey):
        people.open_with_key(token, at=IN_A_MONTH)
    revoked = people.revoke_api_key(over.id, actor=acting(head), at=AT)
    assert revoked.state_at(AT) == "revoked"
    with pytest.raises(people.InvalidApiKey):
        people.open_with_key(token, at=AT)
    _other, token = issue(head, "orders.read")
    head.is_active = False
    head.save()
    with pytest.raises(people.InvalidApiKey):
        people.open_with_key(token, at=AT)


@pytest.mark.django_db
def test_aut_09_a_key_loses_the_rights_that_its_person_loses():
    head = make_staff("head_of_digital")
    _facts, token = issue(head, "orders.read", "orders.refund")
    head.memberships.all().delete()
    people.assign_role(
        user_id=head.pk,
        role_code="customer_service",
        team_code="",
        scopes={"channel": ["eu"]},
        actor=acting(make_staff("owner")),
        at=AT,
    )
    actor = people.open_with_key(token, at=AT)
    expected = people.role("customer_service").permissions & {"orders.read", "orders.refund"}
    assert actor.permissions == expected
    assert actor.scopes["channel"] == {"eu"}


@pytest.mark.django_db
def test_revoking_twice_changes_nothing_and_an_unknown_key_is_told():
    head = make_staff("head_of_digital")
    facts, _token = issue(head, "orders.read")
    for _time in range(2):
        people.revoke_api_key(facts.id, actor=acting(head), at=AT)
    assert AuditEntry.objects.filter(action="people.api_key_revoked").count() == 1
    for unknown in (people.api_key, lambda key: people.revoke_api_key(key, actor=acting(head), at=AT)):
        with pytest.raises(people.UnknownApiKey):
            unknown(facts.id + 1)


@pytest.mark.django_db
def test_the_day_of_the_last_use_is_written_once_a_day(django_assert_num_queries):
    facts, token = issue(make_staff("head_of_digital"), "orders.read")
    people.open_with_key(token, at=AT)
    assert people.api_key(facts.id).last_used_on == AT.date()
    with django_assert_num_queries(2):
        people.open_with_key(token, at=AT + dt.timedelta(hours=1))
    people.open_with_key(token, at=AT + dt.timedelta(days=1))
    assert people.api_key(facts.id).last_used_on == AT.date() + dt.timedelta(days=1)
    assert people.api_key(facts.id).state_at(clock.now().replace(year=2100)) == "expired"
