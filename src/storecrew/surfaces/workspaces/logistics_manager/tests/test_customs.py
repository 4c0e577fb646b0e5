"""LOG-5: goods for carriers by hand and by table, and who we are to customs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping.models import CustomsIdentity, GoodsProfile

pytestmark = pytest.mark.django_db
TABLE = "SKU;HS code;Origin;Fragile\nCUP;6911.10;de;yes\n"


@pytest.fixture
def desk(client):
    client.force_login(make_staff("logistics_manager"), backend="django.contrib.auth.backends.ModelBackend")
    make_product("cup", variants=(VariantRow(sku="CUP"),))
    return client


def load(desk, table: str = TABLE, **more):
    return desk.post(reverse("goods_import"), {"table": table} | more)


def test_log_5_a_table_is_shown_before_it_is_written_and_comes_back_unchanged(desk):
    page = load(desk).content.decode()
    assert "691110" in page
    assert GoodsProfile.objects.count() == 0
    assert load(desk, confirm="1").url == reverse("goods_list")
    row = GoodsProfile.objects.get()
    assert (row.sku, row.hs_code, row.origin, row.fragile) == ("CUP", "691110", "DE", True)
    exported = desk.get(reverse("goods_list"), {"export": "csv"})
    text = (
        b"".join(exported.streaming_content).decode("utf-8-sig")
        if exported.streaming
        else (exported.content.decode("utf-8-sig"))
    )
    assert "691110" in text
    again = load(desk, text).context["preview"]
    assert (again.changes, again.same, again.refused) == ([], 1, [])


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("HS code\n691110", "one of them is SKU"),
        ("SKU\nCUP\nCUP", "an earlier row"),
        ("SKU;Origin\n;DE", "missing"),
    ],
)
def test_bad_12_a_table_that_cannot_be_read_names_its_row_and_writes_nothing(desk, table, words):
    answer = load(desk, table, confirm="1")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert GoodsProfile.objects.count() == 0


def test_bad_12_one_wrong_row_stops_the_whole_table(desk):
    answer = load(desk, TABLE + "NOWHERE;691110;DE;\n", confirm="1")
    assert answer.status_code == 422
    assert "no article with this SKU" in answer.content.decode()
    assert GoodsProfile.objects.count() == 0


def test_log_5_an_article_is_changed_by_hand(desk):
    load(desk, confirm="1")
    url = reverse("goods_edit", args=[GoodsProfile.objects.get().pk])
    assert 'value="691110"' in desk.get(url).content.decode()
    form = {"hs_code": "691190", "origin": "cz", "temperature": "ambient"}
    assert desk.post(url, form | {"hs_code": "1"}).status_code == 422
    assert desk.post(url, form).status_code == 302
    assert GoodsProfile.objects.get().origin == "CZ"


def test_log_5_a_customs_identity_is_written_and_shown(desk):
    form = {"country": "de", "eori": "DE 123", "signer": "Ann", "incoterm": "DAP", "vat_number": ""}
    wrong = desk.post(reverse("customs_identities_add"), form | {"eori": "1"})
    assert wrong.status_code == 422
    assert desk.post(reverse("customs_identities_add"), form).status_code == 302
    assert CustomsIdentity.objects.get().eori == "DE123"
    assert "DE123" in desk.get(reverse("customs_identities_list")).content.decode()
    assert desk.get(reverse("customs_identities_edit", args=["de"])).status_code == 200
    assert desk.get(reverse("customs_identities_edit", args=["fr"])).status_code == 404
