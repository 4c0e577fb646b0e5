"""A record begins as a copy of another: its form opens filled in, and its timeline says of what it is one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Collection, Product, ProductCategory, Variant
from storecrew.contexts.catalog.tests.factories import ACTOR, make_product
from storecrew.contexts.catalog.tests.test_images import picture
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.marketing.models import Campaign, Flow, Mailing, Segment
from storecrew.contexts.marketing.tests.factories import AT, make_campaign
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price, PriceChange, PriceList
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import audit, clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop():
    make_shop({"A-1": 40, "B-1": 40})
    with clock.frozen(AT):
        yield


@pytest.fixture
def owner() -> Client:
    client = Client()
    client.force_login(make_staff("owner"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def posted(page: Any) -> dict[str, Any]:
    """What a browser sends of a form that nobody typed into."""
    found: dict[str, Any] = {}
    for field in page.context["form"]:
        with timezone.override(channels.house_zone()):
            value = field.value()
            shown = field.field.widget.format_value(field.field.prepare_value(value))
        if isinstance(value, bool):
            found |= {field.html_name: "on"} if value else {}
        elif shown not in (None, ""):
            found[field.html_name] = shown
    return found


def duplicated(client: Client, record: str, button: str, **typed: Any) -> str:
    """Open the copy of a record by its button and save it; return what its timeline says."""
    page = client.get(record)
    assert f'href="{button}"' in page.content.decode()
    form = client.get(button)
    assert form.status_code == 200
    answer = client.post(button, posted(form) | typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer.headers["Location"])


def said_of(record: str, key: int | str) -> str:
    """Return what the trail says of a copy."""
    entry = next(each for each in audit.entries_for(record, key) if each.action == "work.copied")
    return str(entry.words["with"]["name"])


def test_a_promotion_is_copied_as_a_draft_without_dates(owner):
    given = {
        "name": "Spring", "percent": "10", "scope": "A-1", "combines": ["product", "order"],
        "sentence_en": "10% off our tee", "service_brief": "By itself.", "planned": "A-1 20",
        "starts": "2030-03-01T00:00", "ends": "2030-04-01T00:00",
    }  # fmt: skip
    owner.post(reverse("promotion_add", args=["percent_off"]), given)
    first = Promotion.objects.get()
    button = f"{reverse('promotion_add', args=['percent_off'])}?copy={first.pk}"
    duplicated(owner, reverse("promotion", args=[first.pk]), button)
    copy = Promotion.objects.exclude(pk=first.pk).get()
    assert (copy.name, copy.state, copy.starts_local) == ("Copy of Spring", "draft", "")
    assert copy.definition["benefit"] == first.definition["benefit"]
    assert said_of("promotions.promotion", copy.pk) == "Spring"
    other = reverse("promotion_add", args=["bogo"])
    assert owner.get(f"{other}?copy={first.pk}").status_code == 404
    assert owner.get(f"{button}9999").status_code == 404
    assert owner.get(f"{reverse('promotion_add', args=['percent_off'])}?copy=x").status_code == 404


def test_a_campaign_is_copied_without_its_dates_and_code(owner):
    first = make_campaign(name="Red spring")
    button = f"{reverse('campaign_add')}?copy={first.pk}"
    duplicated(owner, reverse("campaign", args=[first.pk]), button)
    copy = Campaign.objects.exclude(pk=first.pk).get()
    assert (copy.name, copy.state, copy.starts_at) == ("Copy of Red spring", "draft", None)
    assert copy.goal == first.goal
    assert said_of("marketing.campaign", copy.pk) == "Red spring"


def test_a_segment_is_copied_with_its_conditions(owner):
    owner.post(reverse("segment_add"), {"name": "Buyers", "orders_min": "2", "countries": "DE"})
    first = Segment.objects.get()
    button = f"{reverse('segment_add')}?copy={first.pk}"
    duplicated(owner, reverse("segment", args=[first.pk]), button, orders_min="3")
    copy = Segment.objects.exclude(pk=first.pk).get()
    assert (copy.name, copy.conditions["countries"]) == ("Copy of Buyers", ["DE"])
    assert copy.conditions["orders_min"] == 3
    assert Segment.objects.get(pk=first.pk).conditions["orders_min"] == 2
    assert said_of("marketing.segment", copy.pk) == "Buyers"


def test_a_flow_is_copied_and_is_off(owner):
    add = reverse("flow_add", args=["welcome"])
    owner.post(add, posted(owner.get(add)) | {"is_on": "on"})
    first = Flow.objects.get()
    duplicated(owner, reverse("flow", args=[first.pk]), f"{add}?copy={first.pk}")
    copy = Flow.objects.exclude(pk=first.pk).get()
    assert (copy.is_on, copy.steps) == (False, first.steps)
    assert said_of("marketing.flow", copy.pk) == first.name


def test_a_mailing_is_copied_as_a_draft(owner):
    owner.post(reverse("segment_add"), {"name": "All"})
    segment = Segment.objects.get()
    add = reverse("mailing_add", args=["welcome"])
    answer = owner.post(add, posted(owner.get(add)) | {"segment": segment.pk, "name": "May"})
    assert answer.status_code == 302, answer.context["form"].errors
    first = Mailing.objects.get()
    duplicated(owner, reverse("mailing", args=[first.pk]), f"{add}?copy={first.pk}")
    copy = Mailing.objects.exclude(pk=first.pk).get()
    assert (copy.name, copy.state, copy.blocks) == ("Copy of May", "draft", first.blocks)
    assert said_of("marketing.mailing", copy.pk) == "May"


def test_a_price_list_is_copied_with_its_terms(owner):
    given = {"name": "Sale", "code": "sale", "kind": "sale", "currency": "EUR", "priority": "3"}
    owner.post(reverse("price_lists_add"), given)
    first = PriceList.objects.get(code="sale")
    button = f"{reverse('price_lists_add')}?copy={first.code}"
    assert owner.post(button, posted(owner.get(button))).status_code == 422, "a code of its own is asked for"
    duplicated(owner, reverse("price_lists_record", args=["sale"]), button, code="sale-2")
    copy = PriceList.objects.get(code="sale-2")
    assert (copy.name, copy.kind, copy.priority, copy.prices.count()) == ("Copy of Sale", "sale", 3, 0)
    assert said_of("pricing.price_list", "sale-2") == "Sale"


class TestPrices:
    @pytest.fixture
    def sale(self, owner) -> PriceList:
        given = {"name": "Sale", "code": "sale", "kind": "sale", "currency": "EUR", "priority": "3"}
        owner.post(reverse("price_lists_add"), given)
        known = catalog.variant_ids_by_sku(["A-1", "B-1"])
        rows = [
            pricing.PriceRow(known["A-1"], 900, 1900),
            pricing.PriceRow(known["A-1"], 800, min_quantity=10),
            pricing.PriceRow(known["B-1"], None, on_request=True),
        ]
        pricing.set_prices(rows=rows, price_list_code="sale", actor=ACTOR, at=AT)
        return PriceList.objects.get(code="sale")

    def values(self, code: str) -> list[tuple[Any, ...]]:
        rows = Price.objects.filter(price_list__code=code).order_by("variant_id", "min_quantity")
        return list(
            rows.values_list("variant_id", "min_quantity", "amount", "compare_at_amount", "on_request")
        )

    def test_a_copy_takes_the_prices_with_a_line_of_the_history_each(self, owner, sale):
        button = f"{reverse('price_lists_add')}?copy={sale.code}"
        duplicated(owner, reverse("price_lists_record", args=["sale"]), button, code="sale-2")
        assert self.values("sale-2") == self.values("sale")
        assert PriceChange.objects.filter(price_list__code="sale-2", old_amount=None).count() == 3
        said = [entry.after for entry in audit.entries_for("pricing.price_list", "sale-2")]
        assert {"created": 3, "changed": 0, "removed": 0} in said

    def test_without_the_tick_and_in_another_currency_it_takes_none(self, owner, sale):
        button = f"{reverse('price_lists_add')}?copy={sale.code}"
        sent = posted(owner.get(button)) | {"code": "sale-3", "currency": "KRW"}
        answer = owner.post(button, sent)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["currency"])
        assert not PriceList.objects.filter(code="sale-3").exists()
        del sent["prices"]
        assert owner.post(button, sent).status_code == 302
        assert self.values("sale-3") == []

    def test_aut_10_what_falls_too_far_for_one_person_waits(self, owner, sale):
        """A list of one company copied to everybody is no way around the second person."""
        approvals.set_limit(name="pricing.price_drop", value=500, actor=ACTOR, at=AT)
        button = f"{reverse('price_lists_add')}?copy={sale.code}"
        assert owner.post(button, posted(owner.get(button)) | {"code": "sale-4"}).status_code == 302
        assert [row[2] for row in self.values("sale-4")] == [0]
        assert Approval.objects.get().record_id == "sale-4"


def test_a_collection_is_copied_hidden(owner):
    rule = {"field": "brand", "op": "is", "value": ["Acme"]}
    key = catalog.save_collection(
        name="Gifts", rules={"match": "all", "rules": [rule]}, visible=True, actor=ACTOR, at=AT
    )
    button = f"{reverse('collections_add')}?copy={key}"
    duplicated(
        owner,
        reverse("collections_edit", args=[key]),
        button,
        **{"rule-field": "brand", "rule-op": "is", "rule-value": "Acme", "do": "save"},
    )
    copy = Collection.objects.exclude(pk=key).get()
    assert (copy.name, copy.visible, copy.rules["rules"]) == ("Copy of Gifts", False, [rule])
    assert said_of("catalog.collection", copy.pk) == "Gifts"


class TestProduct:
    @pytest.fixture
    def tee(self) -> Product:
        made = make_product("tee", categories=(("Clothes",),), brand="Acme")
        return Product.objects.get(pk=made.product_id)

    def test_a_product_is_copied_with_the_variants_that_get_an_sku(self, owner, tee):
        red, *_others = Variant.objects.filter(product=tee).order_by("pk")
        button = reverse("products_copy", args=[tee.pk])
        duplicated(owner, reverse("products_record", args=[tee.pk]), button, **{f"sku-{red.pk}": "NEW-1"})
        copy = Product.objects.latest("pk")
        assert (copy.title, copy.status, copy.brand) == (f"Copy of {tee.title}", "draft", "Acme")
        assert copy.slug != tee.slug
        (variant,) = Variant.objects.filter(product=copy)
        assert (variant.sku, variant.options, variant.barcode) == ("NEW-1", red.options, "")
        assert [each.category.name for each in ProductCategory.objects.filter(product=copy)] == ["Clothes"]
        assert said_of("catalog.product", copy.pk) == tee.title

    def test_pictures_come_along_as_the_same_files(self, owner, tee):
        red, blue = Variant.objects.filter(product=tee).order_by("pk")[:2]
        of = {None: "Front", red.pk: "Red", blue.pk: "Blue"}
        for key, alt in of.items():
            catalog.attach_image(
                product_id=tee.pk, content=picture(), alt=alt, variant_id=key, actor=ACTOR, at=AT
            )
        button = reverse("products_copy", args=[tee.pk])
        sku = {f"sku-{red.pk}": "NEW-1"}
        owner.post(button, posted(owner.get(button)) | sku)
        copy = Product.objects.latest("pk")
        shown = list(copy.images.all())
        new = Variant.objects.get(product=copy)
        assert [(each.alt, each.variant_id) for each in shown] == [("Front", None), ("Red", new.pk)]
        assert [each.image_id for each in shown] == [each.image_id for each in tee.images.all()[:2]]
        owner.post(button, {"title": "Bare"})
        assert not Product.objects.latest("pk").images.exists()

    def test_a_shared_picture_stays_until_nobody_shows_it(self, tee, django_capture_on_commit_callbacks):
        who: dict[str, Any] = {"actor": ACTOR, "at": AT}
        first = catalog.attach_image(product_id=tee.pk, content=picture(), **who)
        other = catalog.create_product(title="Other", **who)
        catalog.share_images(product_id=other, of=tee.pk, variants={}, **who)
        (shared,) = Product.objects.get(pk=other).images.all()
        file = shared.renditions["webp"][0][3]
        with django_capture_on_commit_callbacks(execute=True):
            catalog.remove_image(product_id=tee.pk, image_id=first, **who)
        assert default_storage.exists(file)
        with django_capture_on_commit_callbacks(execute=True):
            catalog.remove_image(product_id=other, image_id=shared.pk, **who)
        assert not default_storage.exists(file)

    def test_a_taken_sku_and_a_taken_title_are_named(self, owner, tee):
        red, blue, *_others = Variant.objects.filter(product=tee).order_by("pk")
        button = reverse("products_copy", args=[tee.pk])
        answer = owner.post(button, {"title": "Other", f"sku-{red.pk}": blue.sku})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [f"sku-{red.pk}"])
        answer = owner.post(button, {"title": "Other", f"sku-{red.pk}": "N-1", f"sku-{blue.pk}": "N-1"})
        assert list(answer.context["form"].errors) == [f"sku-{blue.pk}"]
        answer = owner.post(button, {"title": tee.slug})
        assert list(answer.context["form"].errors) == ["title"]
        assert not Product.objects.filter(title="Other").exists()
