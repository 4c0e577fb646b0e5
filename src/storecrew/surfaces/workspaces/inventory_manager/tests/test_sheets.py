"""Pages of sheets: the steps, the words, the rights."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from storecrew.contexts.imports.models import SheetRun
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.purchasing.tests.factories import make_shop

pytestmark = pytest.mark.django_db
STOCK = "sku,location,quantity\nA-1,main,5\nX-1,main,5\n"


@pytest.fixture
def shop():
    return make_shop()


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def keeper(shop):
    return signed_in("ines@storecrew.example")


def bring(client: Client, text: str, kind: str = "stock"):
    file = SimpleUploadedFile("sheet.csv", text.encode())
    return client.post(reverse("sheets_add", args=[kind]), {"file": file})


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def test_bad_12_a_sheet_goes_through_its_steps_on_screen(keeper, shop):
    assert "No sheet yet" in page(keeper, "sheets_list")
    assert "best lies" not in page(keeper, "sheets_add", "stock")
    answer = bring(keeper, STOCK)
    run = SheetRun.objects.get()
    assert answer["Location"] == reverse("sheets_record", args=[run.pk])
    shown = page(keeper, "sheets_record", run.pk)
    assert "There is no article with the SKU X-1" in shown and "Confirm and take over" in shown
    assert "A-1 · main" in page(keeper, "sheets_record", run.pk, query="?show=rows")
    assert "rejected because" in (file := page(keeper, "sheets_rejected", run.pk)) and "X-1,main,5" in file
    keeper.post(reverse("sheets_confirm", args=[run.pk]))
    assert inventory.level(shop.variants["A-1"], "main").on_hand == 5
    assert "Take all of it back" in page(keeper, "sheets_record", run.pk)
    keeper.post(reverse("sheets_undo", args=[run.pk]))
    assert inventory.level(shop.variants["A-1"], "main").on_hand == 0
    assert "Taken back" in page(keeper, "sheets_list")
    for step in ("sheets_confirm", "sheets_undo", "sheets_remove"):
        answer = keeper.post(reverse(step, args=[run.pk]), follow=True)
        assert "not at this step any more" in answer.content.decode()


def test_columns_that_are_not_known_are_asked_for(keeper):
    bring(keeper, "품번;Anzahl\nA-1;7\n")
    run = SheetRun.objects.get()
    answer = keeper.get(reverse("sheets_record", args=[run.pk]))
    assert answer["Location"] == reverse("sheets_columns", args=[run.pk])
    assert "Anzahl" in page(keeper, "sheets_columns", run.pk)
    answer = keeper.post(reverse("sheets_columns", args=[run.pk]), {"column-0": "sku"})
    assert answer.status_code == 422 and "is missing" in answer.content.decode()
    keeper.post(reverse("sheets_columns", args=[run.pk]), {"column-0": "sku", "column-1": "quantity"})
    assert "Confirm and take over" in page(keeper, "sheets_record", run.pk)
    keeper.post(reverse("sheets_remove", args=[run.pk]))
    assert not SheetRun.objects.exists()


def test_counts_have_a_sheet_to_fill_in_and_files_that_are_none_are_refused(keeper, shop):
    assert page(keeper, "sheets_template", "counts").startswith("\ufeffcount,round,location,bin,sku,quantity")
    assert "supplier,reference" in page(keeper, "sheets_template", "purchase_orders")
    answer = bring(keeper, "", "counts")
    assert answer.status_code == 422
    assert bring(keeper, "supplier,sku,quantity\nclay,A-1,12\n", "purchase_orders").status_code == 302


def test_who_may_not_bring_a_kind_does_not_see_it(keeper, shop):
    bring(keeper, STOCK)
    run = SheetRun.objects.get()
    make_staff("customer_service", email="agent@storecrew.example")
    agent = signed_in("agent@storecrew.example")
    for name, args in (("sheets_add", ["stock"]), ("sheets_record", [run.pk])):
        assert agent.get(reverse(name, args=args)).status_code in (403, 404)
    assert keeper.get(reverse("sheets_add", args=["nothing"])).status_code == 404
