"""Declarations are judged: what is refused is refused in words, and nothing of it stays."""

from __future__ import annotations

import sys
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from storecrew.config.extending import attaching, guarding, loading
from storecrew.contexts.orders import public as orders
from storecrew.kernel.extensions import Extension, MenuItem, Right, deprecated, deprecation, standing
from storecrew.kernel.extensions.standing import Row
from tests.extensions.installing import dist_info, install


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of distributions on the path; what is loaded from it is forgotten."""
    before, rows = set(sys.modules), list(standing.standing())
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    standing.write(rows)
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "") or "").startswith(str(tmp_path)):
            del sys.modules[name]


def judged(*, off: tuple[str, ...] = ()) -> dict[str, Row]:
    loading.load(off=off)
    return {row.distribution.partition(" ")[0]: row for row in standing.standing()}


def why(site: Path, more: str = "", name: str = "acme-one", **files: str) -> str:
    install(site, name, more=more, **files)
    return judged()[name].in_english


def test_one_that_fits_runs_in_name_order(site: Path):
    install(site, "acme-two")
    install(site, "acme-one")
    apps = loading.load(off=())
    assert [row.name for row in standing.standing()] == ["acme-one", "acme-two"]
    assert [name.rpartition(".")[2] for name in apps] == ["AcmeOne", "AcmeTwo"]
    assert [declared.version for _row, declared in standing.running()] == ["0.1", "0.1"]
    assert standing.standing()[0].why == ""


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (', permissions=(Right("acme_one.a", "A"), Right("acme_one.a", "A"))', "is there twice"),
        (', permissions=(Right("other.a", "A"),)', "begin with acme_one."),
        (', app="django.contrib.auth"', "is not its own"),
        (', app="acme_nowhere"', "ModuleNotFoundError"),
        (', templates="shop"', "has no folder shop"),
        (", nothing=1", "unexpected keyword"),
    ],
)
def test_what_a_declaration_says_wrong_is_told(site: Path, more: str, reason: str):
    assert reason in why(site, more)


def test_a_name_has_an_owner_and_is_that_of_the_entry_point(site: Path):
    assert "two words" in why(site, name="stars")
    install(site, "acme-one", declaration='from storecrew.kernel.extensions import Extension\n'
            'extension = Extension(name="acme-other", version="1", contract="1.x")\n')  # fmt: skip
    assert "called acme-one, the extension acme-other" in judged()["acme-one"].in_english


def test_two_of_one_name_are_one_and_a_reason(site: Path):
    install(site, "acme-one")
    dist_info(site, "acme-one", "9", "acme_one.declaration:extension", distribution="acme-one-again")
    rows = judged()
    assert rows["acme-one"].state == "running"
    assert "taken by acme-one 0.1" in rows["acme-one-again"].in_english


def test_what_is_no_extension_or_has_no_contract_is_refused(site: Path):
    assert "names no Extension" in why(site, declaration="extension = 1\n")
    install(site, "acme-two", contract="new")
    assert "'new' is no contract" in judged()["acme-two"].in_english


def test_a_declaration_that_imports_the_shop_is_told_not_to(site: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("storecrew.kernel.permissions", "storecrew.kernel.actor"):
        monkeypatch.delitem(sys.modules, name)
    kept = {name: getattr(sys.modules["storecrew.kernel"], name) for name in ("permissions", "actor")}
    reason = why(site, declaration="from storecrew.kernel.actor import Actor\n")
    for name, module in kept.items():
        monkeypatch.setattr(sys.modules["storecrew.kernel"], name, module)
    assert "imports more than storecrew.kernel.extensions" in reason


def test_wagtail_hooks_are_in_no_contract(site: Path):
    assert "wagtail_hooks" in why(site, wagtail_hooks="")


def test_turned_off_is_not_imported(site: Path):
    install(site, "acme-one", declaration="raise SystemExit\n")
    assert judged(off=("acme-one",))["acme-one"].state == "off"
    assert "SystemExit" in judged()["acme-one"].in_english


PAGES = """from django.http import HttpResponse
from django.urls import path
from storecrew.surfaces.ui.backoffice.access import workspace_page

guarded = workspace_page(permission="settings.read")
urlpatterns = [path("a/", guarded(lambda request: HttpResponse("a")), name="a")]
"""


@pytest.mark.parametrize(
    ("changes", "files", "reason"),
    [
        ({"rest": "acme_one.rest.router"}, {"rest": "router = 1"}, "no ninja Router"),
        (
            {"rest": "acme_one.rest.router"},
            {"rest": "from ninja import Router\nrouter = Router()\n@router.get('/x')\ndef x(request): ..."},
            "/x has no auth",
        ),
        ({"pages": "acme_one.pages.urlpatterns"}, {"pages": "urlpatterns = [1]"}, "flat list"),
        ({"checks": ("acme_one.checks.one",)}, {"checks": "one = 1"}, "is no function"),
        (
            {"pages": "acme_one.pages.urlpatterns", "menu": (MenuItem("A", "b", "settings.read"),)},
            {"pages": PAGES},
            "none of its pages",
        ),
        (
            {"pages": "acme_one.pages.urlpatterns", "menu": (MenuItem("A", "a", "acme_one.gone"),)},
            {"pages": PAGES},
            "is no right",
        ),
        ({}, {"migrations__0001_initial": "1 / 0"}, "ZeroDivisionError"),
        ({}, {"templatetags__stars": "import nowhere"}, "nowhere"),
    ],
)
def test_what_it_names_is_looked_at_when_it_starts(site: Path, changes: dict, files: dict, reason: str):
    install(site, "acme-one", **files)
    for folder in ("migrations", "templatetags"):
        if (site / "acme_one" / folder).is_dir():
            (site / "acme_one" / folder / "__init__.py").write_text("")
    declared = Extension(name="acme-one", version="1", contract="1.x", **changes)
    row = Row("acme-one", "acme-one 1", declared)
    with pytest.raises(Exception) as refused:
        attaching.attach(row, "acme_one")
    attaching.detach(row, "acme_one")
    assert reason in guarding.reason_of(refused.value)


def test_rights_are_named_like_their_extension():
    assert Extension(name="acme-one", version="1", contract="1.x").label == "acme_one"
    assert not Right("acme_one.read", "Read").sensitive


def said(*words: str) -> str:
    out = StringIO()
    with suppress(SystemExit):
        call_command("extensions", *words, stdout=out)
    return out.getvalue()


def test_the_command_says_when_there_is_none_and_names_what_reaches_too_far(site: Path):
    standing.write([])
    assert "No extension is installed" in said()
    install(site, "acme-one", handlers="from storecrew.contexts.orders.models import Order\n")
    judged()
    listed = said()
    assert listed.splitlines()[0].split() == ["name", "version", "contract", "state", "why"]
    assert "handlers.py:1: storecrew.contexts.orders.models.Order is in no contract" in listed


def test_it_5_the_command_lists_what_goes_and_where_extensions_use_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(deprecation, "_known", {})
    standing.write([])
    assert "Nothing of contract" in said("--deprecations")

    @deprecated(since="1.0", until="2.0", instead="orders.find()")
    def seek() -> None: ...

    monkeypatch.setattr(orders, "seek", seek, raising=False)
    install(
        site,
        "acme-one",
        handlers="from storecrew.contexts.orders import public as orders\n\n\n"
        "def f():\n    orders.seek()\n    f.seek()\n",
    )
    judged()
    first, second = said("--deprecations").splitlines()
    assert first.endswith("is deprecated since contract 1.0 and goes with 2.0: orders.find()")
    assert second.endswith("handlers.py:5: storecrew.contexts.orders.public.seek")
