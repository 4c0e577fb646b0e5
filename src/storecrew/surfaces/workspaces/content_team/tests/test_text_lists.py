"""The lists of texts are lists like any other: narrowed, sorted, kept as views and taken away as files."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from storecrew.contexts.content import public as content
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.ui.shop_texts import shop_texts
from storecrew.surfaces.workspaces.content_team.texts import lists

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")
MESSAGES, MAILS = "/admin/texts/messages/", "/admin/texts/mails/"
TEXT = "It may have moved, or the product is no longer sold. The rest of the shop is a word away:"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make_staff("content_team"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def say(text: str, *, publish: bool = True, locale: str = "en", original: str = TEXT) -> None:
    kept = content.draft_message(
        original=original, plural="", locale=locale, forms=[text], actor=ROOT, at=clock.now()
    )
    if publish:
        content.publish_wording(wording_id=kept.id, actor=ROOT, at=clock.now())


def shown(answer) -> list[str]:
    assert answer.status_code == 200
    return [row.title for row in answer.context["rows"]]


def test_it_14_messages_are_found_by_state_place_kind_and_language(editor):
    everything = editor.get(MESSAGES)
    assert everything.context["total"] > 500
    say("We “moved” it.")
    assert shown(editor.get(MESSAGES, {"f.state": "own"})) == ["We “moved” it."]
    assert shown(editor.get(MESSAGES, {"f.state": "own", "f.locale": "ko"})) == []
    assert shown(editor.get(MESSAGES, {"q": "sold out for good", "f.state": "delivered"})) == []
    both = editor.get(MESSAGES, {"q": TEXT[:24], "f.locale": ["en", "ko"]})
    assert len(shown(both)) == 2, "a text is found by its original in every language"
    names = editor.get(MESSAGES, {"f.kind": "name"}).context["total"]
    sentences = editor.get(MESSAGES, {"f.kind": "sentence"}).context["total"]
    assert names + sentences == everything.context["total"]
    errors = editor.get(MESSAGES, {"f.place": "errors"}).context["total"]
    others = editor.get(MESSAGES, {"f.place": "errors", "f.place.op": "not"}).context["total"]
    assert errors + others == everything.context["total"]


def test_it_14_messages_are_sorted_with_what_nobody_changed_last(editor):
    say("We “moved” it.")
    newest = editor.get(MESSAGES, {"sort": "-changed"})
    assert shown(newest)[0] == "We “moved” it."
    assert shown(editor.get(MESSAGES, {"sort": "changed"}))[0] == "We “moved” it."
    down = shown(editor.get(MESSAGES, {"sort": "-shown"}))
    assert down == sorted(down, reverse=True)


def test_it_14_a_view_of_messages_is_saved_and_the_list_taken_away_as_it_is(editor):
    say("We “moved” it.")
    answer = editor.post(f"{MESSAGES}?f.state=own", {"save_view": "1", "name": "Ours", "sharing": "own"})
    assert answer.status_code == 302
    assert "Ours" in editor.get(MESSAGES).content.decode()
    file = editor.get(MESSAGES, {"f.state": "own", "columns": "original,own,where", "export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(file).decode("utf-8-sig"))))
    assert len(rows) == 2
    assert TEXT in rows[1]
    assert "We “moved” it." in rows[1]


def test_it_14_mails_are_narrowed_and_taken_away_too(editor):
    everything = [one for page in (1, 2) for one in shown(editor.get(MAILS, {"page": page}))]
    assert everything == sorted(everything)
    assert shown(editor.get(MAILS, {"f.state": "own"})) == []
    assert set(shown(editor.get(MAILS, {"q": "order"}))) < set(everything)
    file = editor.get(MAILS, {"export": "csv"})
    assert len(b"".join(file).decode("utf-8-sig").strip().splitlines()) == len(everything) + 1


def test_it_14_the_lists_of_texts_cost_the_same_whatever_is_said(editor, django_assert_max_num_queries):
    say("We “moved” it.")
    editor.get(MESSAGES)
    with django_assert_max_num_queries(15):
        editor.get(MESSAGES)


def test_every_part_of_the_shop_that_has_texts_is_named():
    places = {place for text in shop_texts() for place in text.places}
    assert places - set(lists.PLACES) == set()
