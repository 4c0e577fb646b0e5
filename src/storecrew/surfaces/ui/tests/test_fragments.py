"""Kept parts of templates: the same values, the same text; any other, another."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.utils import translation
from jinja2 import DictLoader, Environment

from storecrew.surfaces.ui.fragments import OVERHEAD, Fragments, fragments
from storecrew.surfaces.ui.jinja import environment


@dataclass(frozen=True)
class Item:
    name: str


class Counting:
    """Counts how often a part is rendered."""

    def __init__(self) -> None:
        self.times = 0

    def __str__(self) -> str:
        self.times += 1
        return f"rendered {self.times}"


@pytest.fixture(autouse=True)
def _empty():
    fragments.forget()
    yield
    fragments.forget()


def env(**templates: str) -> Environment:
    return environment(loader=DictLoader(templates), autoescape=True, auto_reload=False)


def test_a_part_is_rendered_once_for_equal_values():
    page = env(page="{% keep item %}{{ item.name }} {{ seen }}{% endkeep %}").get_template("page")
    seen = Counting()
    assert page.render(item=Item("a & b"), seen=seen) == "a &amp; b rendered 1"
    assert page.render(item=Item("a & b"), seen=seen) == "a &amp; b rendered 1"
    assert page.render(item=Item("c"), seen=seen) == "c rendered 2"


def test_language_and_place_tell_parts_apart():
    page = env(page="{% keep item %}1 {{ language() }}{% endkeep %},\n{% keep item %}2{% endkeep %}")
    with translation.override("en"):
        assert page.get_template("page").render(item=1) == "1 en,\n2"
    with translation.override("ko"):
        assert page.get_template("page").render(item=1) == "1 ko,\n2"


def test_values_that_cannot_be_compared_are_rendered_each_time():
    page = env(page="{% keep item %}{{ seen }}{% endkeep %}").get_template("page")
    seen = Counting()
    assert [page.render(item=["list"], seen=seen) for _ in range(2)] == ["rendered 1", "rendered 2"]


def test_what_a_part_raises_is_not_taken_for_values_that_cannot_be_compared():
    page = env(page="{% keep 1 %}{{ 1 + 'a' }}{% endkeep %}").get_template("page")
    with pytest.raises(TypeError):
        page.render()


def test_while_templates_are_written_nothing_is_kept():
    loader = DictLoader({"page": "{% keep 1 %}old{% endkeep %}"})
    writing = environment(loader=loader, autoescape=True, auto_reload=True)
    assert writing.get_template("page").render() == "old"
    loader.mapping["page"] = "{% keep 1 %}new{% endkeep %}"
    assert writing.get_template("page").render() == "new"


def test_the_oldest_texts_leave_when_they_are_too_long():
    few = Fragments(most=3 * (OVERHEAD + 10))
    for number in range(4):
        few.keep(number, "x" * 10)
    assert [few.find(number) is not None for number in range(4)] == [False, True, True, True]
