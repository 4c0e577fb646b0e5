"""CON-12: downloads of a file are sold as codes: their stock are codes, and they leave when paid."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import call_command

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop, run_import
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


def test_con_12_an_export_says_what_is_digital_and_carries_no_codes(tmp_path: Path) -> None:
    make_shop()
    imported(BOTH)
    pool = CodePool.objects.get(variant_id=the_variant().id)
    inventory.import_codes(pool.pk, "KEY-0001\n", name="keys.csv", actor=ACTOR, at=AT)
    path = tmp_path / "all.csv"
    call_command("export_catalog", str(path))
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    assert {row["sku"]: row["digital"] for row in rows}["S-1"] == "yes"
    assert [name for name in rows[0] if name.startswith("stock:")] == ["stock:main"]
    inventory.import_codes(pool.pk, "KEY-0002\n", name="more.csv", actor=ACTOR, at=AT)
    status, again = run_import(path)
    assert (status, again["updated"], again["warnings"], free()) == (0, 0, [], 2)
    path.write_text(path.read_text(encoding="utf-8-sig").replace("S-1", "N-1").replace("shirt", "other"))
    run_import(path)
    assert the_variant("N-1").digital


def test_con_12_a_file_that_counts_codes_as_stock_is_told_so(tmp_path: Path) -> None:
    make_shop()
    imported(BOTH)
    (tmp_path / "old.csv").write_text("sku,stock:codes\nS-1,5\n")
    status, report = run_import(tmp_path / "old.csv")
    assert (status, [each["code"] for each in report["warnings"]], free()) == (0, ["location_unknown"], 0)
