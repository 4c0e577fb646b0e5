"""An import on screen: upload, mapping, preview, confirmation, crash, undo."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category, Listing, Product, Variant
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports import tasks
from storecrew.contexts.imports.models import ImportBatch, ImportRun
from storecrew.contexts.imports.operations import applying, runs, undoing
from storecrew.contexts.imports.operations.jobs import actor_of
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop, table
from storecrew.contexts.imports.tests.files import ROWS
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import Actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"actor": ACTOR, "at": AT}


def upload(rows: list[dict] | None = None, text: str = "", name: str = "goods.csv") -> int:
    content = (text or table(rows if rows is not None else ROWS)).encode()
    return imports.upload(file=ContentFile(content, name), name=name, **WHO)


def preview(run_id: int) -> ImportRun:
    imports.begin_preview(run_id=run_id, **WHO)
    runs.preview(run_id=run_id, **WHO)
    return imports.find_run(run_id)


def take(run_id: int) -> ImportRun:
    imports.confirm(run_id=run_id, **WHO)
    runs.take(run_id=run_id, **WHO)
    return imports.find_run(run_id)


def undo(run_id: int) -> ImportRun:
    imports.begin_undo(run_id=run_id, **WHO)
    undoing.undo(run_id=run_id, **WHO)
    return imports.find_run(run_id)


def imported(rows: list[dict] | None = None) -> int:
    run_id = upload(rows)
    preview(run_id)
    take(run_id)
    return run_id


def changed(**cells: str) -> list[dict]:
    return [{**ROWS[0], **cells}, *ROWS[1:]]


def test_bad_12_nothing_is_written_before_the_confirmation() -> None:
    make_shop()
    run_id = upload()
    assert imports.find_run(run_id).format == "shopify"
    run = preview(run_id)
    assert (run.state, run.counts["created"]) == ("previewed", 2)
    assert not Product.objects.exists()
    run = take(run_id)
    assert (run.state, run.counts["created"], run.done, run.total) == ("done", 2, 2, 2)
    assert Product.objects.count() == 2


def test_the_preview_shows_old_and_new() -> None:
    make_shop()
    imported()
    run = preview(
        upload(changed(Title="Linen shirt", **{"Variant Price": "19", "Variant Inventory Qty": "8"}))
    )
    (change,) = run.report["changes"]
    assert (change["status"], change["row"]) == ("updated", 2)
    assert [tuple(each) for each in change["changes"]] == [
        ("title", "Shirt", "Linen shirt"),
        ("S-1.price", "20.00 (25.00)", "19.00 (25.00)"),
        ("S-1.stock", 3, 8),
    ]


def test_con_15_a_second_confirmation_is_refused() -> None:
    make_shop()
    run_id = upload()
    preview(run_id)
    imports.confirm(run_id=run_id, **WHO)
    with pytest.raises(imports.WrongState):
        imports.confirm(run_id=run_id, **WHO)


def test_steps_out_of_order_are_refused() -> None:
    make_shop()
    run_id = upload()
    with pytest.raises(imports.WrongState):
        imports.confirm(run_id=run_id, **WHO)
    with pytest.raises(imports.WrongState):
        imports.begin_undo(run_id=run_id, **WHO)
    with pytest.raises(imports.RunNotFound):
        imports.confirm(run_id=0, **WHO)
    run_id = imported()
    with pytest.raises(imports.WrongState):
        imports.begin_preview(run_id=run_id, **WHO)
    with pytest.raises(imports.WrongState):
        imports.set_mapping(run_id=run_id, format_code="shopify", mapping={}, **WHO)
    with pytest.raises(imports.WrongState):
        imports.remove(run_id=run_id, **WHO)


def test_rights_are_needed() -> None:
    make_shop()
    nobody = Actor("staff", "1", "Nobody")
    reader = Actor("staff", "1", "Reader", frozenset({"catalog.import"}))
    with pytest.raises(Denied):
        imports.upload(file=ContentFile(b"x"), name="x", actor=nobody, at=AT)
    run_id = upload()
    preview(run_id)
    with pytest.raises(Denied):
        imports.confirm(run_id=run_id, actor=reader, at=AT)
    with pytest.raises(Denied):
        imports.begin_undo(run_id=run_id, actor=reader, at=AT)
    with pytest.raises(Denied):
        imports.export_catalog(None, actor=reader)  # type: ignore[arg-type]


def test_bad_11_an_upload_that_cannot_be_read_leaves_nothing() -> None:
    make_shop()
    with pytest.raises(imports.UnreadableFile):
        imports.upload(file=ContentFile(b"\x00" * 100, "x.csv"), name="x.csv", **WHO)
    assert not ImportRun.objects.exists()
    storage = ImportRun._meta.get_field("file").storage
    names = storage.listdir("")[1] if storage.exists("") else []
    assert not any(storage.open(name).read() == b"\x00" * 100 for name in names)


def test_a_file_of_nobodys_format_is_mapped_by_hand_and_the_mapping_remembered() -> None:
    make_shop()
    text = "Article,Designation,Prix,Nombre\nA-1,Chaise,49.90,3\n"
    run_id = upload(text=text)
    run = imports.find_run(run_id)
    assert (run.format, run.header) == ("storecrew", ["Article", "Designation", "Prix", "Nombre"])
    mapping = {"Article": "sku", "Designation": "title", "Prix": "price", "Nombre": "stock"}
    imports.set_mapping(run_id=run_id, format_code="storecrew", mapping=mapping, **WHO)
    assert preview(run_id).counts["created"] == 1
    take(run_id)
    assert Product.objects.get().title == "Chaise"
    again = imports.find_run(upload(text=text.replace("3", "4")))
    assert again.mapping == mapping
    uses, choices = imports.columns_of(again, "storecrew")
    assert [use.used_as for use in uses] == ["sku", "title", "price", "stock"]
    assert uses[1].sample == "Chaise"
    assert ("sku", "sku") in choices


def test_a_mapping_without_the_needed_column_is_refused() -> None:
    make_shop()
    run_id = upload()
    with pytest.raises(imports.MissingColumns):
        imports.set_mapping(run_id=run_id, format_code="shopify", mapping={"Handle": "", "Title": ""}, **WHO)
    with pytest.raises(imports.UnreadableFile):
        imports.set_mapping(run_id=run_id, format_code="other", mapping={}, **WHO)


def test_bad_12_the_rejected_rows_are_a_file_that_can_be_corrected_and_uploaded() -> None:
    make_shop()
    rows = [{**ROWS[0], "Variant Price": "=1+1"}, *ROWS[1:]]
    run = preview(upload(rows))
    lines = "".join(imports.rejected_rows(run)).splitlines()
    assert lines[0].endswith(",rejected because")
    assert "'=1+1" in lines[1]
    assert lines[1].endswith("The price is not a number.")
    assert len(lines) == 2
    fixed = preview(upload(text="\n".join(lines).replace("'=1+1", "20")))
    assert (fixed.format, fixed.counts["rejected"], fixed.counts["created"]) == ("shopify", 0, 1)


def test_a_file_that_breaks_between_preview_and_import_fails_in_words() -> None:
    make_shop()
    run_id = upload()
    run = preview(run_id)
    run.file.storage.delete(run.file.name)
    run = take(run_id)
    assert run.state == "failed"
    assert run.error


def test_flt_05_an_import_that_dies_halfway_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    make_shop()
    run_id = upload()
    preview(run_id)
    monkeypatch.setattr(applying, "BATCH", 1)
    real, calls = catalog.upsert_products, []

    def dies(rows: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        return real(rows, **more)

    monkeypatch.setattr(catalog, "upsert_products", dies)
    imports.confirm(run_id=run_id, **WHO)
    with pytest.raises(RuntimeError):
        runs.take(run_id=run_id, **WHO)
    assert imports.find_run(run_id).state == "failed"
    assert Product.objects.count() == 1
    with pytest.raises(imports.WrongState):
        imports.begin_preview(run_id=run_id, **WHO)
    run = take(run_id)
    assert (run.state, run.counts["created"], Product.objects.count()) == ("done", 2, 2)
    undo(run_id)
    assert not Product.objects.exists()


# --- undo ----------------------------------------------------------------------------------


def test_bad_12_undo_removes_what_the_import_made() -> None:
    make_shop()
    run_id = imported()
    run = undo(run_id)
    assert run.state == "undone"
    assert run.report["undo"] == {"removed": 2, "ended": 0, "restored": 0, "kept": []}
    assert not Product.objects.exists()
    assert inventory.recount(actor=ACTOR, at=AT).differences == ()
    assert AuditEntry.objects.filter(action="imports.undone").exists()
    with pytest.raises(imports.WrongState):
        imports.begin_undo(run_id=run_id, **WHO)


def test_bad_12_undo_restores_what_the_import_changed() -> None:
    channel = make_shop()
    imported()
    before = list(catalog.product_rows(catalog.product_ids()))
    rows = changed(
        Title="Linen",
        Vendor="Else",
        Type="Other",
        Tags="x",
        Published="true",
        Status="draft",
        **{
            "Variant Price": "19",
            "Variant Compare At Price": "",
            "Variant Inventory Qty": "9",
            "Cost per item": "7",
            "Body (HTML)": "<p>New</p>",
            "Variant Grams": "5",
            "Option1 Value": "XS",
        },
    )
    rows.append({"Handle": "shirt", "Option1 Value": "XL", "Variant SKU": "S-XL", "Variant Price": "30"})
    rows[2] = {**rows[2], "Published": "true", "Status": "active"}
    run_id = imported(rows)
    run = undo(run_id)
    assert run.report["undo"]["restored"] == 2
    after = list(catalog.product_rows(catalog.product_ids()))
    assert [row.title for row in after] == [row.title for row in before]
    for old, new in zip(before, after, strict=True):
        for name in (
            "description",
            "brand",
            "status",
            "tags",
            "categories",
            "product_type",
            "channels",
            "attributes",
        ):
            assert getattr(new, name) == getattr(old, name), name
    assert [(variant.options, variant.active) for variant in after[0].variants] == [
        ({"Size": "S"}, True),
        ({"Size": "M"}, True),
        ({"Size": "XL"}, False),
    ]
    ids = dict(Variant.objects.values_list("sku", "id"))
    (price,) = pricing.stored_prices([ids["S-1"]])
    assert (price.amount, price.compare_at_amount) == (2000, 2500)
    assert pricing.stored_costs([ids["S-1"]]) == {ids["S-1"]: {"EUR": 800}}
    assert inventory.available_to_promise([ids["S-1"]], channel_id=channel.id)[ids["S-1"]].available == 3
    assert run.report["undo"]["kept"] == [["Shirt", "S-1/weight_g"]], (
        "a weight that was unknown cannot be forgotten"
    )


def test_bad_12_undo_leaves_what_people_changed_since_and_names_it() -> None:
    make_shop()
    imported()
    run_id = imported(
        changed(Title="Linen", Vendor="Else", **{"Variant Price": "19", "Variant Inventory Qty": "9"})
    )
    product = Product.objects.get(slug="shirt")
    variant = Variant.objects.get(sku="S-1")
    catalog.update_product(product_id=product.pk, expected_version=None, changes={"title": "By hand"}, **WHO)
    pricing.set_prices(rows=[pricing.PriceRow(variant.pk, 100)], price_list_code="eu-eur", **WHO)
    inventory.adjust(variant.pk, on_hand=5, expected_on_hand=9, reason="count", **WHO)
    run = undo(run_id)
    product.refresh_from_db()
    assert (product.title, product.brand) == ("By hand", "Acme")
    assert sorted(map(tuple, run.report["undo"]["kept"])) == [
        ("By hand", "title"),
        ("S-1", "price"),
        ("S-1", "stock"),
    ]
    assert pricing.stored_prices([variant.pk])[0].amount == 100
    assert inventory.level(variant.pk).on_hand == 5


def test_bad_12_undo_ends_the_life_of_products_that_are_in_use() -> None:
    make_shop()
    run_id = imported()
    variant = Variant.objects.get(sku="S-1")
    inventory.adjust(variant.pk, on_hand=2, expected_on_hand=3, reason="sold over the counter", **WHO)
    run = undo(run_id)
    assert (run.report["undo"]["removed"], run.report["undo"]["ended"]) == (1, 1)
    assert list(Product.objects.values_list("slug", "status")) == [("shirt", "end_of_life")]
    assert inventory.level(variant.pk).on_hand == 2


def test_undo_takes_listings_back() -> None:
    make_shop()
    imported()
    run_id = imported([*ROWS[:2], {**ROWS[2], "Published": "true"}])
    assert Listing.objects.filter(published=True).count() == 2
    undo(run_id)
    assert Listing.objects.filter(published=True).count() == 1


def test_an_import_that_changed_nothing_has_nothing_to_undo() -> None:
    make_shop()
    imported()
    run_id = imported()
    assert not ImportBatch.objects.filter(run_id=run_id).exists()
    assert not imports.can_be_undone(imports.find_run(run_id))


def test_a_removed_import_is_gone_with_its_file() -> None:
    make_shop()
    run_id = upload()
    imports.remove(run_id=run_id, **WHO)
    assert not ImportRun.objects.exists()
    assert AuditEntry.objects.filter(action="imports.removed").exists()


def test_the_schedule_fetches_what_waits_but_not_beside_a_running_import(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_shop()
    run_id = imported()
    rounds: list[object] = []
    monkeypatch.setattr(tasks.fetching, "fetch_pictures", lambda **more: rounds.append(more))
    ImportRun.objects.filter(pk=run_id).update(state="importing")
    tasks.fetch_waiting(AT)
    assert rounds == []
    ImportRun.objects.filter(pk=run_id).update(state="done")
    tasks.fetch_waiting(AT)
    assert len(rounds) == 1


def test_aut_10_prices_of_a_file_that_fall_too_far_wait_for_a_second_person() -> None:
    make_shop()
    imported()
    mia = people.actor_for(make_staff("ecommerce_sme", name="Mia"))
    noah = people.actor_for(make_staff("head_of_digital", name="Noah"))
    content = table(changed(**{"Variant Price": "5"})).encode()
    run_id = imports.upload(file=ContentFile(content, "g.csv"), name="g.csv", actor=mia, at=AT)
    imports.begin_preview(run_id=run_id, actor=mia, at=AT)
    runs.preview(run_id=run_id, actor=actor_of(imports.find_run(run_id)), at=AT)
    assert "price_waits" in [each["code"] for each in imports.find_run(run_id).report["warnings"]]
    assert not Approval.objects.exists()
    imports.confirm(run_id=run_id, actor=mia, at=AT)
    runs.take(run_id=run_id, actor=actor_of(imports.find_run(run_id)), at=AT)
    ids = [Variant.objects.get(sku="S-1").pk]
    stored = lambda: pricing.stored_prices(ids)[0].amount  # noqa: E731
    assert stored() == 2000
    request = Approval.objects.get()
    assert (request.requester_id, request.facts["rows"][0]["new"]) == (mia.id, 500)
    with pytest.raises(approvals.OwnRequest):
        approvals.approve(approval_id=request.pk, actor=mia, at=AT)
    approvals.approve(approval_id=request.pk, actor=noah, at=AT)
    assert stored() == 500


def test_undo_takes_the_categories_of_the_import_with_it_and_leaves_those_in_use() -> None:
    channel = make_shop()
    catalog.ensure_category(names=["Hats"], **WHO)
    run_id = imported([{**ROWS[0], "Product Category": "Wear > Tops > Shirts"}, *ROWS[1:]])
    kept = catalog.ensure_category(names=["Wear", "Tops"], **WHO)
    other = make_product("vest", channels=(channel.code,)).product_id
    catalog.add_to_category(category_id=kept, product_ids=[other], **WHO)
    undo(run_id)
    assert set(Category.objects.values_list("url_path", flat=True)) == {"hats", "wear", "wear/tops"}


def test_a_table_of_skus_changes_the_variants_that_have_them() -> None:
    make_shop()
    take(preview(upload()).pk)
    before = list(Product.objects.order_by("id").values("title", "slug", "status"))
    run = preview(upload(text="SKU;Price;Stock\nS-1;17,50;9\nshirt-m;18;8\nNONE;1;1\n"))
    assert (run.format, run.counts["updated"], run.counts["created"]) == ("storecrew", 1, 0)
    (rejected,) = run.report["rejections"]
    assert (rejected["row"], rejected["code"], rejected["value"]) == (4, "variant_unknown", "NONE")
    take(run.pk)
    assert list(Product.objects.order_by("id").values("title", "slug", "status")) == before
    skus = catalog.variant_ids_by_sku(["S-1", "shirt-m"])
    prices = {row.variant_id: row.amount for row in pricing.stored_prices(list(skus.values()))}
    assert [prices[skus[sku]] for sku in ("S-1", "shirt-m")] == [1750, 1800]
