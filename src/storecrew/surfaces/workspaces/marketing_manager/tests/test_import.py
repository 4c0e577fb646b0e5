"""Promotions from a table meet the same gates as those of the screen (5.1)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from storecrew.contexts.promotions.models import Coupon, Promotion
from storecrew.contexts.work.models import CalendarEntry
from storecrew.surfaces.workspaces.marketing_manager.tests.test_promotions import (  # noqa: F401
    shop,
    signed_in,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/promotions/import/"
HEAD = "kind,name,percent,scope,planned,schedule,code,sentence_en,exclusions_en,service_brief\n"
WORDS = "10% off,Nothing is excluded.,The cart shows it."


def row(name, units, *, kind="percent_off", schedule="yes", code=""):
    return f"{kind},{name},10,A-1,A-1 {units},{schedule},{code},{WORDS}\n"


def post(client, table, **more):
    return client.post(ADDRESS, {"table": table, **more})


def test_mkt_18_a_file_is_tried_with_the_stock_of_now_and_refused_like_the_screen(shop):  # noqa: F811
    client = signed_in("marketing_manager")
    table = (
        HEAD + row("Fits", 5, code="FITS10") + row("Too many", 5000) + row("Only a draft", 5, schedule="no")
    )
    tried = post(client, table)
    page = tried.content.decode()
    assert "A-1: 5,000 planned" in page
    assert "stays a draft" in page
    assert "Write 3 promotions" in page
    assert not Promotion.objects.exists()
    assert not CalendarEntry.objects.exists()
    done = post(client, table, confirm="1")
    assert done.status_code == 302
    assert dict(Promotion.objects.values_list("name", "state")) == {
        "Fits": "scheduled",
        "Too many": "draft",
        "Only a draft": "draft",
    }
    assert Coupon.objects.get().promotion.name == "Fits"
    assert Promotion.objects.get(name="Fits").approved_with["stock"][0]["planned"] == 5


def test_a_row_that_cannot_be_read_is_named_and_nothing_is_written(shop):  # noqa: F811
    client = signed_in("marketing_manager")
    table = HEAD + row("Odd", 5, kind="gift_wrap") + row("No such article", 5).replace("A-1", "NOPE")
    refused = post(client, table, confirm="1")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Row 2" in page
    assert "gift_wrap" in page
    assert "NOPE is no SKU" in page
    assert not Promotion.objects.exists()
    assert "two of them are kind and name" in post(client, "a,b\n1,2\n").content.decode()
    assert "There is no column" in post(client, "kind,name,color\npercent_off,x,red\n").content.decode()


def test_a_file_in_another_form_and_a_code_that_is_taken(shop):  # noqa: F811
    client = signed_in("marketing_manager")
    wide = SimpleUploadedFile("p.csv", (HEAD + row("Wide", 1)).encode("utf-16"))
    assert "Wide" in client.post(ADDRESS, {"file": wide}).content.decode()
    table = HEAD.replace(",", ";") + row("One", 1, code="TWICE").replace(",", ";")
    twice = table + row("Two", 1, code="TWICE").replace(",", ";")
    sent = SimpleUploadedFile("p.csv", b"\xef\xbb\xbf" + twice.encode())
    assert "not written" in client.post(ADDRESS, {"file": sent}).content.decode()
    post(client, twice, confirm="1")
    assert [each.name for each in Promotion.objects.all()] == ["One"]


def test_only_who_plans_promotions_reads_files(shop):  # noqa: F811
    client = signed_in("customer_service")
    assert client.get(ADDRESS).status_code == 403
