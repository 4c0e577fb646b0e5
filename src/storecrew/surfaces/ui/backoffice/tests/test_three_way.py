"""Two people have the same form open: the second hears what the first changed, and loses nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.purchasing.models import Supplier
from storecrew.surfaces.ui.backoffice.three_way import of_record


class TripForm(forms.Form):
    """Fields of each kind that a page may have."""

    name = forms.CharField()
    size = forms.ChoiceField(choices=[("s", "Small"), ("l", "Large")])
    days = forms.MultipleChoiceField(choices=[("1", "Monday"), ("2", "Tuesday")], required=False)
    open = forms.BooleanField(required=False)
    leaves = forms.DateTimeField(required=False)
    code = forms.CharField(disabled=True, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


STORED = {
    "name": "Tour", "size": "s", "days": ["1"], "open": True, "leaves": None, "code": "x", "revision": 1,
}  # fmt: skip


def posted(before: dict[str, Any], **typed: Any) -> QueryDict:
    """What the page sends that was opened with `before` and then typed into."""
    form = of_record(TripForm(initial=before))
    data = QueryDict(mutable=True)
    values = {"name": "Tour", "size": "s", "days": ["1"], "open": "on", "revision": "1"} | typed
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value] if value else [])
    data["sc-seen"] = form.opened_as
    return data


def test_u071_nothing_is_asked_while_nobody_else_saves() -> None:
    form = of_record(TripForm(posted(STORED, name="Walk"), initial=STORED))
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Walk"
    again = of_record(TripForm(QueryDict("name=Walk&size=s&revision=1"), initial=STORED))
    assert again.is_valid(), "programs and old pages bring no trace of what was seen"


def test_u071_the_second_keeps_theirs_and_takes_over_what_only_the_first_changed() -> None:
    now = STORED | {"size": "l", "open": False, "revision": 2}
    form = of_record(TripForm(posted(STORED, name="Walk"), initial=now))
    assert not form.is_valid()
    found = {row.name: (row.base, row.theirs, row.yours, row.open) for row in form.differences}
    assert found == {"size": ("Small", "Large", "Small", False), "open": ("yes", "no", "yes", False)}
    assert form.data["name"] == "Walk"
    saved = form.data.copy()
    saved["sc-seen"] = form.opened_as
    again = of_record(TripForm(saved, initial=now))
    assert again.is_valid()
    assert {k: again.cleaned_data[k] for k in ("name", "size", "open", "revision")} == {
        "name": "Walk", "size": "l", "open": False, "revision": 2,
    }  # fmt: skip


@pytest.mark.parametrize(("keep", "name"), [("yours", "Walk"), ("theirs", "Ride")])
def test_u071_where_both_changed_one_field_the_second_chooses(keep: str, name: str) -> None:
    now = STORED | {"name": "Ride", "revision": 2}
    form = of_record(TripForm(posted(STORED, name="Walk"), initial=now))
    (difference,) = form.differences
    assert (difference.theirs, difference.yours, difference.open) == ("Ride", "Walk", True)
    saved = form.data.copy()
    saved["sc-seen"], saved["keep-name"] = form.opened_as, keep
    again = of_record(TripForm(saved, initial=now))
    assert again.is_valid()
    assert again.cleaned_data["name"] == name


def test_u071_a_third_who_saves_meanwhile_is_heard_too() -> None:
    now = STORED | {"name": "Ride", "revision": 2}
    saved = of_record(TripForm(posted(STORED, name="Walk"), initial=now)).data.copy()
    saved["sc-seen"], saved["keep-name"] = of_record(TripForm(initial=now)).opened_as, "yours"
    third = of_record(TripForm(saved, initial=now | {"days": ["1", "2"], "revision": 3}))
    assert not third.is_valid()
    assert [row.theirs for row in third.differences] == ["Monday, Tuesday"]


def test_u071_a_trace_that_is_not_ours_counts_as_none() -> None:
    data = posted(STORED, name="Walk")
    data["sc-seen"] = "forged"
    assert of_record(TripForm(data, initial=STORED | {"name": "Ride"})).is_valid()


@pytest.mark.django_db
def test_u071_two_editors_of_a_supplier_lose_nothing(client: Client) -> None:
    row = Supplier.objects.create(code="minho", name="Minho", currency="EUR")
    client.force_login(make_staff("inventory_manager"), backend="django.contrib.auth.backends.ModelBackend")
    address = f"/admin/purchasing/suppliers/{row.code}/edit/"

    def opened() -> dict[str, str]:
        page = client.get(address)
        form = page.context["form"]
        values = {name: form[name].value() for name in form.fields}
        seen = re.search(r'name="sc-seen" value="([^"]+)"', page.content.decode())
        assert seen
        return {k: str(v) for k, v in values.items() if v not in (None, False)} | {"sc-seen": seen[1]}

    ann, ben = opened(), opened()
    assert client.post(address, ann | {"name": "Minho Ann"}).status_code == 302
    page = client.post(address, ben | {"name": "Minho Ben", "lead_days": "33"})
    assert page.status_code == 422
    text = page.content.decode()
    assert "Somebody else saved this while you were editing" in text
    assert "Minho Ann" in text
    assert 'value="33"' in text
    row.refresh_from_db()
    assert row.name == "Minho Ann"
    seen = re.search(r'name="sc-seen" value="([^"]+)"', text)
    assert seen
    merged = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    chosen = {"sc-seen": seen[1], "keep-name": "theirs"}
    assert client.post(address, ben | merged | chosen).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.lead_days) == ("Minho Ann", 33)
