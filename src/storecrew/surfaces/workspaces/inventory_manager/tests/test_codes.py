"""Pages of code pools, and what customer service and the shopper see of a code."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import tasks
from storecrew.contexts.fulfillment.tests.factories import AT
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CodePool
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.workspaces.inventory_manager.tests.test_purchasing import signed_in, text

pytestmark = pytest.mark.django_db
FILE = b"code,pin\nABCD-1234-0001,11\nABCD-1234-0002,22\n"


@pytest.fixture
def shop():
    return make_shop({"A-1": 1, "B-1": 0})


@pytest.fixture
def buyer():
    make_staff("inventory_manager")
    return signed_in("inventory-manager@storecrew.example")


@pytest.fixture
def head():
    make_staff("head_of_digital")
    return signed_in("head-of-digital@storecrew.example")


@pytest.fixture
def pool(shop, buyer):
    buyer.post(reverse("stock_code_add"), {"sku": "B-1", "how": "Enter it."})
    return CodePool.objects.get()


def send(client, pool, content):
    upload = SimpleUploadedFile("keys.csv", content)
    return client.post(reverse("stock_code_import", args=[pool.pk]), {"file": upload}, follow=True)


def test_a_pool_is_opened_and_a_file_is_taken_in_once(shop, buyer, pool):
    assert "2 new codes." in send(buyer, pool, FILE).content.decode()
    assert "2 were known already." in send(buyer, pool, FILE).content.decode()
    page = text(buyer, "stock_code_pool", pool.pk)
    assert "Enter it." in page and "keys.csv" in page and "ABCD" not in page
    assert "B-1" in text(buyer, "stock_codes")


def test_a_wrong_file_is_explained_by_line(buyer, pool):
    page = send(buyer, pool, b"A-1,1\n,2\n").content.decode()
    assert "line 2: the code is missing" in page
    page = buyer.post(reverse("stock_code_import", args=[pool.pk]), {}).content.decode()
    assert "Choose a file, or paste a table." in page
    assert inventory.code_pool(pool.pk).unused == 0


def test_an_article_with_stock_gets_no_pool(shop, buyer):
    answer = buyer.post(reverse("stock_code_add"), {"sku": "A-1"})
    assert answer.status_code == 422 and "lie in a warehouse" in answer.content.decode()
    assert buyer.post(reverse("stock_code_add"), {"sku": "none"}).status_code == 422


def test_what_buyers_read_is_changed(buyer, pool):
    buyer.post(reverse("stock_code_edit", args=[pool.pk]), {"how": "Enter it at start."})
    assert inventory.code_pool(pool.pk).how == "Enter it at start."


def test_customer_service_sees_the_end_and_mails_them_again(shop, buyer, head, client, pool):
    send(buyer, pool, FILE)
    order = orders.order(place(make_cart(shop, {"B-1": 1}, way="")).order_id)
    tasks.deliver_forgotten_codes(AT)
    page = text(head, "orders_record", order.number)
    assert "•••• 0001" in page and "ABCD" not in page
    head.post(reverse("orders_resend_codes", args=[order.number]))
    assert Mail.objects.filter(dedupe_key__startswith="fulfillment.codes").count() == 2
    # The shopper's own page shows them when asked, and only then.
    url = f"/en/order/{order.token}/"
    assert "ABCD" not in client.get(url).content.decode()
    shown = client.post(f"{url}codes/")
    assert "ABCD-1234-0001" in shown.content.decode() and "no-store" in shown.headers["Cache-Control"]
    assert inventory.codes_of(order.id)[0].shown_at
    assert "Parcels" not in shown.content.decode()
