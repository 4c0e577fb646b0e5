"""What is sold next: an idea, an approved product, a range review half decided, plans of a quarter."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.assortment import public as assortment
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.people import public as people
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor

TYPE = "seasonal"
DECIDED = (
    ("push", "Sells well and is hardly seen", "ecommerce_sme"),
    ("keep", "Does what it should", "ecommerce_sme"),
    ("reprice", "Dearer than everything beside it", "head_of_digital"),
)
PLANNED = (("vases", 60, ((0, 3_000, 15), (3_000, 8_000, 30), (8_000, None, 15))),
           ("candles", 48, ((0, 2_500, 24), (2_500, None, 24))))  # fmt: skip


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Let the staff plan: products that are not for sale yet, a review, plans by quarter."""
    _not_yet(actor=actor, until=until)
    channel = channels.facts()
    found = [category_id for slug, _number, _bands in PLANNED if (category_id := _category(slug)) is not None]
    if not found:
        return
    day = channels.house_day(until)
    review = assortment.open_review(
        name="Range review of the quarter", channel_code=channel.code, category_id=found[0], days=90,
        held_on=day, roles=("head_of_digital", "ecommerce_sme", "marketing_manager"), actor=actor, at=until,
    )  # fmt: skip
    products = sorted(catalog.products_in_categories({found[0]})[found[0]])
    for product_id, (decision, reason, owner) in zip(products, DECIDED, strict=False):
        assortment.decide(
            review.id, product_id, decision=decision, reason=reason, owner_role=owner, actor=actor, at=until
        )
    season = f"{day.year + 1}-Q1"
    for slug, number, bands in PLANNED:
        category_id = _category(slug)
        if category_id is not None:
            assortment.save_plan(
                category_id=category_id, channel_code=channel.code, season=season, planned=number,
                target_margin_bp=5_500, bands=bands, actor=actor, at=until,
            )  # fmt: skip


def _category(word: str) -> int | None:
    for node in catalog.category_tree():
        if word in node.url_path:
            return node.id
    return None


def _not_yet(*, actor: Actor, until: dt.datetime) -> None:
    """Write an idea, and a draft that one person asks about and another approves."""
    catalog.save_product_type(
        code=TYPE, name="Seasonal", translations={"ko": {"name": "시즌 상품"}}, attributes=[],
        approve_from=10, actor=actor, at=until,
    )  # fmt: skip
    idea = catalog.ProductRow(
        slug="cherry-vase", title="Cherry blossom vase", status="idea", product_type=TYPE,
        description="<p>A slim vase for one branch.</p>", variants=(catalog.VariantRow(sku="NEXT-VASE"),),
    )  # fmt: skip
    lantern = catalog.ProductRow(
        slug="spring-lantern", title="Spring lantern", status="draft", product_type=TYPE,
        description="<p>A paper lantern for the garden.</p>",
        variants=(catalog.VariantRow(sku="NEXT-LANTERN"),),
    )  # fmt: skip
    made = catalog.upsert_products([idea, lantern], actor=actor, at=until)
    draft = made[1].product_id
    asking, deciding = _person("ecommerce-sme", actor), _person("head-of-digital", actor)
    if draft is None or asking is None or deciding is None:
        return
    with clock.frozen(until):
        asked = catalog.ask_approval(
            product_id=draft, reason="Fits the spring range", actor=asking, at=until - dt.timedelta(hours=2)
        )
        approvals.approve(approval_id=asked.id, note="Price it below 40", actor=deciding, at=until)


def _person(name: str, actor: Actor) -> Actor | None:
    """Return a person of the demo with the rights of who builds it."""
    found = people.person_by_email(f"{name}@storecrew.example")
    return replace(actor, kind="staff", id=str(found.id), label=found.name) if found else None
