"""Every list of the back office can be narrowed, sorted and searched, and says what it is for when empty.

Saved views, columns and export come with `Listing` itself; what shows rows without it is named below.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.surfaces.ui.backoffice.listing import Listing
from storecrew.surfaces.workspaces import urls as workspaces
from tests.architecture.house import PACKAGE
from tests.guarantees.machinery.town import routes

NO_LIST = {
    # The machinery itself, and tables that stand within a record.
    "ui/backoffice/templates/allauth/elements/table.html": "a part",
    "ui/backoffice/templates/backoffice/listing.html": "the list itself",
    "ui/backoffice/templates/backoffice/parts/rows.html": "the list itself",
    "ui/backoffice/templates/backoffice/parts/table.html": "a table of a record",
    "ui/backoffice/templates/backoffice/parts/differences.html": "what two people changed in one record",
    "ui/backoffice/templates/backoffice/parts/earlier.html": "what a change of one record had changed",
    "ui/backoffice/templates/backoffice/bulk.html": "what a bulk action will do, once",
    # A handful of rows that stand for the settings of the house.
    "ui/backoffice/templates/backoffice/approval_limits.html": "a setting: a few limits under each kind",
    "head_of_digital/sign_in_services.html": "a setting: the services of the installation",
    "head_of_digital/who_does_what.html": "the map of responsibilities, which has its own search",
    "logistics_manager/routing.html": "a setting: the rules in their order and one row per place",
    "marketing_manager/traffic_rules.html": "a setting: the rules in their order",
    "marketing_manager/seo_template.html": "a setting: one template per kind of page",
    # How the machine is.
    "developer/background.html": "the state of the machine: one row per job of the source",
    "developer/extensions.html": "the state of the machine: what is installed",
    "developer/speed.html": "measured figures, one row per kind of page",
    "developer/task_times.html": "measured figures, one row per role",
    "head_of_digital/live.html": "figures of the moment, refreshed by themselves",
    "head_of_digital/sample.html": "what the sample store has, to be taken away once",
    "logistics_manager/team/figures.html": "figures per person of one day",
    "head_of_digital/oversight.html": "one line for each kind of thing, which leads to its list",
    "logistics_manager/team/roster.html": "a plan of one week: people by days",
    "marketing_manager/searches.html": "figures of a period beside their trend",
    "marketing_manager/trends.html": "figures of a period beside their trend",
    # What a file or a trial would do: shown once, then it is gone.
    "customer_service/payout_upload.html": "a preview of a file",
    "customer_service/open_items.html": "the invoices of one company",
    "ecommerce_sme/imports/columns.html": "columns of a file",
    "ecommerce_sme/imports/record.html": "problems of one import, which has a file of them",
    "ecommerce_sme/pricing/bulk.html": "a preview of a change",
    "ecommerce_sme/pricing/compare.html": "the prices of one article at two moments",
    "ecommerce_sme/pricing/cost_import.html": "a preview of a file",
    "ecommerce_sme/pricing/variant.html": "the prices of one article",
    "ecommerce_sme/products/categories.html": "the categories of one product",
    "ecommerce_sme/products/grid.html": "a sheet to type in, opened from a list and its filters",
    "ecommerce_sme/products/record.html": "one product",
    "inventory_manager/stock_grid.html": "a sheet to type in, opened from a list and its filters",
    "inventory_manager/price_list.html": "a preview of a file",
    "inventory_manager/sheets/columns.html": "columns of a file",
    "inventory_manager/sheets/record.html": "problems of one sheet, which has a file of them",
    "inventory_manager/sheets/upload.html": "what a sheet may have",
    "logistics_manager/customs/import.html": "a preview of a file",
    "logistics_manager/manner/try.html": "a trial of rules",
    "marketing_manager/import.html": "a preview of a file",
    "marketing_manager/redirects_import.html": "a preview of a file",
    "marketing_manager/index_import.html": "a trial of a file",
    "marketing_manager/simulation.html": "a trial of promotions",
    "marketing_manager/spend_import.html": "a preview of a file",
    "marketing_manager/voucher_codes.html": "codes that are shown this once",
}
"""Templates with a table that no `Listing` fills, and why nobody needs to save a view of it."""
TYPED_IN = "a sheet to type in, of the rows that the list behind it found"
SHEETS = {"/admin/products/grid/": TYPED_IN, "/admin/stock/grid/": TYPED_IN}
BELOW_A_RECORD = {"assortment.rows"}
"""Lists whose address names a record."""


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


def _below(listing: type[Listing]) -> Iterator[type[Listing]]:
    for each in listing.__subclasses__():
        yield each
        yield from _below(each)


def lists() -> list[type[Listing]]:
    """Return the lists of the product: loading the addresses imports them all."""
    assert any(_patterns(get_resolver()))
    found = {each for each in _below(Listing) if each.code and "tests" not in each.__module__.split(".")}
    return sorted(found, key=lambda each: (each.code, each.__name__))


@pytest.fixture(scope="module", name="every")
def every_list() -> list[type[Listing]]:
    return lists()


def test_every_list_is_filtered_sorted_and_searched(every: list[type[Listing]]) -> None:
    missing = {
        each.code: lacks
        for each in every
        if (
            lacks := [
                what
                for what, there in (
                    ("filters", each.filters),
                    ("search_fields", each.search_fields),
                    ("an order", each.default_sort or "order_by(" in inspect.getsource(each.rows)),
                    ("a column to sort by", any(column.sort for column in each.columns)),
                    ("one primary column", sum(column.primary for column in each.columns) == 1),
                )
                if not there
            ]
        )
    }
    assert len(every) > 50
    assert missing == {}


def test_every_list_teaches_when_it_is_empty(every: list[type[Listing]]) -> None:
    silent = [each.code for each in every if not (each.empty_title and each.empty_text)]
    assert silent == []


def test_a_list_is_saved_and_exported_under_a_name_of_its_own(every: list[type[Listing]]) -> None:
    codes = [each.code for each in every]
    assert sorted({code for code in codes if codes.count(code) > 1}) == []


def test_what_shows_rows_is_a_list_or_says_why_not() -> None:
    """A page with a table of its own has neither views nor a file; it is named here, or made a `Listing`."""
    surfaces = PACKAGE / "surfaces"
    tables = {
        path.relative_to(surfaces).as_posix()
        for path in surfaces.rglob("*.html")
        if '<table class="sc-table"' in path.read_text("utf-8")
    }
    named = {path.partition("/templates/")[2] if path.startswith("workspaces/") else path for path in tables}
    assert named - set(NO_LIST) == set(), "make it a Listing, or say in NO_LIST why it is none"
    assert set(NO_LIST) - named == set(), "gone: take it out of NO_LIST"


@pytest.mark.django_db
def test_every_list_page_offers_filter_sort_views_and_a_file(every: list[type[Listing]]) -> None:
    """The pages themselves, as the owner opens them: a template of its own forgets nothing."""
    client = Client()
    client.force_login(make_staff("owner", email="owner@x.example"))
    make_channel("eu", is_default=True)
    codes, lacking = set(), {}
    for path in sorted(routes(workspaces.urlpatterns)):
        if "<" in path:
            continue
        # a list of nothing shows none of it until somebody looks for something
        answer = client.get(path, {"q": "a"}, follow=True)
        listing = (answer.context or {}).get("listing") if answer.status_code == 200 else None
        if not isinstance(listing, Listing) or path in SHEETS:
            continue
        codes.add(listing.code)
        page = answer.content.decode()
        wanted = {
            "filters": "data-sc-filter" in page,
            "views": 'name="save_view"' in page,
            "a file": "export=csv" in page and "export=xlsx" in page,
            "an order": not answer.context["rows"] or "aria-sort" in page,
        }
        if missing := [name for name, there in wanted.items() if not there]:
            lacking[path] = missing
    assert lacking == {}, lacking
    assert {each.code for each in every} - codes - BELOW_A_RECORD == set()
