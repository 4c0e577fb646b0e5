"""What the search of a list says it looks into."""

from __future__ import annotations

import pytest
from django.utils import translation

from storecrew.surfaces.ui.backoffice import hints
from storecrew.surfaces.ui.backoffice.listing import Listing
from storecrew.surfaces.workspaces.customer_service.disputes.dispute_list import DisputeList
from storecrew.surfaces.workspaces.inventory_manager.counts.count_list import CountList


def every(kind: type[Listing]) -> set[type[Listing]]:
    return {kind}.union(*(every(each) for each in kind.__subclasses__()))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (DisputeList.search_fields, "Reference, order or e-mail address"),
        (CountList.search_fields, "SKU, product or bin"),
        (("name",), "Name"),
        (("order__number", "payment__order__number"), "Order"),
        (("record_id", "words__find"), ""),
        ((), ""),
    ],
)
def test_a_search_says_what_it_looks_into(fields: tuple[str, ...], said: str):
    assert hints.searched(fields) == said


def test_it_says_so_in_korean():
    with translation.override("ko"):
        assert hints.searched(("variant__sku", "product__title", "bin__code")) == "SKU, 상품 또는 보관 위치"


def test_every_list_that_can_be_searched_says_what_for():
    lists = [each for each in every(Listing) if each.search_fields and "workspaces" in each.__module__]
    assert len(lists) > 80
    silent = [each.code for each in lists if not each.search_hint and not hints.searched(each.search_fields)]
    assert silent == []
