"""U001: the speed of the shop as developers and the Head of Digital read it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storecrew.contexts.health import public as health
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.workspaces.developer.speed import written

pytestmark = pytest.mark.django_db


def view(page="product", device="phone", **values):
    health.count_vitals(page=page, device=device, values=values, actor=system_actor("tests"), at=clock.now())


@pytest.mark.parametrize("role", ["developer", "head_of_digital"])
def test_u001_the_table_has_values_verdicts_and_words(client, role):
    for _ in range(3):
        view(lcp=2400, inp=90, cls=10, fcp=900, ttfb=200)
        view(device="desktop", lcp=8000)
    client.force_login(make_staff(role))
    text = client.get(reverse("speed")).content.decode()
    assert "Phone: everything is good, in 3 measured views." in text
    assert "Desktop: Main content above the limit, in 3 measured views." in text
    assert "good up to 2.5 s" in text
    assert "100% good" in text
    assert "All pages" in text


def test_an_empty_time_says_so_and_nonsense_falls_back(client):
    client.force_login(make_staff("developer"))
    assert "Nothing was measured" in client.get(reverse("speed")).content.decode()
    for days in ("0", "x", "-1", "9999999999999999999", "７"):
        assert client.get(reverse("speed"), {"days": days}).status_code == 200


def test_who_may_not_see_reports_does_not_see_this(client):
    client.force_login(make_staff("customer_service"))
    assert client.get(reverse("speed")).status_code == 403


@pytest.mark.parametrize(
    ("measure", "value", "words"), [("lcp", 2449, "2.4 s"), ("inp", 120, "120 ms"), ("cls", 54, "0.05")]
)
def test_values_are_written_as_people_say_them(measure, value, words):
    assert written(measure, value) == words
