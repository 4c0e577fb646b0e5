"""AUT-07: reading changes nothing, and what changes something needs a form of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from storecrew.surfaces.storefront.urls import pages as storefront_pages
from storecrew.surfaces.storefront.visitor import CART_COOKIE, remember_cart
from tests.guarantees.machinery import town as towns
from tests.guarantees.machinery.town import Town

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "TRUNCATE")


class Wrote(AssertionError):
    """A statement that a read-only transaction would refuse."""


@contextmanager
def read_only() -> Iterator[list[str]]:
    """Refuse every statement that writes, on either database."""
    seen: list[str] = []

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) or "FOR UPDATE" in sql:
            seen.append(sql[:160])
            raise Wrote(sql[:160])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield seen


def with_cart(client: Client, token: str) -> Client:
    from django.http import HttpResponse

    client.cookies[CART_COOKIE] = remember_cart(HttpResponse(), token).cookies[CART_COOKIE].value
    return client


def written(client: Client, paths: list[str]) -> list[str]:
    """Read all addresses; return what was written, and faults of ours."""
    client.raise_request_exception = False
    found = []
    for path in paths:
        with read_only() as seen:
            answer = client.get(path)
        found += [f"{path}: {sql}" for sql in seen]
        if answer.status_code >= 500:
            found.append(f"{path}: {answer.status_code}")
    return found


@pytest.mark.parametrize("who", ["a visitor", "a customer", "staff"])
def test_aut_07_reading_the_storefront_writes_nothing(town: Town, who: str):
    client = {"a visitor": Client(), "a customer": town.ann.browser(), "staff": town.staff()}[who]
    if who != "staff":
        with_cart(client, town.ann.cart)
    assert written(client, towns.storefront(town, town.ann)) == []


def test_aut_07_reading_over_rest_writes_nothing(town: Town):
    assert written(Client(), towns.rest(town.ann)) == []


def test_aut_07_reading_the_back_office_writes_nothing(town: Town):
    paths = towns.back_office(town)
    assert len(paths) > 70
    assert written(town.staff(), paths) == []


def test_aut_07_no_address_of_the_storefront_is_left_out(town: Town):
    read = towns.storefront(town, town.ann)
    only_posts = {"cart_add", "cart_line", "cart_remove", "channel", "address_form", "search_missed"}
    only_posts |= {"cart_save", "cart_delivery", "cart_code", "cart_code_remove", "product_wait"}
    only_posts |= {"address_search", "vitals", "checkout_tender"}
    only_posts |= {"seen", "order_review_back"}
    # What people bought on account, and photos of reviews: none in this town.
    only_posts |= {"order_invoice", "review_photo", "order_review_photo"}
    only_posts |= {"address_search", "vitals", "checkout_tender", "account_service"}
    only_posts |= {"order_cancel", "account_address_delete", "account_export", "account_delete"}
    only_posts |= {"account_unlink", "account_sessions_end"}
    only_posts |= {
        "order_rate_packaging",
        "order_codes",
        "order_again",
        "cart_present",
        "compare_put",
        "wish_put",
        "wish_list_new",
        "wish",
        "order_return_cancel",
        "order_return_photo",
        "order_return_photos",
        "order_return_label",
    }
    without_goods = {"collection", "collection_share"}
    resolver = get_resolver()
    reached = {
        resolver.resolve(path.partition("?")[0]).url_name for path in read if not path.startswith("/ko/")
    }
    assert {page.name for page in storefront_pages} - only_posts - without_goods <= reached


POSTS = (
    "cart/code/", "cart/code/remove/", "wishes/put/", "wishes/new/", "compare/put/",
    "wishes/1/", "wishes/1/1/", "wishes/shared/x/",
    "cart/add/", "cart/save/", "cart/saved/x/", "cart/delivery/", "p/enamel-mug/delivery/", "p/enamel-mug/tell-me/", "accessibility/report/", "waiting/x/", "cart/lines/1/", "cart/lines/1/remove/", "cart/lines/1/present/", "channel/", "search/missed/", "checkout/address-form/", "checkout/address-search/",  # noqa: E501
    "checkout/tender/",
    "checkout/details/", "checkout/delivery/", "checkout/payment/", "checkout/return/", "order/{token}/cancel/",  # noqa: E501
    "order/{token}/address/", "order/{token}/packaging/", "order/{token}/return/", "replacement/x/",
    "order/{token}/withdraw/", "withdraw/", "order/{token}/return/RT-1001/cancel/",
    "order/{token}/return/RT-1001/label/",
    "order/{token}/reviews/1/", "order/{token}/reviews/1/back/",
    "reviews/1/report/",
    "account/addresses/new/", "account/addresses/{address}/", "account/addresses/{address}/delete/",
    "account/points/", "account/service/", "account/profile/", "account/export/", "account/delete/",
)  # fmt: skip
FOREIGN = (
    {},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Referer": "https://evil.example/"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("token", ["", "a" * 64], ids=["without a token", "with a foreign token"])
def test_aut_07_a_form_that_is_not_ours_changes_nothing(town: Town, headers: dict[str, str], token: str):
    client = Client(enforce_csrf_checks=True, headers=headers)
    client.force_login(town.ann.user)
    with_cart(client, town.ann.cart)
    client.cookies["csrftoken"] = "b" * 32
    for path in POSTS:
        path = path.format(token=town.ann.order.token, address=town.ann.address_id)
        with read_only() as seen:
            answer = client.post(
                f"/en/{path}", {"csrfmiddlewaretoken": token, "sku": "STOOL", "quantity": "1"}
            )
        assert (answer.status_code, seen) == (403, []), path


def test_aut_07_a_form_that_is_not_ours_does_nothing_in_the_back_office(town: Town):
    client = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    client.force_login(town.owner)
    for path in towns.back_office(town):
        with read_only() as seen:
            answer = client.post(path, {"csrfmiddlewaretoken": "a" * 64})
        assert (answer.status_code, seen) == (403, []), path


def test_aut_07_signing_in_and_out_needs_the_token(town: Town):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.ann.user)
    for path in ("login", "signup", "logout", "password/reset", "password/change", "email"):
        assert client.post(f"/accounts/{path}/", {"login": "x"}).status_code == 403, path
    assert client.get("/accounts/logout/").status_code in (200, 302)
    assert client.get("/en/account/profile/").status_code == 200, "reading the sign-out page signs nobody out"
