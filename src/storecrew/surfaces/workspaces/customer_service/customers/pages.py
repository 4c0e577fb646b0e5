"""The list of customers and the record of one."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.customers import public as customers
from storecrew.contexts.customers.models import Customer
from storecrew.contexts.orders import public as orders
from storecrew.contexts.wishes import public as wishes
from storecrew.kernel import clock
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.comments import comment_action
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.customer_service.customers import goodwill, serving
from storecrew.surfaces.workspaces.customer_service.orders.words import status_of

MOST_WISHES = 50


class CustomerList(Listing):
    """Everybody who bought or made an account, without those who asked to be forgotten."""

    code = "customers.customers"
    title = gettext_lazy("Customers")
    permission = "customers.read"
    export_permission = "customers.export"
    search_fields = ("name", "email", "phone")
    search_hint = gettext_lazy("Name, e-mail or phone")
    default_sort = "-since"
    custom_record = "customers.customer"
    empty_title = gettext_lazy("No customer yet")
    empty_text = gettext_lazy("Whoever makes an account stands here; guests are found by their orders.")
    columns = (
        Column("name", gettext_lazy("Name"), sort="name", primary=True),
        Column("email", gettext_lazy("E-mail"), sort="email"),
        Column("phone", gettext_lazy("Phone")),
        Column("locale", gettext_lazy("Language"), sort="locale"),
        Column("account", gettext_lazy("Account"), lambda row: row.user_id is not None, kind="boolean"),
        Column("since", gettext_lazy("Since"), "created_at", kind="datetime", sort="created_at"),
    )
    filters = (
        Filter("since", gettext_lazy("Since"), "date", "created_at"),
        Filter("locale", gettext_lazy("Language"), "text", "locale"),
    )

    bulk_actions = (
        comment_action("customers.customer", lambda row: reverse("customers_record", args=[row.pk])),
    )

    def rows(self) -> QuerySet[Customer]:
        """Return the customers who were not erased."""
        return Customer.objects.filter(erased_at=None)

    def row_url(self, row: Customer) -> str:
        """Return the customer's page."""
        return reverse("customers_record", args=[row.pk])


@workspace_page(permission="customers.read")
def customer_record(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show a customer with addresses and orders."""
    known = customers.customer(customer_id)
    if known is None:
        raise NotFound()
    actor = request_actor(request)
    actions = []
    if actor.can("customers.write"):
        actions.append(Action(_("How to reach them"), reverse("customers_service", args=[known.id])))
    if actor.can("loyalty.goodwill"):
        actions.append(Action(_("Give goodwill"), reverse("customers_goodwill", args=[known.id])))
    record = Record(
        title=known.name or known.email,
        record="customers.customer",
        record_id=known.id,
        actions=actions,
        groups=[
            FactGroup(
                _("Contact"),
                [
                    Fact(_("E-mail"), known.email, url=f"mailto:{known.email}"),
                    Fact(_("Phone"), known.phone),
                    Fact(_("Language"), known.locale),
                    *serving.wishes(known.id, known.locale, clock.now()),
                ],
            ),
            *([goodwill.facts_of(known.id)] if actor.can("loyalty.read") else []),
        ],
        tables=[
            _orders(known.id),
            *([goodwill.given_table(known.id)] if actor.can("loyalty.read") else []),
            _wishes(known.id),
            _addresses(known.id),
        ],
        back_label=_("Customers"),
        back_url=reverse("customers_list"),
    )
    return render_record(request, record)


def _orders(customer_id: int) -> Table:
    found = orders.orders_for_customer(customer_id)
    rows = [
        (
            order.number,
            order.placed_at,
            order.item_count,
            order.total,
            status_of(order, "payment_status").label,
            status_of(order, "fulfillment_status").label,
        )
        for order in found
    ]
    return Table(
        _("Orders"),
        (_("Order"), _("Placed"), _("Units"), _("Total"), _("Payment"), _("Shipping")),
        rows,
        empty=_("No orders under this account yet."),
        kinds=("text", "datetime", "number", "money", "text", "text"),
        row_urls=[reverse("orders_record", args=[order.number]) for order in found],
    )


def _wishes(customer_id: int) -> Table:
    """Return what is on the wish lists. Notes are for those the list is shared with, so they are not here."""
    found = wishes.wishes_of([customer_id])[:MOST_WISHES]
    known = catalog.variants([each.variant_id for each in found])
    rows = [
        (facts.product_title, ", ".join(facts.options.values()), facts.sku, each.added_at)
        for each in found
        if (facts := known.get(each.variant_id))
    ]
    return Table(
        _("Wishes for"),
        (_("Article"), _("Options"), _("SKU"), _("Since")),
        rows,
        empty=_("Nothing is on their wish lists."),
        kinds=("text", "text", "text", "datetime"),
    )


def _addresses(customer_id: int) -> Table:
    rows = []
    for saved in customers.addresses(customer_id):
        place = saved.address
        parts = (place.street, place.street2, place.postal_code, place.city, place.region, place.country)
        rows.append((place.name, ", ".join(part for part in parts if part), place.phone))
    return Table(_("Addresses"), (_("Name"), _("Address"), _("Phone")), rows, empty=_("No address is saved."))
