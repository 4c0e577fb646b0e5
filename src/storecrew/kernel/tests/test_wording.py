"""Words of editors in the place of the product's texts."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext, gettext_lazy, ngettext, override

from storecrew.kernel import revisions, wording
from storecrew.kernel.wording import Word

SENTENCE = "There is nothing here under this name."


def test_a_word_stands_in_its_language_and_leaves_again():
    lazy = gettext_lazy(SENTENCE)
    with override("ko"):
        korean = gettext(SENTENCE)
    before = wording.edition()
    wording.suppose([Word("en", "", SENTENCE, ("We do not have this.",))])
    assert (gettext(SENTENCE), str(lazy), wording.edition()) == ("We do not have this.",) * 2 + (before + 1,)
    with override("ko"):
        assert gettext(SENTENCE) == korean != "We do not have this."
    assert wording.original("en", SENTENCE) == (SENTENCE,)
    assert wording.original("ko", SENTENCE) == (korean,)
    wording.suppose(())
    assert gettext(SENTENCE) == SENTENCE


def test_plurals_keep_their_forms():
    one, many = "%(n)s text", "%(n)s texts"
    wording.suppose([Word("en", "", one, ("a text", "%(n)s sentences"), plural=True)])
    assert [ngettext(one, many, n) % {"n": n} for n in (1, 3)] == ["a text", "3 sentences"]
    assert wording.original("en", one, many) == (one, many)
    assert (wording.forms_of("en"), wording.forms_of("ko")) == (2, 1)


def test_words_of_one_mail_are_spoken_there_alone_and_the_channels_count_most():
    wording.suppose(
        [
            Word("en", "", SENTENCE, ("everywhere",)),
            Word("en", "shop.mail", SENTENCE, ("in the mail",)),
            Word("en", "shop.mail@eu", SENTENCE, ("in the mail of eu",)),
        ]
    )
    with wording.spoken("shop.mail", "shop.mail@kr"):
        assert gettext(SENTENCE) == "in the mail"
    with wording.spoken("shop.mail", "shop.mail@eu"):
        assert gettext(SENTENCE) == "in the mail of eu"
    with wording.spoken("shop.other"):
        assert gettext(SENTENCE) == "everywhere"
    with override("ko"), wording.spoken("shop.mail"):
        assert gettext(SENTENCE) not in {"everywhere", "in the mail"}
    with wording.tried("shop.mail", [Word("en", "shop.mail", SENTENCE, ("tried",))]):
        with wording.spoken("shop.mail"):
            assert gettext(SENTENCE) == "tried"
        assert gettext(SENTENCE) == "everywhere"


def test_words_are_read_again_only_when_they_changed(monkeypatch: pytest.MonkeyPatch, hears_changes: None):
    asked = []
    monkeypatch.setattr(wording, "_source", [lambda: asked.append(1) or []])
    wording.refresh()
    assert asked == []
    revisions.bump(wording.TAG)
    wording.refresh()
    wording.refresh()
    assert asked == [1]
    clock = wording.time.monotonic()
    monkeypatch.setattr(wording.time, "monotonic", lambda: clock + wording.SECONDS + 1)
    wording.refresh()
    assert asked == [1, 1]
