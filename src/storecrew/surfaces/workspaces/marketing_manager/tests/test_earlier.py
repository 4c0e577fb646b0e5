"""What was before a change of a promotion or campaign: opened from its timeline, saved like any edit."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from storecrew.contexts.catalog.models import Category
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.tests.factories import AT, make_campaign
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import audit, clock

pytestmark = pytest.mark.django_db
PROMOTION = {
    "name": "Spring", "percent": "10", "scope": "A-1", "combines": ["product", "order"],
    "sentence_en": "10% off our tee", "service_brief": "By itself.", "planned": "A-1 20",
    "starts": "2030-03-01T00:00", "ends": "2030-04-01T00:00",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now():
    make_shop({"A-1": 40, "B-1": 40})
    with clock.frozen(AT):
        yield


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def posted(page: Any) -> dict[str, Any]:
    """What a browser sends of a form that nobody typed into."""
    form, found = page.context["form"], {"sc-seen": page.context["form"].opened_as}
    for field in form:
        with timezone.override(channels.house_zone()):
            value = field.value()
            shown = field.field.widget.format_value(field.field.prepare_value(value))
        if isinstance(value, bool):
            found |= {field.html_name: "on"} if value else {}
        elif shown not in (None, ""):
            found[field.html_name] = shown
    return found


def entry_of(record: str, key: int, action: str) -> int:
    entry = audit.entries_for(record, key)[0]
    assert entry.action == action
    return entry.pk


def save(client: Client, address: str, values: dict[str, Any]) -> None:
    answer = client.post(address, values)
    assert answer.status_code == 302, answer.context["form"].errors


def shown(page: Any) -> dict[str, tuple[str, str]]:
    assert page.status_code == 200
    return {row.anchor: (row.then, row.now) for row in page.context["earlier"].rows}


def test_u069_a_change_of_a_promotion_opens_with_the_version_before_it() -> None:
    client = signed_in("marketing_manager")
    save(client, reverse("promotion_add", args=["percent_off"]), PROMOTION)
    row = Promotion.objects.get()
    edit = reverse("promotion_edit", args=[row.pk])
    changed = PROMOTION | {"percent": "15", "scope": "B-1", "planned": "B-1 5", "starts": "2030-03-02T00:00"}
    save(client, edit, changed | {"revision": "1"})
    entry = entry_of("promotions.promotion", row.pk, "promotions.changed")
    save(client, edit, changed | {"revision": "2", "name": "May"})
    page = client.get(reverse("promotion", args=[row.pk]))
    assert f'href="{edit}?before={entry}"' in page.content.decode()
    page = client.get(f"{edit}?before={entry}")
    assert shown(page) == {
        "id_percent": ("10.0", "15.0"), "id_scope": ("A-1", "B-1"), "id_planned": ("A-1 20", "B-1 5"),
        "id_starts": ("2030-03-01T00:00", "2030-03-02T00:00"),
    }  # fmt: skip
    row.refresh_from_db()
    assert row.revision == 3, "nothing is written by looking"
    save(client, f"{edit}?before={entry}", posted(page))
    row.refresh_from_db()
    assert (row.name, row.revision, row.starts_local) == ("May", 4, "2030-03-01T00:00")
    assert row.definition["benefit"] == {"percent_bp": 1000}
    assert entry_of("promotions.promotion", row.pk, "promotions.changed") != entry


def test_u069_a_promotion_whose_category_is_gone_does_not_come_back_for_everything() -> None:
    client = signed_in("marketing_manager")
    row_of = Category.objects.create(name="Hats", slug="hats", url_path="hats")
    save(client, reverse("promotion_add", args=["percent_off"]), PROMOTION | {"scope": "hats", "planned": ""})
    row = Promotion.objects.get()
    edit = reverse("promotion_edit", args=[row.pk])
    save(client, edit, PROMOTION | {"revision": "1", "planned": ""})
    row_of.delete()
    page = client.get(f"{edit}?before={entry_of('promotions.promotion', row.pk, 'promotions.changed')}")
    assert (shown(page), page.context["earlier"].left) == ({}, ["Which articles"])
    assert page.context["form"]["scope"].value() == "A-1"


def test_u069_a_change_of_a_campaign_opens_with_what_was_before_it() -> None:
    client, row = signed_in("marketing_manager"), make_campaign()
    edit = reverse("campaign_edit", args=[row.pk])
    before = posted(client.get(edit))
    new = {"name": "Autumn", "budget": "77.00", "brief": "Calls", "starts_at": "2026-03-04T10:00"}
    save(client, edit, before | new)
    entry = entry_of("marketing.campaign", row.pk, "marketing.changed")
    assert f'href="{edit}?before={entry}"' in client.get(reverse("campaign", args=[row.pk])).content.decode()
    page = client.get(f"{edit}?before={entry}")
    assert shown(page) == {f"id_{name}": (before.get(name, ""), value) for name, value in new.items()}
    assert page.context["earlier"].left == []
    save(client, f"{edit}?before={entry}", posted(page))
    now = Campaign.objects.get(pk=row.pk)
    assert (now.name, now.budget, now.brief, now.starts_at) == (
        row.name, row.budget, row.brief, row.starts_at,
    )  # fmt: skip
    assert now.revision == row.revision + 2


def test_u069_who_saves_over_somebody_else_hears_it() -> None:
    client, row = signed_in("marketing_manager"), make_campaign()
    edit = reverse("campaign_edit", args=[row.pk])
    save(client, edit, posted(client.get(edit)) | {"name": "Autumn"})
    entry = entry_of("marketing.campaign", row.pk, "marketing.changed")
    page = client.get(f"{edit}?before={entry}")
    save(client, edit, posted(client.get(edit)) | {"name": "Winter"})
    answer = client.post(f"{edit}?before={entry}", posted(page))
    assert answer.status_code == 422
    assert re.search("Somebody else saved this", answer.content.decode())
    assert Campaign.objects.get(pk=row.pk).name == "Winter"


def test_aut_02_a_change_of_something_else_is_not_found() -> None:
    client, row, other = signed_in("marketing_manager"), make_campaign(), make_campaign(name="Other")
    save(client, reverse("promotion_add", args=["percent_off"]), PROMOTION)
    promotion = Promotion.objects.get()
    edit = reverse("campaign_edit", args=[other.pk])
    save(client, edit, posted(client.get(edit)) | {"name": "Autumn"})
    theirs = entry_of("marketing.campaign", other.pk, "marketing.changed")
    made = audit.entries_for("marketing.campaign", row.pk)[-1].pk
    reader = signed_in("ecommerce_sme")
    for name, key in (("campaign_edit", row.pk), ("promotion_edit", promotion.pk)):
        mine = reverse(name, args=[key])
        for wrong in (theirs, made, theirs + 10**6, "x"):
            assert client.get(f"{mine}?before={wrong}").status_code == 404, (name, wrong)
        assert reader.get(f"{mine}?before={theirs}").status_code == 403
