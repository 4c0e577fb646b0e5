"""Articles offered by their names where SKUs are written down."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.people.tests.factories import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def marketing():
    make_shop({"MUG-RED": 4, "MUG-BLUE": 4})
    product = Variant.objects.get(sku="MUG-RED").product
    product.title, product.translations = "Enamel cup", {"ko": {"title": "법랑 머그"}}
    product.save()
    client = Client()
    client.force_login(make_staff("marketing_manager"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def offered(client, text, **more):
    found = client.get(reverse("backoffice_articles"), {"q": text} | more).json()["items"]
    return [each["text"] for each in found]


def test_mkt_6_articles_are_found_by_sku_title_and_both(marketing):
    assert offered(marketing, "mug-") == ["MUG-BLUE", "MUG-RED"]
    assert offered(marketing, "enamel") == offered(marketing, "법랑") == ["MUG-BLUE", "MUG-RED"]
    assert offered(marketing, "cup red") == ["MUG-RED"]
    assert offered(marketing, "nothing of the kind") == offered(marketing, " ") == []


def test_mkt_6_whole_products_are_offered_where_they_may_be_named(marketing):
    slug = Variant.objects.get(sku="MUG-RED").product.slug
    assert offered(marketing, "enamel", groups="1") == [f"p/{slug}", "MUG-BLUE", "MUG-RED"]


def test_what_is_sold_no_more_is_not_offered(marketing):
    Variant.objects.filter(sku="MUG-BLUE").update(active=False)
    assert offered(marketing, "mug") == ["MUG-RED"]
