"""An owner who tried the demo takes its goods, open orders and people away; the books stay (IT-20)."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from storecrew.contexts.catalog.models import Listing, Product
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_cart, make_shop, place
from storecrew.contexts.health import public as health
from storecrew.contexts.health.models import SampleStore
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel import audit
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
PRINTED = "printed at start"


@pytest.fixture
def shop():
    """A store with a sample product and one of its own, an open and a shipped sample order, and people."""
    shop = make_shop()
    order, shipped = (place(make_cart(shop, {"A-1": 2})).order_id for _ in range(2))
    Order.objects.filter(pk=shipped).update(fulfillment_status="fulfilled")
    for role in ("owner", "tester"):
        make_staff(role, password=PRINTED)
    samples = set(Product.objects.values_list("pk", flat=True))
    health.note_sample(
        product_ids=samples, promotion_ids=(), user_ids=User.objects.values_list("pk", flat=True),
        password=PRINTED, last_order_id=shipped, actor=ACTOR, at=AT,
    )  # fmt: skip
    later = place(make_cart(shop, {"B-1": 1})).order_id
    own = {make_product("mug", channels=("eu",)).product_id}
    return {
        "shop": shop,
        "open": order,
        "shipped": shipped,
        "later": later,
        "samples": samples,
        "own": own,
    }


def mine() -> User:
    return make_staff("owner", email="me@shop.example", password="a password of my own")


def test_it_20_the_sample_goes_and_the_books_stay(shop):
    owner = people.actor_for(mine())
    level = StockLevel.objects.get(variant_id=shop["shop"].variants["A-1"])
    before = (level.on_hand, Order.objects.count(), Payment.objects.count())
    preview = health.sample_preview(at=AT)
    assert (preview.products, preview.open_orders, preview.sign_ins) == (len(shop["samples"]), 1, 2)
    assert preview.has_own_owner

    done = health.retire_sample(actor=owner, at=AT)

    assert (done.products, done.orders, done.orders_left, done.sign_ins) == (len(shop["samples"]), 1, 0, 2)
    assert set(Product.objects.filter(status="live").values_list("pk", flat=True)) == shop["own"]
    assert not Listing.objects.filter(product_id__in=shop["samples"], published=True).exists()
    states = dict(Order.objects.values_list("pk", "status"))
    assert [states[shop[name]] for name in ("open", "shipped", "later")] == [
        "canceled",
        "confirmed",
        "confirmed",
    ]
    level.refresh_from_db()
    assert (level.on_hand, Order.objects.count(), Payment.objects.count()) == before
    active = User.objects.filter(is_active=True).values_list("email", flat=True)
    assert list(active) == ["me@shop.example"]
    (note,) = SampleStore.objects.all()
    assert audit.entries_for("health.samplestore", note.pk)[0].after["products"] == len(shop["samples"])
    assert health.sample_preview(at=AT) is None
    with pytest.raises(health.NoSample):
        health.retire_sample(actor=owner, at=AT)


def test_it_20_nobody_takes_their_own_sign_in_away(shop):
    owner = people.actor_for(User.objects.get(email="owner@storecrew.example"))
    assert not health.sample_preview(at=AT).has_own_owner
    with pytest.raises(health.OwnSignInFirst):
        health.retire_sample(actor=owner, at=AT)
    mine()
    with pytest.raises(health.OwnSignInFirst):
        health.retire_sample(actor=owner, at=AT)
    assert Product.objects.filter(status="live").count() > 1
    people.set_password(user_id=int(owner.id), password="now my own", actor=ACTOR, at=AT)
    assert health.retire_sample(actor=owner, at=AT).sign_ins == 1
    assert User.objects.get(pk=owner.id).is_active


def test_it_20_every_right_of_its_steps_is_needed(shop):
    for role in ("developer", "ecommerce_sme", "marketing_manager"):
        with pytest.raises(Denied):
            health.retire_sample(actor=people.actor_for(make_staff(role)), at=AT)


def test_it_20_an_order_with_the_warehouse_is_left_to_it(shop):
    Order.objects.filter(pk=shop["open"]).update(fulfillment_status="partial")
    done = health.retire_sample(actor=people.actor_for(mine()), at=AT)
    assert (done.orders, done.orders_left) == (0, 1)


def test_it_20_the_command_shows_first_and_does_it_when_told(shop):
    mine()
    said = StringIO()
    call_command("retire_sample", stdout=said)
    assert "1 open orders and 2 sign-ins" in said.getvalue()
    assert Product.objects.filter(status="live").count() > 1
    call_command("retire_sample", "--yes", stdout=said)
    assert "Taken away:" in said.getvalue()
    with pytest.raises(CommandError, match="no sample store"):
        call_command("retire_sample")


def test_it_20_the_page_asks_for_the_number_and_says_what_stays(shop, client):
    client.force_login(User.objects.get(email="owner@storecrew.example"))
    assert "Change your password" in client.get("/admin/setup/sample/").content.decode()
    client.force_login(mine())
    assert "/admin/setup/sample/" in client.get("/admin/setup/").content.decode()
    page = client.get("/admin/setup/sample/").content.decode()
    assert "Books are never cut" in page
    assert client.post("/admin/setup/sample/", {"typed": "0"}).status_code == 422
    assert health.has_sample()
    answer = client.post("/admin/setup/sample/", {"typed": str(len(shop["samples"]))})
    assert answer["Location"] == "/admin/setup/"
    assert not health.has_sample()
    assert "/admin/setup/sample/" not in client.get("/admin/setup/").content.decode()
    assert "taken away before" in client.get("/admin/setup/sample/").content.decode()
