"""A shop with two customers and staff, and every address that can be read there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import URLPattern, URLResolver

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.actor import customer_actor, system_actor
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.tests.factories import TestShop, make_shop, settle
from storecrew.surfaces.workspaces import urls as workspaces

ORIGIN = {"Origin": "http://testserver"}


@dataclass(frozen=True)
class Person:
    """A customer with an account, an address, an order and an open cart; every word tells who it is."""

    user: User
    customer_id: int
    address_id: int
    order: orders.OrderFacts
    cart: str
    words: tuple[str, ...]

    def browser(self) -> Client:
        """Return a browser in which the person is signed in."""
        client = Client(headers=ORIGIN)
        client.force_login(self.user)
        return client


@dataclass(frozen=True)
class Town:
    """The shop and its people."""

    shop: TestShop
    ann: Person
    bob: Person
    owner: User
    ids: dict[str, Any] = field(default_factory=dict)

    def staff(self) -> Client:
        """Return a browser in which the owner is signed in."""
        client = Client(headers=ORIGIN)
        client.force_login(self.owner)
        return client


def build() -> Town:
    """Make the town by the product's own operations."""
    shop = make_shop()
    ann = move_in("Annegret", "Geheimgasse 7", sku="MUG-RED")
    bob = move_in("Bartholomew", "Stillenweg 9", sku="STOOL")
    settle()
    town = Town(shop, ann, bob, make_staff("owner"))
    town.ids.update(ids_in(town))
    return town


def move_in(name: str, street: str, *, sku: str) -> Person:
    """Make a customer who bought one thing and wants another."""
    at, email = clock.now(), f"{name.lower()}@example.com"
    full, phone = f"{name} Testperson", "+4930123" + str(sum(map(ord, name)))
    user = User.objects.create_user(email=email, password="long enough for tests", name=full)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    customer = join_customer(user)
    assert customer is not None
    actor = customer_actor(customer.id)
    address = {"name": full, "street": street, "postal_code": "10115", "city": "Berlin", "country": "DE"}
    address["phone"] = phone
    clean = shipping.clean_address(address, "en")
    saved = customers.save_address(customer_id=customer.id, address=clean, actor=actor, at=at)
    placed = checkout.place_order(
        cart_of(customer.id, sku, address, email), gateway="simulator", payment_token="tok_ok", actor=actor, at=at  # noqa: E501
    )  # fmt: skip
    return Person(
        user=user,
        customer_id=customer.id,
        address_id=saved.id,
        order=orders.order_by_token(placed.order_token),
        cart=cart_of(customer.id, sku, address, email),
        words=(name, email, street, phone),
    )


def cart_of(customer_id: int, sku: str, address: dict[str, str], email: str) -> str:
    """Make a cart that is ready to be paid."""
    at, actor = clock.now(), customer_actor(customer_id)
    token = checkout.open_cart(
        channel_code="eu", locale="en", customer_id=customer_id, actor=actor, at=at
    ).token
    checkout.add_line(token, sku, 1, actor=actor, at=at)
    checkout.set_details(
        token, email=email, shipping_address=address, shipping_method="standard-eu", actor=actor, at=at
    )
    return token


def ids_in(town: Town) -> dict[str, Any]:
    """Return what stands for the arguments of addresses, by their names."""
    from storecrew.contexts.catalog.models import Category, Product
    from storecrew.contexts.pricing.models import PriceList, TaxRate
    from storecrew.kernel.mail.models import Mail

    variant = town.shop.variants["MUG-RED"]
    product = Product.objects.get(slug="enamel-mug")
    return {
        "user_id": town.ann.user.pk,
        "customer_id": town.ann.customer_id,
        "number": town.ann.order.number,
        "mail_id": Mail.objects.values_list("pk", flat=True).first() or 1,
        "product_id": product.pk,
        "variant_id": variant,
        "category_id": Category.objects.values_list("pk", flat=True).first(),
        "rate_id": TaxRate.objects.values_list("pk", flat=True).first(),
        "sku": "MUG-RED",
        "location": "main",
        "tax_class": "standard",
        "prices/lists/code": PriceList.objects.values_list("code", flat=True).first(),
        "channels/code": "eu",
        "markets/code": "eu",
        "roles/code": "owner",
        "shipping-methods/code": "standard-eu",
    }


def back_office(town: Town) -> list[str]:
    """Return every address of our own pages of the back office, filled with what exists."""
    return [filled(route, town) for route in routes(workspaces.urlpatterns)]


def routes(patterns: list[Any], prefix: str = "/admin/") -> Iterator[str]:
    """Walk the routes that are no regular expressions."""
    for item in patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from routes(item.url_patterns, route)
        elif isinstance(item, URLPattern) and "(?P" not in route and ".*" not in route:
            yield route.replace("^", "").replace("$", "").replace("\\Z", "")


def filled(route: str, town: Town) -> str:
    """Fill the arguments of a route."""
    while "<" in route:
        start, end = route.index("<"), route.index(">")
        name = route[start + 1 : end].rpartition(":")[2]
        folder = route[:start].removeprefix("/admin/")
        value = town.ids.get(folder + name, town.ids.get(name, 1))
        route = f"{route[:start]}{value}{route[end + 1 :]}"
    return route


ANONYMOUS = (
    "look/nobody/",
    "", "categories/", "c/kitchen/", "c/kitchen/mugs/", "search/", "search/?q=mug", "search/?q=nothinglikethis",  # noqa: E501
    "search/?q=mug&f.material=Steel&sort=price_asc", "search/suggest/?q=mu", "onsite/home/",
    "p/enamel-mug/", "p/desk-lamp/", "p/enamel-mug/reviews/", "p/enamel-mug/reviews/?stars=4",
    "reviews/1/report/",
    "help/", "accessibility/", "delivery/", "offline/", "manifest.webmanifest",
    "nowhere/", "c/nowhere/", "p/nowhere/",
    "p/enamel-mug/?to=FR:75001", "p/enamel-mug/delivery/?country=DE",
    "stores/", "pictures/1/",
    "share.png", "c/kitchen/share.png", "p/enamel-mug/share.png",
)  # fmt: skip
PERSONAL = (
    "me/", "cart/", "checkout/", "checkout/details/", "checkout/delivery/", "checkout/payment/",
    "checkout/pick-up/",
    "checkout/return/", "accessibility/report/", "voucher/",
    "withdraw/", "cart/saved/nowhere/", "waiting/nowhere/",
    "compare/", "wishes/", "wishes/999999/", "wishes/shared/nowhere/",
    "waiting/nowhere/stop/", "replacement/nowhere/", "partner/nowhere/", "account/",
    "account/addresses/", "account/addresses/new/", "account/profile/", "account/points/",
    "account/invoices/", "account/invoices/1/",
    "mail/", "mail/nowhere/", "mail/nowhere/stop/all/",
)  # fmt: skip


def storefront(town: Town, person: Person) -> list[str]:
    """Return every address of the storefront in both languages, with the person's own things."""
    order = f"order/{person.order.token}/"
    theirs = (order, f"{order}address/", f"{order}proof/1/", f"{order}return/", f"{order}return/RT-1001/")
    theirs = (*theirs, f"{order}withdraw/", f"{order}reviews/", f"{order}reviews/1/", f"{order}pay/")
    own = (*PERSONAL, *theirs, f"account/addresses/{person.address_id}/")
    pages = [f"/{locale}/{path}" for locale in ("en", "ko") for path in (*ANONYMOUS, *own)]
    return [
        *pages,
        "/",
        "/robots.txt",
        "/llms.txt",
        "/sitemap.xml",
        "/sitemap-1.xml",
        "/worker.js",
        "/r/nobody/",
        "/feeds/google-eu-en.xml",
        "/accounts/login/",
        "/accounts/signup/",
    ]


def rest(person: Person) -> list[str]:
    """Return every address of the REST interface that can be read."""
    cart = f"carts/{person.cart}"
    paths = (
        "products", "products?q=mug", "products?q=nothinglikethis", "products/enamel-mug", "products/nowhere",
        cart, f"{cart}/shipping-methods", f"{cart}/payment-methods", f"orders/{person.order.token}",
        "openapi.json", "nowhere",
    )  # fmt: skip
    return [f"/api/v1/{path}" for path in paths]


SYSTEM = system_actor("tests")
