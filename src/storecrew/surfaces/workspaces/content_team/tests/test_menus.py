"""A menu that was changed or removed on the pages of the shell is taken back with one press."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.content import public as content
from storecrew.contexts.content.models import Menu
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")
LINKS = [("Lamps", "/c/lamps/"), ("Chairs", "/c/chairs/")]


@pytest.fixture
def menu() -> Menu:
    return save(LINKS)


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make_staff("content_team"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def save(links) -> Menu:
    key = content.save_menu(code="main", locale="en", items=links, actor=ROOT, at=clock.now())
    return Menu.objects.get(pk=key)


def words() -> list[str] | None:
    links = content.menu_links("main", "en")
    return None if links is None else [text for text, _page, _link in links]


def edit(editor: Client, menu: Menu, text: str) -> None:
    """Change the words of the first link as the page of the shell does."""
    data = {"code": "main", "locale": "en", "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "2",
            "items-MIN_NUM_FORMS": "0", "items-MAX_NUM_FORMS": "1000"}  # fmt: skip
    for number, item in enumerate(menu.items.order_by("sort_order")):
        given = {"id": item.pk, "text": item.text if number else text, "page": "", "link": item.link,
                 "ORDER": number + 1, "DELETE": ""}  # fmt: skip
        data |= {f"items-{number}-{name}": str(value) for name, value in given.items()}
    answer = editor.post(reverse("wagtailsnippets_content_menu:edit", args=[menu.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors


def offer(editor: Client) -> str:
    page = editor.get(reverse("wagtailsnippets_content_menu:list")).content.decode()
    return re.findall(r'name="offer" value="(\d+)"', page)[-1]


def test_a_changed_menu_is_taken_back_but_not_over_a_colleagues(editor, menu):
    edit(editor, menu, "Lights")
    assert words() == ["Lights", "Chairs"]
    number = offer(editor)
    editor.post("/admin/undo/", {"offer": number})
    assert words() == ["Lamps", "Chairs"]
    edit(editor, Menu.objects.get(), "Lights")
    number = offer(editor)
    save([("Sale", "/c/sale/")])
    editor.post("/admin/undo/", {"offer": number})
    assert words() == ["Sale"]


def test_a_removed_menu_comes_back(editor, menu):
    editor.post(reverse("wagtailsnippets_content_menu:delete", args=[menu.pk]))
    assert words() is None
    editor.post("/admin/undo/", {"offer": offer(editor)})
    assert words() == ["Lamps", "Chairs"]


def test_a_menu_goes_back_only_for_who_may_write_and_while_it_is_as_known(menu):
    before = content.menu_links("main", "en")
    assert before == [["Lamps", None, "/c/lamps/"], ["Chairs", None, "/c/chairs/"]]
    put = {"code": "main", "locale": "en", "before": [["Gone", 999_999, ""], *before[:1]], "at": clock.now()}
    with pytest.raises(Denied):
        content.put_menu_back(**put, after=before, actor=Actor("staff", "1", "Eve"))
    with pytest.raises(content.MenuChanged):
        content.put_menu_back(**put, after=None, actor=ROOT)
    content.put_menu_back(**put, after=before, actor=ROOT)
    assert words() == ["Lamps"]
