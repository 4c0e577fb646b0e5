"""What was before a change of a product: opened from its timeline, compared with now, saved like any edit."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.catalog.tests.factories import ACTOR, AT
from storecrew.kernel import audit
from storecrew.surfaces.workspaces.ecommerce_sme.products.tests.test_product_pages import text_of

pytestmark = pytest.mark.django_db
UPDATED = "catalog.product_updated"


def change(product_id: int, **changes: Any) -> int:
    """Change a product and return the entry of the trail."""
    catalog.update_product(product_id=product_id, expected_version=None, changes=changes, actor=ACTOR, at=AT)
    entry = audit.entries_for("catalog.product", product_id)[0]
    assert entry.action == UPDATED
    return entry.pk


def posted(page: Any) -> dict[str, Any]:
    """What a browser sends of a form that nobody typed into."""
    form = page.context["form"]
    values = {field.html_name: field.value() for field in form}
    kept = {name: value for name, value in values.items() if value not in (None, False)}
    return kept | {name: page.context[name] for name in ("version", "seen")}


def test_u069_a_change_opens_the_form_with_what_was_before_it(seller: Client, tee: int) -> None:
    edit = f"/admin/products/{tee}/edit/"
    entry = change(tee, title="Summer tee", tags=["new"], translations={"ko": {"title": "여름 티"}})
    change(tee, brand="Later")
    assert f'href="{edit}?before={entry}"' in text_of(seller.get(f"/admin/products/{tee}/"))
    page = seller.get(f"{edit}?before={entry}")
    rows = {row.label: (row.then, row.now) for row in page.context["earlier"].rows}
    assert rows == {"Title": ("Tee", "Summer tee"), "Tags": ("", "new"), "Title (ko)": ("", "여름 티")}
    assert "Nothing is written until you save." in text_of(page)
    assert Product.objects.get(pk=tee).title == "Summer tee", "nothing is written by looking"
    assert seller.post(f"{edit}?before={entry}", posted(page)).status_code == 302
    row = Product.objects.get(pk=tee)
    assert (row.title, row.tags, row.brand) == ("Tee", [], "Later")
    assert row.translations == {}
    newest = audit.entries_for("catalog.product", tee)[0]
    assert (newest.action, newest.before["title"], newest.after["title"]) == (UPDATED, "Summer tee", "Tee")
    again = seller.get(f"{edit}?before={entry}")
    assert again.context["earlier"].rows == []
    assert "already as it was before that change" in text_of(again)


def test_u069_attributes_come_back_and_what_has_no_field_is_named(seller: Client, draft: int) -> None:
    change(draft, attributes={"volume": 300, "glaze": "matte", "safe": False})
    entry = change(draft, attributes={"volume": 450}, option_names=["Size"])
    audit.record(
        actor=ACTOR, action=UPDATED, record="catalog.product", record_id=draft, at=AT,
        before={"attributes": {"glaze": "crackled", "lid": "cork"}}, after={"attributes": {}},
    )  # fmt: skip
    edit = f"/admin/products/{draft}/edit/"
    page = seller.get(f"{edit}?before={entry}")
    rows = {row.anchor: (row.then, row.now) for row in page.context["earlier"].rows}
    assert rows == {
        "id_attr-volume": ("300", "450"), "id_attr-glaze": ("matte", ""), "id_attr-safe": ("No", ""),
    }  # fmt: skip
    assert page.context["earlier"].left == ["option names"]
    assert seller.post(f"{edit}?before={entry}", posted(page)).status_code == 302
    assert Product.objects.get(pk=draft).attributes == {"volume": 300, "glaze": "matte", "safe": False}
    gone = audit.entries_for("catalog.product", draft)[1]
    found = seller.get(f"{edit}?before={gone.pk}").context["earlier"]
    assert (found.rows, sorted(found.left)) == ([], ["Glaze", "lid"])


def test_u069_who_saves_over_somebody_else_hears_it(seller: Client, tee: int) -> None:
    entry = change(tee, title="Summer tee")
    page = seller.get(f"/admin/products/{tee}/edit/?before={entry}")
    change(tee, title="Winter tee")
    answer = seller.post(f"/admin/products/{tee}/edit/?before={entry}", posted(page))
    assert answer.status_code == 409
    assert Product.objects.get(pk=tee).title == "Winter tee"


def test_u069_two_long_texts_are_shown_where_they_differ(seller: Client, tee: int) -> None:
    same = "word " * 100
    change(tee, description=f"<p>{same}old</p>")
    entry = change(tee, description=f"<p>{same}new</p>")
    (row,) = seller.get(f"/admin/products/{tee}/edit/?before={entry}").context["earlier"].rows
    assert row.then.startswith("…")
    assert ("old" in row.then, "new" in row.now) == (True, True)


def test_aut_02_an_entry_of_something_else_is_not_found(
    seller: Client, tester: Client, tee: int, draft: int
) -> None:
    other, mine = change(draft, title="Cup"), change(tee, title="Summer tee")
    catalog.set_listing(product_ids=[tee], channel_id=1, published=False, actor=ACTOR, at=AT)
    listed = audit.entries_for("catalog.product", tee)[0].pk
    edit = f"/admin/products/{tee}/edit/"
    for wrong in (other, listed, mine + 10**6, "x", "²", "9" * 30):
        assert seller.get(f"{edit}?before={wrong}").status_code == 404, wrong
    assert tester.get(f"{edit}?before={mine}").status_code == 403
    assert f"{edit}?before=" not in text_of(tester.get(f"/admin/products/{tee}/"))
