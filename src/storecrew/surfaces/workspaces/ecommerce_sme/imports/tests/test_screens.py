"""The screens of an import, from the upload to its undo, and the export."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.imports.models import ImportRun
from storecrew.contexts.imports.tests.factories import make_shop, table
from storecrew.contexts.imports.tests.test_command import ROWS
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import outgoing

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody of e-commerce is signed in; nothing can be fetched from outside."""

    def fail(*args: object, **kwargs: object) -> None:
        raise outgoing.Unreachable(reason="connection")

    monkeypatch.setattr(outgoing, "fetch", fail)
    make_shop(is_default=True)
    client.force_login(make_staff("ecommerce_sme"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(desk: Client, content: bytes | None = None) -> ImportRun:
    file = SimpleUploadedFile("goods.csv", content or table(ROWS).encode())
    answer = desk.post(reverse("imports_add"), {"file": file, "channel": "eu"})
    assert answer.status_code == 302, answer.content[-3000:]
    return ImportRun.objects.get()


def mapping(run: ImportRun) -> dict[str, str]:
    from storecrew.contexts.imports import public as imports

    uses, _ = imports.columns_of(run, run.format)
    return {f"column-{index}": use.used_as for index, use in enumerate(uses)} | {"format": run.format}


def previewed(desk: Client, content: bytes | None = None) -> ImportRun:
    run = send(desk, content)
    desk.post(reverse("imports_columns", args=[run.pk]), mapping(run))
    return ImportRun.objects.get()


def test_bad_12_from_upload_to_undo(desk: Client) -> None:
    run = send(desk)
    page = desk.get(reverse("imports_record", args=[run.pk]), follow=True).content.decode()
    assert "Variant Price" in page
    run = previewed_again(desk, run)
    page = desk.get(reverse("imports_record", args=[run.pk])).content.decode()
    assert "Nothing was written yet" in page
    assert "Confirm and import" in page
    assert not Product.objects.exists()
    desk.post(reverse("imports_confirm", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, Product.objects.count()) == ("done", 2)
    page = desk.get(reverse("imports_record", args=[run.pk])).content.decode()
    assert "Undo all of it" in page
    assert "could not be had" in page
    desk.post(reverse("imports_undo", args=[run.pk]))
    assert not Product.objects.exists()
    page = desk.get(reverse("imports_record", args=[run.pk])).content.decode()
    assert "<dt>Removed</dt><dd>2</dd>" in page


def previewed_again(desk: Client, run: ImportRun) -> ImportRun:
    desk.post(reverse("imports_columns", args=[run.pk]), mapping(run))
    run.refresh_from_db()
    assert run.state == "previewed"
    return run


def test_bad_12_rejections_name_row_column_reason_and_suggestion(desk: Client) -> None:
    rows = [{**ROWS[0], "Variant Price": "<b>free</b>"}, *ROWS[1:]]
    run = previewed(desk, table(rows).encode())
    page = desk.get(reverse("imports_record", args=[run.pk])).content.decode()
    for text in ("Variant Price", "&lt;b&gt;free", "The price is not a number.", "Write a plain number"):
        assert text in page
    answer = desk.get(reverse("imports_rejected", args=[run.pk]))
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "rejected because" in body.splitlines()[0]
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_parts_of_the_report(desk: Client) -> None:
    rows = [{**ROWS[0], "Variant Price": "0"}, *ROWS[1:]]
    run = previewed(desk, table(rows).encode())
    url = reverse("imports_record", args=[run.pk])
    assert "Shirt" in desk.get(url, {"show": "changes"}).content.decode()
    assert "The price is 0" in desk.get(url, {"show": "warnings"}).content.decode()


def test_bad_11_a_file_that_cannot_be_read_is_refused_on_the_form(desk: Client) -> None:
    file = SimpleUploadedFile("x.csv", "a,b\n".encode("utf-32"))
    answer = desk.post(reverse("imports_add"), {"file": file, "channel": "eu"})
    assert answer.status_code == 422
    assert "not a text file" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_a_mapping_that_lacks_a_column_is_told(desk: Client) -> None:
    run = send(desk)
    fields = mapping(run) | {"column-0": "", "column-1": ""}
    answer = desk.post(reverse("imports_columns", args=[run.pk]), fields)
    assert "“Handle” is missing" in answer.content.decode()


def test_another_format_can_be_chosen(desk: Client) -> None:
    run = send(desk)
    page = desk.get(reverse("imports_columns", args=[run.pk]), {"format": "storecrew"}).content.decode()
    assert 'value="storecrew" selected' in page


def test_the_list_and_the_template(desk: Client) -> None:
    send(desk)
    assert "goods.csv" in desk.get(reverse("imports_list")).content.decode()
    assert desk.get(reverse("imports_template")).content.startswith(b"\xef\xbb\xbfslug,title")


def test_a_file_can_be_removed(desk: Client) -> None:
    run = send(desk)
    desk.post(reverse("imports_remove", args=[run.pk]))
    assert not ImportRun.objects.exists()


def test_the_progress_page_comes_back_by_itself(desk: Client) -> None:
    run = send(desk)
    ImportRun.objects.update(state="importing", done=3, total=10)
    answer = desk.get(reverse("imports_record", args=[run.pk]))
    assert answer["Refresh"] == "2"
    assert "3 of 10 products" in answer.content.decode()


def test_the_export_is_made_by_a_post_only(desk: Client) -> None:
    run = previewed(desk)
    desk.post(reverse("imports_confirm", args=[run.pk]))
    assert "Download" in desk.get(reverse("imports_export")).content.decode()
    answer = desk.post(reverse("imports_export"))
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "shirt" in body
    assert answer["Content-Disposition"].endswith('.csv"')


@pytest.mark.parametrize("name", ["imports_confirm", "imports_undo", "imports_remove"])
def test_aut_07_changes_need_a_post(desk: Client, name: str) -> None:
    run = send(desk)
    assert desk.get(reverse(name, args=[run.pk])).status_code == 405


def test_aut_01_others_are_refused(client: Client) -> None:
    make_shop()
    client.force_login(make_staff("customer_service"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("imports_list")).status_code == 403
    assert client.get(reverse("imports_export")).status_code == 403


def test_a_file_of_something_else_is_refused_with_its_name(desk: Client) -> None:
    """Before, a file of customers opened the mapping step, which could not help."""
    file = SimpleUploadedFile("customers.csv", b"First Name,Last Name,Email\nA,B,a@example.com\n")
    answer = desk.post(reverse("imports_add"), {"file": file, "channel": "eu"})
    assert answer.status_code == 422
    assert "This file holds customers, not products." in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_the_report_speaks_of_fields_in_words(desk: Client) -> None:
    run = previewed(desk)
    desk.post(reverse("imports_confirm", args=[run.pk]))
    rows = [{**ROWS[0], "Variant Grams": "200", "SEO Title": "New"}, *ROWS[1:]]
    file = SimpleUploadedFile("again.csv", table(rows).encode())
    desk.post(reverse("imports_add"), {"file": file, "channel": "eu"})
    again = ImportRun.objects.get(name="again.csv")
    desk.post(reverse("imports_columns", args=[again.pk]), mapping(again))
    page = desk.get(reverse("imports_record", args=[again.pk])).content.decode()
    assert "S-1: weight" in page
    assert "seo_title" not in page


def test_a_file_without_a_known_column_asks_what_they_hold(desk: Client) -> None:
    run = send(desk, b"Artikel;Bezeichnung;EK\n1;Ding;3\n")
    page = desk.get(reverse("imports_columns", args=[run.pk])).content.decode()
    assert "No column of this file is known." in page


def test_an_import_with_rejections_says_that_not_all_is_in_the_shop(desk: Client) -> None:
    run = previewed(desk, table([{**ROWS[0], "Variant Price": "free"}, *ROWS[1:]]).encode())
    desk.post(reverse("imports_confirm", args=[run.pk]))
    page = desk.get(reverse("imports_record", args=[run.pk])).content.decode()
    assert "without the rows below" in page
