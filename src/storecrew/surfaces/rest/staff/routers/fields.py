"""Custom fields of products, variants, orders and customers: read and written by their keys."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fields import public as fields
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.rest.staff import schemas
from storecrew.surfaces.rest.staff.keys import KeyWith, actor_of
from storecrew.surfaces.rest.staff.routers import PROBLEMS

router = Router(tags=["custom fields"])
Slug = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,200}$")]
Sku = Annotated[str, Path(min_length=1, max_length=200)]
Number = Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,40}$")]
CustomerId = Annotated[int, Path(ge=1, le=2**63 - 1)]


def _product(slug: str, actor: Actor) -> int:
    found = catalog.product_id_by_slug(slug)
    if found is None:
        raise catalog.ProductNotFound(slug=slug)
    return found


def _variant(sku: str, actor: Actor) -> int:
    return catalog.variant_by_sku(sku).id


def _order(number: str, actor: Actor) -> int:
    found = orders.visible_orders(actor).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise orders.OrderNotFound(number=number)
    return int(found)


def _customer(customer_id: int, actor: Actor) -> int:
    if customers.customer(customer_id) is None:
        raise customers.UnknownCustomer(customer=customer_id)
    return customer_id


def _shown(rows: tuple[fields.Filled, ...]) -> schemas.FieldsOut:
    return schemas.FieldsOut(
        fields=[
            schemas.FieldOut(
                key=row.field.spec.key,
                kind=row.field.spec.kind,
                label=row.name,
                required=row.field.spec.required,
                public=row.field.spec.public,
                value=row.value,
            )
            for row in rows
        ]
    )


def _routes(path: str, word: str, record: str, named: Any, find: Callable[[Any, Actor], int]) -> None:
    """Add reading and writing for one kind of record, by the name it has outside."""
    kind = fields.RECORDS[record]
    answers: dict[Any, Any] = {200: schemas.FieldsOut, **PROBLEMS}

    @router.get(path, auth=KeyWith(kind.read), response=answers, operation_id=f"staff_get_{word}_fields")
    def read(request: HttpRequest, name: named) -> schemas.FieldsOut:
        """Return every custom field of the record, also those without a value."""
        return _shown(fields.form_of(record, find(name, actor_of(request))))

    @router.patch(
        path, auth=KeyWith(kind.write), response=answers, operation_id=f"staff_change_{word}_fields"
    )
    def write(request: HttpRequest, name: named, body: schemas.FieldsIn) -> schemas.FieldsOut:
        """Write the fields that are named; null takes a value away, what is not named stays."""
        actor = actor_of(request)
        record_id = find(name, actor)
        return _shown(fields.set_values(record, record_id, body.values, actor=actor, at=clock.now()))


_routes("/products/{name}", "product", "catalog.product", Slug, _product)
_routes("/variants/{name}", "variant", "catalog.variant", Sku, _variant)
_routes("/orders/{name}", "order", "orders.order", Number, _order)
_routes("/customers/{name}", "customer", "customers.customer", CustomerId, _customer)
