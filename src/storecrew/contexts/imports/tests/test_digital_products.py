"""CON-12: downloads of a file are sold as codes: their stock are codes, and they leave when paid."""

from __future__ import annotations

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop
from storecrew.contexts.imports.tests.files import ROWS
from storecrew.contexts.imports.tests.test_runs import imported, preview, undo, upload
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CodePool

pytestmark = pytest.mark.django_db
KEY = {**ROWS[0], "Variant Requires Shipping": "false"}
BOTH = [KEY, *ROWS[1:]]


def the_variant(sku: str = "S-1") -> catalog.VariantFacts:
    return catalog.variants([Variant.objects.get(sku=sku).pk])[Variant.objects.get(sku=sku).pk]


def free() -> int:
    variant_id = the_variant().id
    channel_id = Channel.objects.get().pk
    return inventory.available_to_promise([variant_id], channel_id=channel_id)[variant_id].available


def told(run_id: int) -> list[str]:
    report = imports.find_run(run_id).report
    return [
        each["code"] for each in report["warnings"] if "digital" in each["code"] or "codes" in each["code"]
    ]


def test_con_12_a_download_is_sold_out_until_its_codes_come() -> None:
    make_shop()
    run_id = imported(BOTH)
    assert the_variant().digital
    assert free() == 0
    assert told(run_id) == ["kind_digital", "pieces_of_codes"]
    pool = CodePool.objects.get(variant_id=the_variant().id)
    inventory.import_codes(pool.pk, "KEY-0001\nKEY-0002\n", name="keys.csv", actor=ACTOR, at=AT)
    assert free() == 2
    again = imported(BOTH)
    assert (free(), CodePool.objects.count()) == (2, 1)
    assert told(again) == ["kind_digital", "pieces_of_codes"]


def test_con_12_a_preview_opens_nothing_and_says_the_same() -> None:
    make_shop()
    run_id = upload(BOTH)
    preview(run_id)
    assert not CodePool.objects.exists()
    assert told(run_id) == ["kind_digital", "pieces_of_codes"]


def test_con_12_what_is_shipped_here_stays_so_and_is_told() -> None:
    make_shop()
    imported()
    run_id = imported(BOTH)
    assert not the_variant().digital
    assert not CodePool.objects.exists()
    assert told(run_id) == ["kind_digital", "pieces_of_codes", "digital_as_it_is"]


def test_an_import_with_a_download_is_taken_back_whole() -> None:
    make_shop()
    run = undo(imported(BOTH))
    assert run.state == "undone"
    assert run.report["undo"] == {"removed": 2, "ended": 0, "restored": 0, "kept": []}
    assert not CodePool.objects.exists()


def test_a_download_whose_codes_came_in_ends_its_life_instead() -> None:
    make_shop()
    run_id = imported(BOTH)
    pool = CodePool.objects.get()
    inventory.import_codes(pool.pk, "KEY-0001\n", name="keys.csv", actor=ACTOR, at=AT)
    run = undo(run_id)
    assert (run.report["undo"]["removed"], run.report["undo"]["ended"]) == (1, 1)
    assert CodePool.objects.get() == pool
