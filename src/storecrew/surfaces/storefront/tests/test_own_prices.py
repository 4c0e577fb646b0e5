"""Members' own prices arrive on pages that are kept for everybody, and nobody else's do."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.tests.factories import make_program
from storecrew.contexts.people.models import User
from storecrew.contexts.pricing.tests.factories import make_list, put
from storecrew.kernel import clock
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.own_prices import own_prices
from storecrew.surfaces.storefront.tests.factories import ACTOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(shop) -> Client:
    """Somebody who is signed in and a member; red mugs cost members 10.00."""
    make_program()
    put(make_list("friends", kind="segment", segment="member"), {shop.variants["MUG-RED"]: 1000})
    user = User.objects.create_user(email="ann@example.com", password="not-a-secret-1", name="Ann")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    join_customer(user)
    customer = customers.customer_for_user(user.pk)
    loyalty.join(customer.id, actor=ACTOR, at=clock.now())
    client = Client()
    client.force_login(user)
    return client


def names(shop) -> str:
    """What a page with the card and the variant of a red mug asks for, and what nobody should send."""
    variant_id = shop.variants["MUG-RED"]
    product_id = product_of(variant_id)
    return f"p{product_id},v{variant_id},b{variant_id},v0,x1,p{'9' * 30},<script>"


def product_of(variant_id: int) -> int:
    """The product of a variant."""
    return catalog.variants([variant_id])[variant_id].product_id


def test_mkt_21_a_member_gets_the_prices_that_a_page_shows(shop, member):
    answer = member.get("/en/me/", {"prices": names(shop)}).content.decode()
    variant_id = shop.variants["MUG-RED"]
    for name in (f"p{product_of(variant_id)}", f"v{variant_id}", f"b{variant_id}"):
        assert f'hx-swap-oob="outerHTML:[data-price={name}]"' in answer
    assert answer.count("€10.00") == 3
    assert answer.count("Your price as a member") == 3
    assert "script" not in answer
    assert member.get("/en/me/").content.decode().count("€") == 0


def test_mkt_21_nobody_else_gets_them_and_shared_pages_have_none(shop, member):
    assert "€" not in Client().get("/en/me/", {"prices": names(shop)}).content.decode()
    for who in (member, Client()):
        page = who.get("/en/p/enamel-mug/?variant=MUG-RED").content.decode()
        assert "10.00" not in page
        assert "data-price=" in page


def test_mkt_21_suggestions_are_the_same_for_all_and_members_get_theirs(
    shop, member, django_assert_max_num_queries
):
    name = f"s{product_of(shop.variants['MUG-RED'])}"
    shared = [who.get("/en/search/suggest/", {"q": "enamel"}).content.decode() for who in (member, Client())]
    assert shared[0] == shared[1] and f'data-price="{name}"' in shared[0] and "10.00" not in shared[0]
    customer = customers.customer_for_user(User.objects.get(email="ann@example.com").pk)
    with django_assert_max_num_queries(8):
        found = own_prices(customer.id, name, shop.channel)
    assert [(one.name, one.price.amount, one.small) for one in found] == [(name, 1000, True)]
    answer = member.get("/en/me/", {"prices": name}).content.decode()
    assert f'<span class="amount own" hx-swap-oob="outerHTML:[data-price={name}]"' in answer
    assert "Your price as a member" in answer and "<p class=" not in answer
