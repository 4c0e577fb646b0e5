"""One's own account: one name, and nothing that goes past proof and trail."""

from __future__ import annotations

import pytest
from django.test import Client

from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import system_actor

pytestmark = pytest.mark.django_db
PAGE = "/admin/account/"


@pytest.fixture
def mina():
    return make_staff("tester", name="Mina", email="mina@x.example", password=PASSWORD)


@pytest.fixture
def client(mina):
    client = Client()
    client.force_login(mina)
    return client


def fields(client: Client) -> dict[str, str]:
    """Return what the page would send as it stands."""
    found = {}
    for panels in client.get(PAGE).context["panels_by_tab"].values():
        for panel in panels:
            form = panel.get_form()
            for name in form.fields:
                value = form[name].value()
                if value not in (None, False):
                    found[form.add_prefix(name)] = value if value is not True else "on"
    return {name: value for name, value in found.items() if isinstance(value, str)}


def test_the_page_saves_as_it_stands_and_changes_the_name(client, mina):
    page = client.get(PAGE).content.decode()
    assert 'value="Mina"' in page and "First Name" not in page
    sent = fields(client)
    assert client.post(PAGE, sent).status_code == 302
    client.post(PAGE, {**sent, "own_name-name": " Mina Park "})
    mina.refresh_from_db()
    assert mina.name == "Mina Park"
    line = audit.entries_for("people.user", mina.pk)[0]
    assert (line.action, line.after) == ("people.person_edited", {"name": "Mina Park"})


def test_aut_09_address_and_password_are_not_changed_here_but_lead_to_their_pages(client, mina):
    page = client.get(PAGE).content.decode()
    for address in ("/accounts/email/", "/accounts/password/change/", "/accounts/2fa/"):
        assert f'href="{address}"' in page
    forged = {"name_email-email": "evil@x.example", "password-new_password1": "nine red lanterns"}
    client.post(PAGE, {**fields(client), **forged, "password-new_password2": "nine red lanterns"})
    mina.refresh_from_db()
    assert mina.email == "mina@x.example" and mina.check_password(PASSWORD)


def test_an_empty_name_is_refused_beside_its_field(client, mina):
    page = client.post(PAGE, {**fields(client), "own_name-name": " "})
    assert page.status_code == 200
    mina.refresh_from_db()
    assert mina.name == "Mina"


def test_only_who_works_here_has_a_name_of_their_own_to_change():
    with pytest.raises(people.UnknownPerson):
        people.rename_oneself(name="X", actor=system_actor("test"), at=clock.now())
