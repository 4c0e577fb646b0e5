"""The rights that Wagtail asks for are there after seeding, once, for a few statements."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page

from storecrew.contexts.people import wagtail_access

pytestmark = pytest.mark.django_db


def rights() -> dict[str, tuple[int, int, int]]:
    """How many rights each group has: of its own, on pages, on files."""
    return {
        group.name: (
            group.permissions.count(),
            GroupPagePermission.objects.filter(group=group).count(),
            GroupCollectionPermission.objects.filter(group=group).count(),
        )
        for group in Group.objects.filter(name__startswith="storecrew ")
    }


def test_groups_have_their_rights_once_and_cost_few_statements(django_assert_max_num_queries):
    Locale.objects.get_or_create(language_code="en")
    Page.add_root(title="Root", slug="root")
    Collection.add_root(name="Root")
    with django_assert_max_num_queries(32):
        wagtail_access.ensure_groups()
    made = rights()
    assert made == {
        "storecrew staff": (1, 0, 0),
        "storecrew editors": (5, 5, 6),
        "storecrew images": (1, 0, 6),
    }
    GroupCollectionPermission.objects.all()[:1].get().delete()
    wagtail_access.ensure_groups()
    assert rights() == made
