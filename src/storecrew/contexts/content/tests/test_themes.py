"""Looks: what can be read, versions, publishing and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core import signing

from storecrew.contexts.channels.errors import UnknownChannel
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.content import public as content
from storecrew.contexts.content import theme_rules as rules
from storecrew.contexts.content.models import Theme
from storecrew.kernel import audit
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ROOT = system_actor("tests")
OURS = content.ThemeChoices()
GREEN = replace(OURS, brand="Harbor", accent="#1F6F54", paper="#fbf7ef", ink="#22201b")


def test_contrast_is_that_of_wcag():
    assert rules.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert rules.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert rules.contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("accent", ["#c5330b", "#1f6f54", "#0b4fd8", "#7a1fa2", "#8a5a00", "#000000"])
@pytest.mark.parametrize("paper", ["#ffffff", "#fbf7ef", "#eef4fb"])
@pytest.mark.parametrize("ink", ["#15191b", "#22201b", "#0a1a4a", "#000000"])
def test_it_2_whatever_is_taken_can_be_read_in_light_and_dark(accent, paper, ink):
    choices = replace(OURS, accent=accent, paper=paper, ink=ink)
    for weak in rules.weaknesses(choices):
        choices = replace(choices, **{weak.field: weak.proposal})
    assert not rules.problems(choices)
    assert not rules.weaknesses(choices)
    for is_dark, colors in ((False, rules.light(choices)), (True, rules.dark(choices))):
        weak = [pair for pair in rules.pairs(colors, is_dark=is_dark) if pair[2] < pair[3]]
        assert weak == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"accent": "#e8b04a"}, "accent"), ({"ink": "#9a9a9a"}, "ink"), ({"paper": "#777777"}, "paper")],
)
def test_a_weak_choice_is_named_with_a_shade_that_passes(change, field):
    (weak,) = rules.weaknesses(replace(OURS, **change))
    assert weak.field == field
    assert weak.ratio < weak.needed
    assert field not in {one.field for one in rules.weaknesses(replace(OURS, **{field: weak.proposal}))}


def test_what_is_no_choice_is_said_by_field():
    wrong = content.ThemeChoices(accent="red", radius=99, font="comic", density="none")
    assert rules.problems(wrong) == {
        "accent": "color", "radius": "radius", "font": "unknown", "density": "unknown",
    }  # fmt: skip


def test_the_style_sheet_says_light_dark_and_strong_contrast():
    css = rules.css(replace(OURS, radius=0, font="serif", density="airy"))
    assert css.startswith("@layer tokens{:root{--ink:#15191b")
    assert "--radius:0px;--radius-l:0px" in css
    assert "Palatino" in css
    assert "--s-8:6rem" in css
    assert "(prefers-color-scheme:dark)" in css
    assert "(prefers-contrast:more)" in css
    assert css.count("{") == css.count("}")
    assert "url(" not in css


@pytest.fixture
def channel(db):
    return make_channel()


def save(choices=GREEN, **more):
    return content.save_theme("eu", choices, actor=ROOT, at=AT, **more)


def publish(number):
    return content.publish_theme("eu", number, actor=ROOT, at=AT)


def test_versions_are_kept_published_and_taken_back(channel):
    assert content.live_theme(channel.id) is None
    first = save(note=" First ")
    assert (first.number, first.brand, first.live, first.note) == (1, "Harbor", False, "First")
    assert first.choices.accent == "#1f6f54"
    assert save().number == 1
    second = save(replace(GREEN, brand=" ", radius=0))
    assert (second.number, second.brand) == (2, "Shop eu")
    assert content.theme_states() == {channel.id: (2, None)}
    assert publish(2).live
    assert content.live_theme(channel.id).number == 2
    assert publish(1).live
    assert [(one.number, one.live) for one in content.themes("eu")] == [(2, False), (1, True)]
    assert publish(1).live
    assert publish(None) is None
    assert content.live_theme(channel.id) is None
    actions = [row.action for row in audit.entries_for("content.theme", channel.id)]
    assert actions.count("content.theme_published") == 3
    assert actions.count("content.theme_saved") == 2
    assert OutboxEvent.objects.filter(name__contains="ThemeChanged").count() == 3


def test_what_nobody_could_read_is_refused_with_the_ratio_and_a_proposal(channel):
    with pytest.raises(content.UnreadableTheme) as caught:
        save(replace(GREEN, accent="#e8b04a"))
    sentence = caught.value.details["fields"]["accent"]
    assert "1.6 : 1" in sentence or "1.7 : 1" in sentence or "1.8 : 1" in sentence
    assert "#" in sentence
    with pytest.raises(content.UnreadableTheme) as caught:
        save(replace(GREEN, ink="#ffffff"))
    assert "ink" in caught.value.details["fields"]
    assert not Theme.objects.exists()


def test_what_is_wrong_is_refused(channel):
    with pytest.raises(content.InvalidTheme) as caught:
        save(replace(GREEN, brand="x" * 61, logo=999), note="x" * 201)
    assert caught.value.details["fields"] == {"brand": "long", "note": "long", "logo": "unknown"}
    with pytest.raises(UnknownChannel):
        content.save_theme("nowhere", GREEN, actor=ROOT, at=AT)
    with pytest.raises(content.UnknownTheme):
        publish(4)
    with pytest.raises(content.UnknownTheme):
        content.theme("eu", 4)
    for write in (
        lambda actor: content.save_theme("eu", GREEN, actor=actor, at=AT),
        lambda actor: content.publish_theme("eu", None, actor=actor, at=AT),
    ):
        with pytest.raises(Denied):
            write(guest_actor())


def test_a_background_for_which_no_accent_exists_says_so(monkeypatch, channel):
    monkeypatch.setattr(rules, "weaknesses", lambda _choices: (rules.Weak("accent", 2.04, 4.5, ""),))
    with pytest.raises(content.UnreadableTheme) as caught:
        save()
    assert "another background" in caught.value.details["fields"]["accent"]


def test_a_preview_is_for_an_hour_and_only_ours(channel):
    save()
    assert content.previewed_theme(content.theme_preview("eu", 1)).number == 1
    assert content.previewed_theme("forged") is None
    assert content.previewed_theme(content.theme_preview("eu", 7)) is None
    assert content.previewed_theme(signing.dumps(["eu", 1], salt="other")) is None


def test_a_version_that_never_was_has_no_style_sheet(channel):
    assert content.theme_css(1, channel.id) is None
    save()
    assert "--accent:#1f6f54" in content.theme_css(1, channel.id)


def test_two_who_save_at_once_do_not_overwrite_each_other(channel, monkeypatch):
    save()
    found = Theme.objects.get()
    monkeypatch.setattr(type(Theme.objects.all()), "first", lambda _rows: None)
    with pytest.raises(content.ThemeRaced):
        save(replace(GREEN, radius=3))
    assert Theme.objects.get() == found
