"""IT-5: custom fields come in with our own file, go out with it, and are taken back with the import."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from storecrew.contexts.catalog.models import Product, Variant
from storecrew.contexts.fields import public as fields
from storecrew.contexts.fields.tests.test_fields import spec
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop, run_import
from storecrew.contexts.imports.tests.files import write
from storecrew.contexts.imports.tests.test_runs import preview, take, undo, upload
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
WHO = {"actor": ACTOR, "at": AT}


@pytest.fixture
def shop(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path))
    for one in (
        spec(key="origin", kind="text"),
        spec(key="hours", kind="number", least=0),
        spec(key="signed", kind="boolean"),
        spec(key="care", kind="text", required=True),
        spec(record="catalog.variant", key="shelf", kind="text"),
    ):
        fields.save_field(one, **WHO)


def shirt() -> Product:
    return Product.objects.get(slug="shirt")


def values(record: str = "catalog.product", record_id: int | None = None) -> dict:
    found = fields.values_of(record, [record_id or shirt().pk])
    return {key: one.value for each in found.values() for key, one in each.items()}


def own_file(head: str, *rows: str) -> str:
    return "\n".join([f"slug,title,sku,options,channels,{head}", *rows]) + "\n"


HEAD = "field:origin,field:hours,field:signed,field:care,variant_field:shelf"
ROW = "shirt,Shirt,S-1,Size=S,eu,{}"


def test_it_5_values_come_in_are_seen_before_and_are_taken_back(shop):
    run_id = upload(text=own_file(HEAD, ROW.format("Portugal,2.5,yes,Wash cold,A-7")), name="own.csv")
    shown = preview(run_id).report
    assert values() == {}
    told = {name for change in shown["changes"] for name, _old, _new in change["changes"]}
    assert {"field:origin", "field:hours", "S-1/variant_field:shelf"} <= told
    take(run_id)
    assert values() == {"origin": "Portugal", "hours": 2.5, "signed": True, "care": "Wash cold"}
    variant = Variant.objects.get(sku="S-1").pk
    assert values("catalog.variant", variant) == {"shelf": "A-7"}
    fields.set_values("catalog.product", shirt().pk, {"origin": "Spain"}, **WHO)
    report = undo(run_id).report
    assert values() == {"origin": "Spain", "care": "Wash cold"}
    assert values("catalog.variant", variant) == {}
    # What somebody changed since stays, and what may not be empty.
    kept = [list(each) for each in report["undo"]["kept"]]
    assert ["shirt", "field:origin"] in kept and ["shirt", "field:care"] in kept


def test_it_5_what_does_not_fit_stays_out_and_is_told_by_row(shop):
    fields.set_values("catalog.product", shirt().pk, {"care": "Wash cold", "origin": "Spain"}, **WHO)
    run_id = upload(text=own_file(f"{HEAD},field:color", ROW.format(",-1,perhaps,,A-7,red")), name="own.csv")
    preview(run_id)
    report = take(run_id).report
    assert values() == {"care": "Wash cold"}  # a blank cell empties, but not what is required
    found = {(each["code"], each["column"]) for each in report["warnings"]}
    assert {
        ("field_value", "field:hours"),
        ("field_value", "field:signed"),
        ("field_needed", "field:care"),
        ("field_unknown", "field:color"),
    } <= found


def test_it_5_the_export_brings_them_back_without_a_difference(shop, tmp_path):
    fields.set_values(
        "catalog.product", shirt().pk,
        {"care": "Wash, then hang", "hours": 2.5, "signed": False, "origin": "=1+1"}, **WHO,
    )  # fmt: skip
    out = tmp_path / "out.csv"
    call_command("export_catalog", str(out), stdout=io.StringIO())
    assert "field:care" in out.read_text(encoding="utf-8-sig")
    status, report = run_import(out)
    assert (status, report["products"], report["unchanged"]) == (0, 2, 2), report
    before = values()
    fields.set_values("catalog.product", shirt().pk, {"hours": 9, "origin": ""}, **WHO)
    run_import(out)
    assert values() == before


def test_only_who_may_write_goods_takes_values(shop):
    rows = [(shirt().pk, {"origin": "Spain"})]
    with pytest.raises(Denied):
        fields.take_values("catalog.product", rows, actor=Actor("staff", "1", "Eve"), at=AT)
    with pytest.raises(fields.UnknownField):
        fields.take_values("catalog.planet", rows, **WHO)
    may = Actor("staff", "1", "Ida", permissions=frozenset({"catalog.import"}))
    fields.take_values("catalog.product", rows, actor=may, at=AT, dry_run=True)
    assert values() == {}
