"""IT-5: distributions are installed and started in processes of their own, good ones and broken ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from storecrew.config.bootstrap import open_shop
from storecrew.kernel import clock
from storecrew.surfaces.storefront.tests.factories import make_roots
from tests.extensions.installing import Place, install, install_stars
from tests.guarantees.machinery.arena import Template
from tests.guarantees.machinery.house import address_of

pytestmark = pytest.mark.drill
TOUCHY_MODELS = """from django.db import models


class Half(models.Model):
    product = models.ForeignKey("catalog.Product", on_delete=models.CASCADE)


raise RuntimeError("no such setting")
"""
OPEN = ', pages="acme_open.pages.urlpatterns", templates="shop"'
OPEN_PAGES = """from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("secret/", lambda request: HttpResponse("secret"))]
"""
OPEN_HANDLERS = """from storecrew.contexts.catalog.events import ProductChanged
from storecrew.kernel import outbox


@outbox.subscribe(ProductChanged)
def never(event):
    raise AssertionError("an extension that was left out heard an event")
"""
RIGHT = ', permissions=(Right("orders.write", "Mine"),)'
LEFT_OUT = {"acme-models", "acme-old", "acme-open", "acme-right", "acme-syntax"}


def opened() -> None:
    """An empty shop with an owner."""
    make_roots()
    open_shop(at=clock.now())


@pytest.fixture(scope="module")
def place(race_template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A shop beside which distributions were installed."""
    site, data = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("data")
    install_stars(site)
    install(site, "acme-models", models=TOUCHY_MODELS)
    install(site, "acme-old", contract="0.x")
    install(site, "acme-open", more=OPEN, pages=OPEN_PAGES, handlers=OPEN_HANDLERS)
    (site / "acme_open/shop/browse").mkdir(parents=True)
    (site / "acme_open/shop/browse/listing.jinja").write_text("left out")
    install(site, "acme-right", more=RIGHT)
    install(site, "acme-syntax", declaration="extension = (")
    with race_template.copy() as arena:
        arena.run(opened)
        made = Place(site, data, address_of(arena))
        done = made.manage("migrate", "acme_stars", "-v0")
        assert done.returncode == 0, done.stderr[-2000:]
        yield made


@pytest.fixture(scope="module")
def found(place: Place) -> dict[str, Any]:
    """What somebody finds there."""
    done = place.process("-m", "tests.extensions.walk")
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_it_5_an_extension_brings_a_page_behind_its_right(found):
    status, page = found["answers"]["page"]
    assert status == 200
    assert "Product 7: 1" in page, "its handler counted the event, in its own table"
    assert found["answers"]["page_without_right"][0] == 403
    assert found["rights"] == ["acme_stars.read", "acme_stars.write"]
    assert "/admin/ext/acme-stars/board/" in page, "the menu leads there"


def test_it_5_an_extension_brings_a_rest_address_and_a_document(found):
    assert found["answers"]["rest"] == [200, '[{"product_id": 7, "changes": 1}]']
    status, problem = found["answers"]["rest_without_key"]
    assert (status, json.loads(problem)["status"]) == (401, 401)
    document = json.loads(found["answers"]["rest_document"][1])
    assert list(document["paths"]) == ["/api/v1/ext/acme-stars/stars"]


def test_it_5_an_extension_replaces_a_page_of_the_shop(found):
    assert found["answers"]["shop"][0] == 200
    assert "The door of the stars." in found["answers"]["shop"][1]


def test_it_5_broken_extensions_are_left_out_and_the_shop_runs(found):
    assert {name for name, state in found["states"].items() if state != "running"} == LEFT_OUT
    assert found["states"]["acme-stars"] == "running"
    assert found["states"]["acme-old"] == "incompatible"
    assert found["models"] == ["acme_stars.Star"], "half a model is none"
    assert found["answers"]["open_page"][0] == 404, "a page that nobody guarded is not there"
    assert found["answers"]["rest_unknown"][0] == 404


def test_it_5_developers_are_told_of_what_is_left_out(found):
    assert set(found["alerts"]) == LEFT_OUT
    assert "contract 0.x, this is 1." in found["alerts"]["acme-old"]
    assert "no such setting (models.py:8)" in found["alerts"]["acme-models"]
    assert "no @workspace_page" in found["alerts"]["acme-open"]
    assert "orders.write is not its own" in found["alerts"]["acme-right"]
    assert "SyntaxError" in found["alerts"]["acme-syntax"]
    status, page = found["answers"]["list"]
    assert status == 200
    assert all(name in page for name in LEFT_OUT)
    assert "/api/v1/ext/acme-stars/" in page


def test_it_5_the_command_lists_them_with_their_reasons(place):
    listed = place.manage("extensions")
    assert listed.returncode == 1, "something is left out"
    lines = {line.split()[0]: line for line in listed.stdout.splitlines() if line}
    assert "1.4.0" in lines["acme-stars"] and "running" in lines["acme-stars"]
    assert "incompatible" in lines["acme-old"]
    assert "in no contract" not in listed.stdout, "the sample uses doorways alone"
    assert "extension acme-models is left out" in listed.stderr, "the log has it"


def test_it_5_what_is_named_is_turned_off_without_being_imported(place):
    off = ",".join([*sorted(LEFT_OUT), "acme-stars"])
    listed = place.manage("extensions", off=off)
    assert listed.returncode == 0, listed.stdout
    assert listed.stdout.count("  off  ") == len(LEFT_OUT) + 1
