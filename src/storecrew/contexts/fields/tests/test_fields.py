"""Custom fields: what they take, how they are stored, what is refused, and what goes with what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from storecrew.contexts.catalog.events import ProductsDeleted
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fields import handlers
from storecrew.contexts.fields import public as fields
from storecrew.contexts.fields.models import Value
from storecrew.contexts.fields.rules import values as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied

AT = dt.datetime(2027, 3, 2, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("tests")
PRODUCT = "catalog.product"
CHOICES = (
    fields.Choice("glaze", {"en": "Glazed", "ko": "유약"}),
    fields.Choice("raw", {"en": "Raw"}),
)


def spec(kind: str = "text", key: str = "origin", **changes: Any) -> fields.FieldSpec:
    values: dict[str, Any] = {
        "record": PRODUCT,
        "key": key,
        "kind": kind,
        "labels": {"en": "Origin", "ko": "원산지"},
    }
    if kind == "choice":
        values["choices"] = CHOICES
    return fields.FieldSpec(**(values | changes))


def made(kind: str = "text", key: str = "origin", **changes: Any) -> fields.FieldFacts:
    return fields.save_field(spec(kind, key, **changes), actor=ACTOR, at=AT)


def put(record_id: int = 1, record: str = PRODUCT, **values: Any) -> tuple[fields.Filled, ...]:
    return fields.set_values(record, record_id, values, actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    ("kind", "raw", "plain"),
    [
        ("text", "  Hand \n made ", "Hand made"),
        ("number", "12,5", 12.5),
        ("number", 40, 40),
        ("number", "-0.0001", -0.0001),
        ("choice", "glaze", "glaze"),
        ("boolean", True, True),
        ("boolean", "no", False),
        ("date", "2027-03-01", "2027-03-01"),
        ("url", "https://example.com/a?b=1", "https://example.com/a?b=1"),
    ],
)
def test_what_a_kind_takes(kind: str, raw: object, plain: object) -> None:
    stored = rules.clean(spec(kind), raw)
    assert stored is not None
    assert rules.plain(spec(kind), stored) == plain


@pytest.mark.parametrize(
    ("kind", "raw", "limits"),
    [
        ("text", "x" * 501, {}),
        ("text", "abc", {"most": 2}),
        ("text", "a", {"least": 2}),
        ("text", "\x00\x01", {}),
        ("text", ["a"], {}),
        ("number", "twelve", {}),
        ("number", "nan", {}),
        ("number", "1e300", {}),
        ("number", "0.00001", {}),
        ("number", "4", {"least": 5}),
        ("number", "4", {"most": 3}),
        ("choice", "gold", {}),
        ("boolean", "perhaps", {}),
        ("date", "01.03.2027", {}),
        ("url", "javascript:alert(1)", {}),
        ("url", "https://", {}),
        ("url", "https://a b.example/", {}),
        ("url", "https://[::1", {}),
    ],
)
def test_what_a_kind_refuses(kind: str, raw: object, limits: dict[str, int]) -> None:
    with pytest.raises(rules.WrongValue):
        rules.clean(spec(kind, **limits), raw)


def test_nothing_is_nothing() -> None:
    assert rules.clean(spec(), "  ") is None
    assert rules.clean(spec(), None) is None


def test_how_people_read_values() -> None:
    choice = rules.clean(spec("choice"), "glaze")
    assert choice is not None
    assert rules.shown(spec("choice"), choice, "ko") == "유약"
    raw = rules.clean(spec("choice"), "raw")
    assert raw is not None
    assert rules.shown(spec("choice"), raw, "ko") == "Raw"
    yes = rules.clean(spec("boolean"), "yes")
    assert yes is not None
    assert rules.shown(spec("boolean"), yes, "en") == "yes"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        ({"record": "catalog.moon"}, "record"),
        ({"kind": "picture"}, "kind"),
        ({"key": "Origin!"}, "key"),
        ({"key": "x"}, "key"),
        ({"labels": {"en": " "}}, "label"),
        ({"least": 5, "most": 3}, "most"),
        ({"most": 501}, "most"),
        ({"kind": "date", "least": 1}, "least"),
        ({"choices": CHOICES}, "choices"),
        ({"kind": "choice", "choices": ()}, "choices"),
        ({"kind": "choice", "choices": (CHOICES[0], CHOICES[0])}, "choices"),
    ],
)
def test_it_5_what_makes_no_field(changes: dict[str, Any], marked: str) -> None:
    with pytest.raises(fields.InvalidField) as caught:
        fields.save_field(spec(**changes), actor=ACTOR, at=AT)
    assert marked in caught.value.details["fields"]


@pytest.mark.django_db
def test_it_5_a_key_stands_once_and_stays() -> None:
    first = made()
    with pytest.raises(fields.InvalidField):
        made()
    made(record="orders.order")
    with pytest.raises(fields.InvalidField):
        fields.save_field(spec("number"), field_id=first.id, version=1, actor=ACTOR, at=AT)
    changed = fields.save_field(spec(required=True), field_id=first.id, version=1, actor=ACTOR, at=AT)
    assert changed.spec.required and changed.label("ko-KR") == "원산지" and changed.label("fr") == "Origin"
    with pytest.raises(fields.FieldChanged):
        fields.save_field(spec(), field_id=first.id, version=1, actor=ACTOR, at=AT)
    with pytest.raises(fields.UnknownField):
        fields.field(first.id + 100)


@pytest.mark.django_db
def test_it_5_values_are_written_read_and_taken_away() -> None:
    made()
    made("number", "height")
    made("boolean", "fragile", public=True)
    put(origin="Minho", height="12.5", fragile=False)
    put(2, origin="Paju")
    found = fields.values_of(PRODUCT, [1, 2, 3])
    assert {key: one.value for key, one in found[1].items()} == {
        "origin": "Minho",
        "height": 12.5,
        "fragile": False,
    }
    assert list(fields.values_of(PRODUCT, [1], public_only=True)[1]) == ["fragile"]
    assert [one.value for one in put(origin="")] == [None, 12.5, False]
    entry = audit.entries_for(PRODUCT, 1)[0]
    assert (entry.before, entry.after) == ({"origin": "Minho"}, {"origin": ""})
    count = len(audit.entries_for(PRODUCT, 1))
    put(height="12.5")
    assert len(audit.entries_for(PRODUCT, 1)) == count


@pytest.mark.django_db
def test_it_5_wrong_values_save_nothing() -> None:
    made(required=True)
    made("number", "height")
    with pytest.raises(fields.InvalidValues) as caught:
        put(height="tall", color="red")
    assert set(caught.value.details["fields"]) == {"height", "color", "origin"}
    assert not Value.objects.exists()
    put(origin="Minho")
    put(height=3)
    with pytest.raises(fields.InvalidValues):
        put(origin=" ")
    with pytest.raises(fields.UnknownField):
        put(record="catalog.moon")
    with pytest.raises(Denied):
        fields.set_values(PRODUCT, 1, {}, actor=guest_actor(), at=AT)


@pytest.mark.django_db
def test_it_5_a_field_with_values_is_deleted_only_when_their_number_is_confirmed() -> None:
    one = made()
    put(origin="Minho")
    put(2, origin="Paju")
    with pytest.raises(fields.FieldHasValues) as caught:
        fields.delete_field(one.id, actor=ACTOR, at=AT)
    assert caught.value.details["values"] == 2
    fields.delete_field(one.id, values=2, actor=ACTOR, at=AT)
    assert not Value.objects.exists()


@pytest.mark.django_db
def test_it_5_a_choice_in_use_is_not_taken_away() -> None:
    one = made("choice", "finish")
    put(finish="raw")
    less = spec("choice", "finish", choices=CHOICES[:1])
    with pytest.raises(fields.InvalidField) as caught:
        fields.save_field(less, field_id=one.id, version=1, actor=ACTOR, at=AT)
    assert "raw" in caught.value.details["fields"]["choices"]
    put(finish="glaze")
    assert fields.save_field(less, field_id=one.id, version=1, actor=ACTOR, at=AT).version == 2


@pytest.mark.django_db
def test_prv_02_values_of_a_person_are_exported_and_go_with_them() -> None:
    made(record="customers.customer", key="shoe_size", kind="number")
    ann = customers.ensure_customer(email="ann@example.com", name="Ann", actor=ACTOR, at=AT)
    put(ann.id, "customers.customer", shoe_size=38)
    entry = audit.entries_for("customers.customer", ann.id)[0]
    assert entry.after == {"fields": ["shoe_size"]} and entry.before is None
    exported = customers.export_data(ann.id, actor=ACTOR, at=AT)["custom_fields"]
    assert exported == [{"record": "customers.customer", "id": ann.id, "values": {"shoe_size": 38}}]
    customers.erase(customer_id=ann.id, actor=ACTOR, at=AT)
    assert not Value.objects.exists()


@pytest.mark.django_db
def test_values_go_with_deleted_products() -> None:
    made()
    put(origin="Minho")
    for _ in range(2):
        handlers.forget_products(ProductsDeleted((1,)))
    assert not Value.objects.exists()
