"""Opening stock and counts as sheets: looked at, taken whole, taken back, and the same again is nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports.models import SheetRun
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Lot
from storecrew.contexts.inventory.tests.factories import assert_proved, make_bins
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"actor": ACTOR, "at": AT}
STOCK = "sku,location,bin,lot,expires_on,quantity,cost,currency\n"


@pytest.fixture
def ids() -> dict[str, int]:
    make_shop()
    rows = tuple(VariantRow(sku=sku, options={"Size": sku}) for sku in ("A-1", "B-1", "C-1", "L-1", "S-1"))
    made = dict(make_product("tee", variants=rows, channels=("eu",)).variant_ids)
    make_bins("main", "A-01", "A-02")
    inventory.save_profile(made["L-1"], tracking="lot", expires=True, **WHO)
    inventory.save_profile(made["S-1"], tracking="serial", **WHO)
    return made


def upload(text: str | bytes, kind: str = "stock", name: str = "sheet.csv", actor: Any = ACTOR) -> SheetRun:
    raw = text.encode() if isinstance(text, str) else text
    return imports.upload_sheet(kind_code=kind, file=ContentFile(raw, name), name=name, actor=actor, at=AT)


def taken(text: str, kind: str = "stock") -> SheetRun:
    return imports.take_sheet(upload(text, kind).pk, **WHO)


def codes(run: SheetRun) -> dict[int, str]:
    return {each["row"]: each["code"] for each in run.report["rejections"]}


def on_hand(variant_id: int) -> int:
    return inventory.level(variant_id, "main").on_hand


def test_bad_12_stock_is_previewed_taken_and_the_same_sheet_again_changes_nothing(ids):
    text = STOCK + "A-1,main,A-01,,,10,7.40,EUR\nA-1,,,,,5,,\nL-1,main,A-02,LOT7,2027-01-31,12,,\n"
    run = upload(text)
    assert run.counts == {"rows": 3, "created": 3, "changed": 0, "unchanged": 0, "rejected": 0}
    assert run.report["rows"][0] == [2, "created", "A-1 · main · A-01", "0", "10 · 7.40 EUR"]
    assert inventory.levels([ids["A-1"]]) == []
    imports.take_sheet(run.pk, **WHO)
    level = inventory.level(ids["A-1"], "main")
    assert (level.on_hand, on_hand(ids["L-1"])) == (15, 12)
    assert [(row.bin_code, row.quantity) for row in inventory.contents(variant_ids=[ids["A-1"]])] == [
        ("A-01", 10)
    ]
    lot = Lot.objects.get(code="LOT7")
    assert lot.expires_on == dt.date(2027, 1, 31)
    assert pricing.stored_costs([ids["A-1"]]) == {ids["A-1"]: {"EUR": 740}}
    again = upload(text)
    assert again.counts["unchanged"] == 3
    done = imports.take_sheet(again.pk, **WHO)
    assert done.counts["unchanged"] == 3 and done.changes == {}
    corrected = taken(STOCK + "A-1,main,A-01,,,8,,\n")
    assert corrected.counts["changed"] == 1
    assert corrected.report["rows"] == [[2, "changed", "A-1 · main · A-01", "10", "8"]]
    assert on_hand(ids["A-1"]) == 13
    assert_proved()


def test_bad_12_each_row_that_cannot_come_in_says_why_and_the_good_ones_come(ids):
    rows = {
        "A-1,main,A-01,,,10,,": "",
        "X-9,main,,,,1,,": "sku_unknown",
        ",main,,,,1,,": "sku_missing",
        "B-1,mars,,,,1,,": "place_unknown",
        "B-1,main,Z-99,,,1,,": "unknown_bin",
        "B-1,main,,,,1.5,,": "quantity_not_whole",
        "B-1,main,,,,-1,,": "quantity_below_zero",
        "B-1,main,,,,,,": "quantity_missing",
        "B-1,main,,,,1,,": "",
        "C-1,main,,,,1,12.345,EUR": "amount_decimals",
        "C-1,main,,,,1,12.30 USD,EUR": "amount_currency",
        "C-1,main,,,,1,12.30,XQQ": "currency_unknown",
        "C-1,main,,L1,,1,,": "no_lots",
        "L-1,main,A-01,,,1,,": "lot_needed",
        "L-1,main,,L1,2027-01-01,1,,": "lot_needs_bin",
        "L-1,main,A-01,L1,,1,,": "expiry_needed",
        "L-1,main,A-01,L1,03/04/2027,1,,": "day_unread",
        "L-1,main,A-01,L1,2027-02-30,1,,": "day_unread",
        "S-1,main,,,,1,,": "serials",
        "A-1,main,a-01,,,11,,": "row_repeated",
        "A-1,main,A-02,,,1,1.00,EUR": "",
        "A-1,main,,,,1,2.00,EUR": "cost_differs",
    }
    run = upload(STOCK + "\n".join(rows) + "\n")
    wanted = {number: code for number, code in enumerate(rows.values(), start=2) if code}
    assert codes(run) == wanted
    kind = imports.sheet_kind("stock")
    for each in run.report["rejections"]:
        words = imports.rendered_problem(kind, each)
        assert words["reason"] and words["suggestion"] and "%(" not in words["reason"] + words["suggestion"]
    imports.take_sheet(run.pk, **WHO)
    assert (on_hand(ids["A-1"]), on_hand(ids["B-1"])) == (11, 1)
    reasons = {each["row"]: each["code"] for each in run.report["rejections"]}
    lines = list(imports.rows_with_reasons(run, reasons))
    assert len(lines) == len(wanted) + 1 and lines[1].startswith("X-9,main")


def test_stock_that_moved_or_is_promised_is_counted_instead(ids):
    taken(STOCK + "A-1,main,,,,10,,\nB-1,main,,,,10,,\n")
    inventory.receive([(ids["A-1"], 2)], location_code="main", document="delivery", **WHO)
    inventory.move_bucket(
        ids["B-1"], 4, source="available", target="damaged", reason="broken", location_code="main", **WHO
    )
    run = upload(STOCK + "A-1,main,,,,10,,\nB-1,main,,,,3,,\n")
    assert codes(run) == {2: "moved", 3: "committed"}
    assert upload(STOCK + "A-1,main,,,,12,,\n").counts["unchanged"] == 1


def test_taking_back_restores_what_nobody_touched_since(ids):
    run = taken(
        STOCK + "A-1,main,A-01,,,10,7.00,EUR\nB-1,main,,,,4,3.00,EUR\nL-1,main,A-02,L,2027-05-01,3,,\n"
    )
    inventory.receive([(ids["B-1"], 1)], location_code="main", document="delivery", **WHO)
    pricing.set_costs(costs={ids["A-1"]: 800}, currency="EUR", **WHO)
    back = imports.undo_sheet(run.pk, **WHO)
    assert (back.state, back.kept) == ("undone", 2)
    assert (on_hand(ids["A-1"]), on_hand(ids["B-1"]), on_hand(ids["L-1"])) == (0, 5, 0)
    assert pricing.stored_costs(list(ids.values())) == {ids["A-1"]: {"EUR": 800}}
    assert_proved()
    with pytest.raises(imports.WrongState):
        imports.undo_sheet(run.pk, **WHO)


def test_columns_are_named_by_hand_and_remembered(ids):
    text = "품번;Anzahl;Rest\nA-1;7;x\n"
    run = upload(text)
    assert run.state == "uploaded"
    with pytest.raises(imports.MissingColumns):
        imports.map_sheet(run.pk, mapping={}, **WHO)
    run = imports.map_sheet(run.pk, mapping={"Anzahl": "quantity", "no": "sku"}, **WHO)
    assert (run.state, run.counts["created"]) == ("previewed", 1)
    assert [note["code"] for note in run.report["notes"]] == ["columns_ignored"]
    assert upload(text.replace(";7;", ";8;")).state == "previewed"
    imports.take_sheet(run.pk, **WHO)
    for call in (imports.take_sheet, imports.remove_sheet):
        with pytest.raises(imports.WrongState):
            call(run.pk, **WHO)
    with pytest.raises(imports.WrongState):
        imports.map_sheet(run.pk, mapping={}, **WHO)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp949"])
def test_encodings_are_found_as_for_catalog_files(ids, encoding):
    run = upload("품번,수량,비고 열\nA-1,5,한국어 메모입니다\n".encode(encoding))
    assert (run.state, run.counts["created"]) == ("previewed", 1)


def test_a_workbook_reads_like_a_csv(ids):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["sku", "bin", "lot", "expiry", "quantity"], ["L-1", "A-01", "L9", dt.date(2027, 3, 1), 6]):
        sheet.append(row)
    raw = io.BytesIO()
    book.save(raw)
    run = imports.take_sheet(upload(raw.getvalue(), name="stock.xlsx").pk, **WHO)
    assert run.counts["created"] == 1
    assert Lot.objects.get(code="L9").expires_on == dt.date(2027, 3, 1)


def test_rights_and_unreadable_files(ids):
    agent = people.actor_for(make_staff("customer_service", email="agent@storecrew.example"))
    with pytest.raises(Denied):
        upload(STOCK, actor=agent)
    for raw in (b"", b"PK\x03\x04broken"):
        with pytest.raises(imports.UnreadableFile):
            upload(raw)
    with pytest.raises(imports.UnreadableFile):
        upload(STOCK, kind="nothing")
    assert SheetRun.objects.count() == 0
    keeper = people.actor_for(make_staff("inventory_manager", email="ines@storecrew.example"))
    run = upload(STOCK + "A-1,main,,,,5,1.00,EUR\n", actor=keeper)
    assert imports.take_sheet(run.pk, actor=keeper, at=AT).counts["created"] == 1
    gone = upload(STOCK + "A-1,main,,,,6,,\n")
    imports.remove_sheet(gone.pk, **WHO)
    assert not SheetRun.objects.filter(pk=gone.pk).exists()


def test_count_sheets_are_blind_entered_once_and_end_as_counts_do(ids):
    taken(STOCK + "A-1,main,A-01,,,10,,\nB-1,main,,,,4,,\nC-1,main,,,,6,,\n")
    place = inventory.location("main").id
    shelf = inventory.bin_by_code(place, "A-01").id
    inventory.ask_for_count(location_id=place, variant_id=ids["A-1"], bin_id=shelf, **WHO)
    inventory.ask_for_count(location_id=place, variant_id=ids["B-1"], **WHO)
    sheet = imports.sheet_template(imports.sheet_kind("counts"), ACTOR)
    header, *lines = sheet.splitlines()
    assert header == "count,round,location,bin,sku,quantity" and len(lines) == 2
    assert all(line.endswith(",") for line in lines), "a count sheet never shows the number"
    filled = sheet.replace("A-01,A-1,", "A-01,A-1,10").replace(",B-1,", ",B-1,3")
    run = upload(filled, "counts")
    assert run.counts["created"] == 2
    assert {row[3] for row in run.report["rows"]} == {""}, "the preview does not show what is on record"
    done = imports.take_sheet(run.pk, **WHO)
    assert done.changes == {"states": {"done": 1, "recount": 1}}
    assert upload(filled, "counts").counts["unchanged"] == 2
    second = imports.sheet_template(imports.sheet_kind("counts"), ACTOR).replace(",B-1,", ",B-1,3")
    assert second.splitlines()[1].split(",")[1] == "2"
    assert taken(second, "counts").changes["states"] in ({"done": 1}, {"approval": 1})
    with pytest.raises(imports.WrongState):
        imports.undo_sheet(done.pk, **WHO)


def test_count_rows_that_belong_to_no_open_count_say_so(ids):
    taken(STOCK + "A-1,main,A-01,,,10,,\nB-1,main,,,,4,,\n")
    place = inventory.location("main").id
    task = inventory.ask_for_count(location_id=place, variant_id=ids["B-1"], **WHO)
    head = "count,round,location,bin,sku,quantity\n"
    rows = {
        ",,main,,B-1,4": "",
        ",,main,,B-1,5": "row_repeated",
        ",,main,A-01,A-1,9": "count_none_open",
        "99,1,main,,B-1,4": "count_none_open",
        f"{task},1,main,A-01,A-1,4": "count_mismatch",
        f"{task},3,main,,B-1,4": "count_moved_on",
        ",,main,,B-1,few": "quantity_not_whole",
        ",,main,,Q-1,4": "sku_unknown",
        ",,main,,C-1,": "",
    }
    run = upload(head + "\n".join(rows) + "\n", "counts")
    assert codes(run) == {number: code for number, code in enumerate(rows.values(), start=2) if code}
    once = taken(head + ",,main,,B-1,4\n", "counts")
    assert once.changes["states"] == {"done": 1}
    inventory.ask_for_count(location_id=place, variant_id=ids["B-1"], **WHO)
    assert taken(head + ",,main,,B-1,4\n", "counts").counts["unchanged"] == 1


def run_command(name: str, path: Path, *options: str) -> tuple[int, Any]:
    out, status = io.StringIO(), 0
    try:
        call_command(name, str(path), *options, stdout=out, stderr=out)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue()


def test_commands_answer_as_the_import_of_catalogs(ids, tmp_path):
    good, bad, none = tmp_path / "good.csv", tmp_path / "bad.csv", tmp_path / "none.csv"
    good.write_text(STOCK + "A-1,main,,,,5,,\n")
    bad.write_text(STOCK + "A-1,main,,,,5,,\nX-1,main,,,,5,,\n")
    none.write_text("a,b\n1,2\n")
    status, text = run_command("import_stock", good, "--dry-run", "--json")
    assert (status, json.loads(text)["created"]) == (0, 1)
    assert SheetRun.objects.count() == 0 and inventory.levels([ids["A-1"]]) == []
    status, text = run_command("import_stock", good, "--json")
    assert (status, json.loads(text)["created"], on_hand(ids["A-1"])) == (0, 1, 5)
    status, text = run_command("import_stock", good, "--json")
    assert (status, json.loads(text)["unchanged"]) == (0, 1)
    status, text = run_command("import_stock", bad)
    assert status == 1 and "row 3" in text and "X-1" in text
    status, text = run_command("import_counts", none, "--json")
    assert (status, json.loads(text)["error"]) == (2, "missing_columns")
    with pytest.raises(CommandError, match=r"absent\.csv") as refused:
        run_command("import_counts", tmp_path / "absent.csv")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "sheet",
    [
        "Handle,SKU,Location,Available,On hand (current)\ntee,A-1,Main,3,4\ntee,B-1,MAIN,0,0\n",
        "sku,source_code,status,quantity\nA-1,main,1,4.0000\n",
    ],
)
def test_stock_files_of_other_platforms_are_read(ids: dict[str, int], sheet: str) -> None:
    name = next(place.name for place in inventory.locations() if place.code == "main")
    run = taken(sheet.replace(",Main,", f",{name},"))
    assert run.report["rejections"] == []
    assert on_hand(ids["A-1"]) == 4


def test_bad_12_a_grouped_quantity_of_a_sheet_is_read_or_refused(ids: dict[str, int]) -> None:
    assert codes(taken("sku;location;quantity\nA-1;main;1.000\n")) == {2: "quantity_two_readings"}
    taken('sku,location,quantity\nA-1,main,"1,200"\n')
    assert on_hand(ids["A-1"]) == 1200
