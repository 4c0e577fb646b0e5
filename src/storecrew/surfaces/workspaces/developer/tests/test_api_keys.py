"""Keys of the interface on screen: issued within one's rights, shown once, revoked."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.people.models import ApiKey
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_staff("developer"))
    return client


def issue(desk, *permissions: str, name: str = "Scanner"):
    return desk.post(reverse("api_key_add"), {"name": name, "months": "3", "permissions": permissions})


def test_a_key_is_issued_shown_once_used_and_revoked(desk):
    assert "No program has a key yet" in desk.get(reverse("api_key_list")).content.decode()
    shown = issue(desk, "inventory.read")
    token = re.search(r'value="(sck_[^"]+)"', shown.content.decode()).group(1)
    assert "no-store" in shown["Cache-Control"]
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert program.get("/api/v1/staff/key").json()["permissions"] == ["inventory.read"]
    row = ApiKey.objects.get()
    page = desk.get(reverse("api_key_record", args=[row.pk])).content.decode()
    assert row.prefix in page
    assert "See stock" in page
    assert token not in page
    desk.post(reverse("api_key_revoke", args=[row.pk]))
    assert program.get("/api/v1/staff/key").status_code == 401
    assert "revoked" in desk.get(reverse("api_key_list") + "?f.state=revoked").content.decode()
    assert "Scanner" not in desk.get(reverse("api_key_list") + "?f.state=valid").content.decode()


def test_only_rights_of_ones_own_are_offered_and_taken(desk):
    form = desk.get(reverse("api_key_add")).content.decode()
    assert 'value="inventory.read"' in form
    assert 'value="inventory.adjust"' not in form
    assert 'value="keys.write"' not in form
    for change in (("inventory.adjust",), ()):
        assert issue(desk, *change).status_code == 422
    assert issue(desk, "inventory.read", name=" ").status_code == 422
    assert not ApiKey.objects.exists()


def test_an_unknown_key_is_a_page_in_words(desk):
    assert desk.get(reverse("api_key_record", args=[99])).status_code == 404
