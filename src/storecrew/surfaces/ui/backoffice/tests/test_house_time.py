"""The clock of the back office: that of the business, or the one a person chose."""

import datetime as dt

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.backoffice.words import actor_words

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)


def test_times_are_those_of_the_business_until_somebody_chooses_another_clock(client):
    make_channel(timezone="Asia/Seoul")
    person = make_staff("owner")
    client.force_login(person)
    task = work.open_task(
        code="photograph",
        title="Photograph the new cups",
        owner_role="ecommerce_sme",
        due_at=AT + dt.timedelta(days=1),
        actor=system_actor("tests"),
        at=AT,
    )
    page = reverse("tasks_record", args=[task.id])
    with clock.frozen(AT):
        assert "19:00" in client.get(page).content.decode()
        profile = UserProfile.get_for_user(person)
        # A profile that says nothing about time, as one that keeps a theme, changes nothing.
        assert "19:00" in client.get(page).content.decode()
        profile.current_time_zone = "Europe/Lisbon"
        profile.save()
        person.refresh_from_db()
        assert "10:00" in client.get(page).content.decode()


def test_wagtails_own_pages_read_the_same_clock(client):
    make_channel(timezone="Asia/Seoul")
    client.force_login(make_staff("owner"))
    Locale.objects.get_or_create(language_code="en")
    page = Page.add_root(title="Root", slug="root").add_child(title="Home", slug="home")
    with clock.frozen(AT):
        page.go_live_at = AT
        page.save_revision()
        form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "2026-03-02 19:00" in form and "2026-03-02 10:00" not in form


@pytest.mark.parametrize("label", ["demo", "demo.planner", "people.delegations", "export_catalog"])
def test_what_timed_work_and_the_demo_did_is_told_as_done_by_the_product(label: str):
    assert actor_words(label) == "Storecrew"
    assert actor_words("Demo Person") == "Demo Person"


def test_ops_12_what_is_typed_is_read_by_the_clock_that_stands_beside_it(client):
    make_channel(timezone="Asia/Seoul")
    client.force_login(make_staff("owner"))
    address = reverse("tasks_add")
    assert "By the clock of Asia/Seoul." in client.get(address).content.decode()
    form = {"title": "Print the flyer", "owner_role": "marketing_manager", "due_at": "2026-03-02T09:00"}
    assert client.post(address, form).status_code == 302
    (task,) = [each for each in work.visible_tasks(system_actor("tests")) if each.title == "Print the flyer"]
    assert task.due_at == dt.datetime(2026, 3, 2, 0, 0, tzinfo=dt.UTC)
