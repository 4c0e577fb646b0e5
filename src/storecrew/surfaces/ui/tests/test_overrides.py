"""Templates of an installation win over ours, and never cost a shopper the page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.template import TemplateDoesNotExist, engines
from django.test import RequestFactory

from storecrew.contexts.work.models import Finding
from storecrew.kernel import revisions
from storecrew.surfaces.ui import overrides
from storecrew.surfaces.ui.gallery.views import page

NAME = "help/not_found.jinja"
GOOD = '{% extends "ui/base.jinja" %}{% block main %}<p id="mine">Ours alone</p>{% endblock %}'


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> overrides.ShopTemplates:
    found = engines["shop"]
    monkeypatch.setattr(found, "overrides", overrides.Overrides([tmp_path / "first", tmp_path / "second"]))
    monkeypatch.setattr(found, "theirs", None)
    return found  # type: ignore[return-value]


def put(engine, text, name=NAME, folder=0) -> Path:
    path = engine.overrides.folders[folder] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    revisions.bump(overrides.TAG)
    return path


def seen(name="not-found") -> str:
    return page(RequestFactory().get(f"/gallery/{name}/"), name).content.decode()


def listed(**options) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("templates", stdout=out, **options)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def test_it_2_a_template_of_the_installation_wins_and_leaves_again(engine):
    assert "Ours alone" not in seen()
    put(engine, GOOD, folder=1)
    assert "Ours alone" in seen()
    put(engine, GOOD.replace("Ours alone", "First folder"))
    assert "First folder" in seen()
    for folder in engine.overrides.folders:
        (folder / NAME).unlink()
    revisions.bump(overrides.TAG)
    assert "First folder" not in seen()


def test_a_part_that_pages_share_is_replaced_in_all_of_them(engine):
    source = engine.original("ui/components/icons.jinja")
    before = seen("home")
    put(engine, source.replace('class="mark-field"', 'class="mark-field mine"'), "ui/components/icons.jinja")
    assert "mark-field mine" in seen("home")
    assert "mark-field mine" in seen("product")
    (engine.overrides.folders[0] / "ui/components/icons.jinja").unlink()
    revisions.bump(overrides.TAG)
    assert seen("home") == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        "{% block main %}{% if %}",
        '{% extends "ui/base.jinja" %}{% block main %}{{ nothing.here }}{% endblock %}',
        '{% extends "ui/base.jinja" %}{% block main %}{% include "no/such.jinja" %}{% endblock %}',
        '{% extends "no/frame.jinja" %}',
        '{% extends "ui/base.jinja" %}{% block main %}{{ 1 // 0 }}{% endblock %}',
    ],
)
def test_it_2_a_broken_override_is_ours_for_shoppers_and_an_alert_for_developers(engine, broken):
    usual = seen()
    put(engine, broken)
    assert seen() == usual
    assert seen() == usual
    finding = Finding.objects.get()
    assert finding.owner_role == "developer"
    assert NAME in finding.title
    text, code = listed(apply=True)
    assert "BROKEN" in text
    assert code == 1
    put(engine, GOOD)
    assert listed(apply=True)[1] == 0
    assert "Ours alone" in seen()
    assert Finding.objects.get().state == Finding.State.RESOLVED


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_left_out(engine):
    put(engine, GOOD).write_bytes(b"\xff\xfe\x00")
    assert "Ours alone" not in seen()
    assert Finding.objects.count() == 1


def test_an_error_that_is_not_theirs_is_raised_as_ever(engine):
    put(engine, GOOD, "browse/categories.jinja")
    put(engine, GOOD)
    template = engine.get_template(NAME)
    with pytest.raises(Exception, match="shop"):
        template.render({})
    assert engine.overrides.aside == {}
    with pytest.raises(TemplateDoesNotExist):
        engine.get_template("no/such.jinja")


def test_an_alert_that_cannot_be_opened_costs_nobody_the_page(engine, monkeypatch):
    def refuse(**_facts):
        raise overrides.DatabaseError

    monkeypatch.setattr(overrides.work, "raise_finding", refuse)
    put(engine, "{% if %}")
    assert "Ours alone" not in seen()


def test_it_2_the_list_says_which_of_ours_changed_since(engine):
    assert "No template is replaced" in listed()[0]
    text, code = listed(copy=NAME)
    assert str(engine.overrides.folders[0] / NAME) in text
    assert code == 0
    with pytest.raises(CommandError, match="there already"):
        listed(copy=NAME)
    with pytest.raises(CommandError, match="no template"):
        listed(copy="no/such.jinja")
    assert "ours is as it was copied" in listed()[0]
    put(engine, "{# storecrew original 0123456789abcdef #}\n" + GOOD)
    text, code = listed()
    assert "OURS CHANGED" in text
    assert code == 1
    put(engine, GOOD)
    put(engine, "<p>mine</p>", "own/part.jinja")
    text, code = listed()
    assert "no head" in text
    assert "own/part.jinja  none of ours" in text
    assert code == 0
