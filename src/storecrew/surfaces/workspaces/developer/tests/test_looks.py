"""The look of a channel on screen: made, looked at, published, taken back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from storecrew.contexts.content import public as content
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.surfaces.storefront.tests.factories import make_shop

pytestmark = pytest.mark.django_db
VALUES = {
    "brand": "Harbor", "accent": "#1f6f54", "ink": "#22201b", "paper": "#fbf7ef", "radius": "12",
    "font": "serif", "density": "airy", "note": "Winter",
}  # fmt: skip


@pytest.fixture
def desk(client):
    client.force_login(make_staff("developer"))
    return client


def page(answer):
    return answer.content.decode()


def add(desk, **changes):
    return desk.post(reverse("look_add", args=["eu"]), VALUES | changes)


def test_it_2_a_look_is_made_seen_shown_and_taken_back(desk):
    make_shop()
    record = reverse("look_record", args=["eu"])
    assert "None yet: the channel has our own look." in page(desk.get(record))
    assert "our own look" in page(desk.get(reverse("look_list")))
    assert add(desk)["Location"] == reverse("look_version", args=["eu", 1])
    seen = page(desk.get(reverse("look_version", args=["eu", 1]) + "?page=product&language=ko"))
    frames = re.findall(r'<iframe title="([^"]+)" src="(/ko/p/[^"]+)"', seen)
    assert [title for title, _url in frames] == [
        f"The shop, {width} pixels wide" for width in (390, 768, 1440)
    ]
    shown = desk.get(frames[0][1].replace("&amp;", "&"))
    assert "Harbor" in page(shown)
    desk.post(reverse("look_publish", args=["eu"]), {"number": "1"})
    assert content.live_theme(content.theme("eu", 1).channel_id).number == 1
    assert "Version 1" in page(desk.get(reverse("look_list")))
    assert "Winter" in page(desk.get(record))
    second = page(desk.get(reverse("look_add", args=["eu"]) + "?from=1"))
    assert 'value="#1f6f54"' in second
    desk.post(reverse("look_publish", args=["eu"]))
    assert content.live_theme(content.theme("eu", 1).channel_id) is None


@pytest.mark.parametrize("place", ["home", "category", "search", "cart", "help", "nonsense"])
def test_each_page_of_the_shop_can_be_looked_at(desk, place):
    make_shop()
    add(desk)
    seen = page(desk.get(reverse("look_version", args=["eu", 1]) + f"?page={place}&language=en"))
    url = re.search(r'<iframe title="[^"]+" src="([^"]+)"', seen).group(1).replace("&amp;", "&")
    assert desk.get(url).status_code == 200


def test_what_cannot_be_read_is_said_beside_its_field(desk):
    make_shop()
    answer = add(desk, accent="#e8b04a")
    assert answer.status_code == 422
    assert "would pass." in page(answer)
    answer = add(desk, brand="", ink="red")
    assert "Write a color such as" in page(answer)
    assert content.themes("eu") == []


def test_a_channel_that_is_not_there_is_not_found(desk):
    for name, args in (("look_record", ["nowhere"]), ("look_add", ["nowhere"])):
        assert desk.get(reverse(name, args=args)).status_code == 404
    make_shop()
    assert desk.get(reverse("look_version", args=["eu", 9])).status_code == 404


def test_who_reads_pages_sees_looks_and_changes_none(client):
    make_shop()
    client.force_login(make_staff("tester"))
    record = page(client.get(reverse("look_record", args=["eu"])))
    assert "New version" not in record
    assert client.post(reverse("look_publish", args=["eu"])).status_code == 403
