"""Texts of mails and messages: drafted, published, restored; a wrong one stops no mail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import gettext, override

from storecrew.contexts.content import public as content
from storecrew.contexts.content.models import Wording
from storecrew.contexts.content.operations.wording import tell_of_words
from storecrew.contexts.orders.models import Order
from storecrew.contexts.work.models import Finding
from storecrew.kernel import audit, clock, mail, outbox, wording
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
EDITOR = Actor("staff", "7", "Mina Park", frozenset({"content.write"}))
NOBODY = Actor("staff", "8", "Jun Lee", frozenset())
SENTENCE = "There is no page under this address."
TEXT = "Shall we tell you when %(title)s is back?"
KIND = "checkout.wait_confirm"


@pytest.fixture(autouse=True)
def _at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def _shop() -> None:
    from storecrew.contexts.channels.tests.factories import make_channel

    make_channel(code="eu", is_default=True)


def speak() -> None:
    """Do what the commit of a publication makes every process do."""
    wording.suppose(content_words())


def content_words() -> list[wording.Word]:
    from storecrew.contexts.content.wordings import words_in_force

    return list(words_in_force())


def draft(text: str = "Hello from {title}?", *, edits: int = 0, locale: str = "en") -> content.WordingFacts:
    return content.draft_mail(
        name=KIND, locale=locale, texts={TEXT: [text]}, edits=edits, actor=EDITOR, at=AT
    )


def test_it_14_a_message_is_drafted_published_and_restored_with_who_and_when():
    kept = content.draft_message(
        original=SENTENCE, locale="en", forms=["Nothing lives here."], actor=EDITOR, at=AT
    )
    speak()
    assert gettext(SENTENCE) == SENTENCE  # a draft is read by nobody
    kept = content.publish_wording(wording_id=kept.id, actor=EDITOR, at=AT)
    speak()
    assert gettext(SENTENCE) == "Nothing lives here."
    with override("ko"):
        assert gettext(SENTENCE) != "Nothing lives here."
    kept = content.restore_wording(wording_id=kept.id, actor=EDITOR, at=AT)
    speak()
    assert gettext(SENTENCE) == SENTENCE
    kept = content.restore_wording(wording_id=kept.id, number=1, actor=EDITOR, at=AT)
    assert [(each.number, dict(each.texts), each.by) for each in content.versions(kept.id)] == [
        (3, {SENTENCE: ("Nothing lives here.",)}, "Mina Park"),
        (2, {}, "Mina Park"),
        (1, {SENTENCE: ("Nothing lives here.",)}, "Mina Park"),
    ]
    actions = [entry.action for entry in audit.entries_for("content.wording", content.message_key(SENTENCE))]
    assert sorted(actions) == [
        "content.words_drafted", "content.words_published",
        "content.words_restored", "content.words_restored",
    ]  # fmt: skip
    with pytest.raises(content.UnknownText):
        content.restore_wording(wording_id=kept.id, number=9, actor=EDITOR, at=AT)


def test_a_draft_needs_the_right_a_known_text_and_the_state_that_was_seen(_shop: None):
    with pytest.raises(Denied):
        content.draft_message(original="a", locale="en", forms=["b"], actor=NOBODY, at=AT)
    with pytest.raises(content.UnknownText):
        content.draft_mail(name="no.mail", locale="en", texts={}, actor=EDITOR, at=AT)
    with pytest.raises(content.UnknownText):
        content.draft_mail(name=KIND, locale="en", texts={"?": ["x"]}, actor=EDITOR, at=AT)
    with pytest.raises(content.UnknownPlaceholder):
        draft("Hello {name}")
    assert set(content.problems_of({TEXT: ["Hello"]}, {TEXT: ""}, "en")) == {TEXT}
    kept = draft()
    with pytest.raises(content.StaleText):
        draft(edits=0)
    kept = content.discard_draft(wording_id=kept.id, actor=EDITOR, at=AT)
    for refused in (content.discard_draft, content.publish_wording):
        with pytest.raises(content.NothingToPublish):
            refused(wording_id=kept.id, actor=EDITOR, at=AT)
    with pytest.raises(content.UnknownText):
        content.publish_wording(wording_id=kept.id + 1, actor=EDITOR, at=AT)
    # what is like the original is the original
    assert draft("Shall we tell you when {title} is back?", edits=kept.edits).draft == {}


def test_it_14_a_mail_is_seen_with_its_draft_and_leaves_with_what_is_published(_shop: None):
    kept = draft("Is {title} for you?")
    assert "Is An article for you?" in content.sample(name=KIND, locale="en", drafts=True).text
    assert "Is An article" not in content.sample(name=KIND, locale="en").text
    content.publish_wording(wording_id=kept.id, actor=EDITOR, at=AT)
    speak()
    written = content.sample(name=KIND, locale="en")
    assert "Is An article for you?" in written.text
    assert "Is An article for you?" in written.html
    assert "Is " not in content.sample(name=KIND, locale="ko").text.split("?")[0]
    with pytest.raises(content.UnknownText):
        content.sample(name="no.mail", locale="en")


def test_a_channel_may_speak_for_itself(_shop: None):
    kept = content.draft_mail(
        name=KIND, locale="en", channel="eu", texts={TEXT: ["{title}, dear Europe?"]}, actor=EDITOR, at=AT
    )
    assert "dear Europe" in content.sample(name=KIND, locale="en", channel="eu", drafts=True).text
    content.publish_wording(wording_id=kept.id, actor=EDITOR, at=AT)
    speak()
    assert "dear Europe" in content.sample(name=KIND, locale="en", channel="eu").text


def test_a_test_goes_to_the_one_who_edits(_shop: None):
    draft("Is {title} for you?")
    content.send_sample(name=KIND, locale="en", to="mina@storecrew.example", actor=EDITOR, at=AT)
    sent = Mail.objects.get()
    assert (sent.to, sent.subject.startswith(f"[{KIND}]")) == ("mina@storecrew.example", True)
    assert "Is An article for you?" in sent.text
    with pytest.raises(Denied):
        content.send_sample(name=KIND, locale="en", to="x@y.example", actor=NOBODY, at=AT)


@pytest.mark.parametrize("name", [kind.name for kind in mail.kinds.kinds()])
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_it_14_every_kind_can_be_seen(name: str, locale: str, _shop: None):
    from storecrew.contexts.orders.tests.factories import make_order

    if not Order.objects.exists():
        make_order()
    written = content.sample(name=name, locale=locale)
    assert written.subject
    assert len(written.text) > 40
    assert not written.html or f'<html lang="{locale}"' in written.html
    assert mail.kinds.find(name).parts()
    assert Mail.objects.filter(to__contains="preview").count() == 0


def test_it_14_words_that_do_not_fit_are_left_out_and_told(_shop: None):
    kept = content.publish_wording(wording_id=draft().id, actor=EDITOR, at=AT)
    Wording.objects.filter(pk=kept.id).update(texts={TEXT: {"forms": ["%(gone)s %"], "plural": ""}})
    speak()
    assert "Shall we tell you when An article is back?" in content.sample(name=KIND, locale="en").text
    system = system_actor("content")
    assert content.check_words(actor=system, at=AT) == 1
    found = Finding.objects.get(state="open")
    assert (found.owner_role, found.url) == ("content_team", f"/admin/texts/mails/{KIND}/?locale=en")
    Wording.objects.filter(pk=kept.id).update(texts={TEXT: {"forms": ["%(title)s"], "plural": ""}})
    assert content.check_words(actor=system, at=AT) == 0
    assert not Finding.objects.filter(state="open").exists()


def test_it_14_a_mail_that_breaks_leaves_with_the_original(_shop: None):
    # past every check, as if a rule had been forgotten
    wording.suppose(
        [wording.Word("en", KIND, "Please confirm: tell you when %(title)s is back?", ("%(gone)s",))]
    )
    written = content.sample(name=KIND, locale="en")
    assert written.subject == "Please confirm: tell you when An article is back?"
    outbox.drain()
    assert Finding.objects.filter(code="words_do_not_fit", owner_role="content_team").count() == 1


def test_an_alert_about_a_message_leads_to_the_list():
    tell_of_words(key="k", about="", detail="d", locale="en", actor=system_actor("content"), at=AT)
    assert Finding.objects.get().url == "/admin/texts/messages/?f.state=own"
