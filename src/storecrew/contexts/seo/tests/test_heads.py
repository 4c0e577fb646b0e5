"""Titles and descriptions by template in the head of real pages (MKT-14)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from storecrew.contexts.catalog.models import Category, Product
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import HeadTemplate
from storecrew.kernel import shown
from storecrew.kernel.actor import system_actor

WHO = {"actor": system_actor("tests"), "at": dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)}


def write(kind: str, title: str = "", description: str = "", **near) -> int:
    content = seo.TemplateContent(kind, title=title, description=description, **near)
    return seo.save_template(content, **WHO)


def head(client: Client, path: str) -> shown.PageText:
    answer = client.get(path)
    assert answer.status_code == 200
    return shown.read(answer.content.decode())


def test_mkt_14_a_template_makes_the_titles_of_a_kind_and_what_is_written_wins(shop, client: Client):
    write("product", "{name} in {category} for {price} | {store}", "{name}: {subtitle}. From stock.")
    found = head(client, "/en/p/desk-lamp/")
    assert found.title.startswith("Desk lamp in ")
    assert "€" in found.title
    assert found.title.endswith("| Storecrew EU")
    assert found.properties["og:title"] == found.title
    assert found.properties["og:description"] == found.description != ""
    Product.objects.filter(slug="desk-lamp").update(seo_title="A lamp", seo_description="Light for a desk.")
    found = head(client, "/en/p/desk-lamp/?variant=LAMP-RED-L")
    assert (found.title, found.description) == ("A lamp – Storecrew EU", "Light for a desk.")


def test_mkt_14_the_nearest_template_wins_for_title_and_description_each(shop, client: Client):
    write("category", "All {name}", "Everything: {name}.")
    write("category", "{name} on {store}", locale="en")
    write("category", "Euro {name}", locale="en", channel="eu")
    path = Category.objects.filter(parent=None).values_list("url_path", flat=True)[0]
    found = head(client, f"/en/c/{path}/")
    assert found.title.startswith("Euro ")
    assert found.description.startswith("Everything: ")
    assert head(client, f"/ko/c/{path}/").title.startswith("All ")


def test_mkt_14_every_kind_of_page_has_its_template(shop, client: Client):
    write("home", "{store} – made to last")
    write("search", "{words} at {store}")
    write("page", "Read: {name}")
    assert head(client, "/en/").title == "Storecrew EU – made to last"
    assert head(client, "/en/search/?q=mug").title == "mug at Storecrew EU"
    assert head(client, "/en/help/").title.startswith("Read: ")


def test_mkt_14_what_makes_no_title_is_refused(shop):
    for fields, name in (
        ({"title": "{color}"}, "title"),
        ({"title": "{name"}, "title"),
        ({"title": "{}"}, "title"),
        ({}, "title"),
        ({"description": "{words}"}, "description"),
        ({"title": "x", "channel": "no"}, "channel"),
    ):
        with pytest.raises(seo.InvalidTemplate) as refused:
            write("product", **fields)
        assert name in refused.value.details
    with pytest.raises(seo.InvalidTemplate):
        write("nothing", "x")
    key = write("product", "{name}")
    with pytest.raises(seo.InvalidTemplate):
        write("product", "{brand}")
    with pytest.raises(seo.UnknownTemplate):
        seo.save_template(seo.TemplateContent("page", title="x"), template_id=999, **WHO)
    seo.save_template(seo.TemplateContent("product", title="{sku}"), template_id=key, **WHO)
    assert HeadTemplate.objects.get().title == "{sku}"
    seo.remove_template(key, **WHO)
    with pytest.raises(seo.UnknownTemplate):
        seo.remove_template(key, **WHO)
