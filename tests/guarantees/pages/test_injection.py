"""BAD-05, BAD-14: what people type is shown as text, in shop, back office, mails and files."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import pytest
from django.template import engines

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.kernel.mail.models import Mail
from tests.guarantees.machinery import town as towns
from tests.guarantees.machinery.town import SYSTEM, Town

pytestmark = pytest.mark.django_db
SCRIPTS = (
    "<script>alert(71)</script>",
    '"><img src=x onerror=alert(71)>',
    "'><svg/onload=alert(71)>",
    "</title><script>alert(71)</script>",
    "</textarea><iframe srcdoc='<script>alert(71)</script>'>",
    "javascript:alert(71)//",
    '<a href="javascript:alert(71)">x</a>',
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(71)>",
    "--><script>alert(71)</script>",
    "\u2028</script ><script\n>alert(71)</script>",
)
TEMPLATES = (
    "{{ 7*7 }}", "{{971*7919}}", "{% debug %}", "{{ settings.SECRET_KEY }}", "${971*7919}", "#{971*7919}", "<%= 971*7919 %>",  # noqa: E501
    "{{config.items()}}", "{{''.__class__.__mro__}}", "%(secret)s", "{0.__class__}",
    "{php}echo 971*7919;{/php}", "{{var this.getTemplateFilter()}}", "[[${971*7919}]]",
    "*{971*7919}", "@(971*7919)", "{{=971*7919}}",
)  # fmt: skip


class Browser(HTMLParser):
    """Reads a page as a browser does, and notes what of the typed words would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.live: list[str] = []
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.script = tag == "script" and "json" not in values.get("type", "")
        for name, value in values.items():
            if name.startswith("on") and "alert(71" in value:
                self.live.append(f"{tag} {name}={value[:60]}")
            if name in ("href", "src", "action", "formaction") and value.strip().lower().startswith(
                "javascript:"
            ):
                self.live.append(f"{tag} {name}={value[:60]}")
            if name == "srcdoc":
                inner = shown(value)
                self.live += inner if "sandbox" in values else [f"{tag} without sandbox", *inner]

    def handle_endtag(self, tag: str) -> None:
        self.script = self.script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.script and "alert(71" in data:
            self.live.append(f"script: {data[:60]}")


def shown(page: str) -> list[str]:
    """What would run in a browser, or was computed by a template engine."""
    browser = Browser()
    browser.feed(page)
    return browser.live + re.findall(r"\b7689349\b", page)


def test_bad_05_the_measure_notices_what_would_run():
    assert shown("<p onclick='alert(71)'><script>alert(71)</script><a href=' JavaScript:alert(71)'>")
    assert shown("<iframe srcdoc='&lt;script&gt;alert(71)&lt;/script&gt;'>")
    assert not shown("&lt;script&gt;alert(71)&lt;/script&gt;<a href='/x?q=javascript:alert(71)'>")


def infect(town: Town, words: str) -> orders.OrderFacts:
    """Put words into every text that people may type, in the shop and in the back office."""
    at, product = clock.now(), town.ids["product_id"]
    changes = {
        "title": words, "subtitle": words, "brand": words, "description": f"<p>{words}</p>",
        "seo_title": words, "seo_description": words, "tags": [words],
    }  # fmt: skip
    catalog.update_product(product_id=product, expected_version=None, changes=changes, actor=SYSTEM, at=at)
    address = {"name": words[:100], "street": f"{words[:80]} 1", "postal_code": "10115", "city": "Berlin"}
    address |= {"country": "DE", "company": words[:80]}
    token = towns.cart_of(town.ann.customer_id, "MUG-RED", address, "annegret@example.com")
    placed = checkout.place_order(token, gateway="simulator", payment_token="tok_ok", actor=SYSTEM, at=at)
    work.comment(record="orders.order", record_id=str(placed.order_id), body=words, actor=SYSTEM, at=at)
    known = customers.customer(town.ann.customer_id)
    customers.update_customer(
        customer_id=known.id,
        name=words[:150],
        notes=words,
        expected_version=known.version,
        actor=SYSTEM,
        at=at,
    )
    order = orders.order(placed.order_id)
    fulfillment.ship(
        order.id, tracking_number="AB123456", carrier=words[:60], actor=SYSTEM, at=at
    )  # fmt: skip
    towns.settle()
    while outbox.drain():
        pass
    return orders.order(order.id)


def pages(town: Town, order: orders.OrderFacts) -> dict[str, str]:
    """Everything that shows what was typed."""
    shop, office = town.ann.browser(), town.staff()
    product, customer = town.ids["product_id"], town.ann.customer_id
    found = {}
    for path in ("", "p/enamel-mug/", "search/", "search/suggest/?q=mug", "c/kitchen/", f"order/{order.token}/", "account/",  # noqa: E501
                 "account/profile/", "cart/", "me/"):  # fmt: skip
        found[path] = shop.get(f"/en/{path}").content.decode()
    for path in (f"orders/{order.number}/", "orders/", f"products/{product}/", f"products/{product}/edit/", "products/",  # noqa: E501
                 f"customers/{customer}/", "customers/", "mails/", "stock/", "search/?q=mug", ""):  # fmt: skip  # noqa: E501
        answer = office.get(f"/admin/{path}")
        assert answer.status_code < 500, path
        found[f"/admin/{path}"] = answer.content.decode()
    for mail in Mail.objects.filter(record_id=str(order.id)):
        found[f"mail {mail.dedupe_key}"] = mail.html
        found[f"mail page {mail.dedupe_key}"] = office.get(f"/admin/mails/{mail.pk}/").content.decode()
    return found


@pytest.mark.parametrize("words", [" ".join(SCRIPTS[at : at + 2]) for at in range(0, len(SCRIPTS), 2)])
def test_bad_05_script_typed_anywhere_is_shown_as_text(town: Town, words: str):
    order = infect(town, words)
    seen = pages(town, order)
    assert any("mail " in name for name in seen)
    assert {name: shown(page) for name, page in seen.items() if shown(page)} == {}


@pytest.mark.parametrize("words", [" ".join(TEMPLATES[at : at + 3]) for at in range(0, len(TEMPLATES), 3)])
def test_bad_14_template_syntax_is_printed_literally(town: Town, words: str):
    order = infect(town, words)
    seen = pages(town, order)
    assert {name: shown(page) for name, page in seen.items() if shown(page)} == {}
    texts = "\n".join(Mail.objects.filter(record_id=str(order.id)).values_list("text", flat=True))
    assert words in texts
    key = engines["django"].from_string("{{ key }}").render({"key": "sample-secret"})
    assert key not in "".join(seen.values())


def test_bad_05_cells_of_an_export_are_inert(town: Town):
    infect(town, '=HYPERLINK("http://evil.example")')
    answer = town.staff().get("/admin/customers/?export=csv")
    if answer.status_code != 200 or "csv" not in answer.headers["Content-Type"]:
        pytest.skip("this list has no export")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))], row
