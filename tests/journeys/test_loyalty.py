"""A gift voucher from the counter to the order, and points from the account to the next order."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Account, Goodwill, Voucher
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.people.models import User
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.tests.factories import make_list, put
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.money import Money
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_buying import fill_address, order_behind
from tests.journeys.test_promotions import PASSWORD, with_red_mug, work_as
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_mkt_23_a_voucher_from_the_counter_pays_in_the_shop(shop: TestShop, visit) -> None:
    page = work_as(visit, "marketing_manager", "/admin/loyalty/vouchers/")
    page.get_by_role("link", name="New gift voucher").first.click()
    page.get_by_label("Amount").fill("5")
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_label("Why").fill("Sold at the counter")
    page.get_by_role("button", name="Save", exact=True).click()
    code = page.get_by_text(re.compile(r"^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$")).inner_text()
    page.goto("/admin/loyalty/vouchers/")
    expect(page.get_by_text(f"…{code[-4:]}").first).to_be_visible()
    expect(page.get_by_text(code)).to_have_count(0)

    shopper = with_red_mug(visit)
    shopper.get_by_role("link", name="Go to checkout").first.click()
    fill_address(shopper)
    shopper.get_by_role("button", name="Continue to delivery").click()
    shopper.get_by_role("button", name="Continue to payment").click()
    shopper.get_by_text("I have a gift voucher").click()
    shopper.get_by_label("Code of the gift voucher").fill("WRONG-CODE")
    shopper.get_by_role("button", name="Use the voucher").click()
    expect(shopper.get_by_text("This gift voucher code cannot be used.")).to_be_visible()
    shopper.get_by_label("Code of the gift voucher").fill(code.lower())
    shopper.get_by_role("button", name="Use the voucher").click()
    expect(shopper.locator("#tenders")).to_contain_text(f"Gift voucher …{code[-4:]}")
    expect(shopper.locator("#tenders")).to_contain_text("€5.00")
    shopper.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(shopper.get_by_text("Your order is in")).to_be_visible()

    order = order_behind(shopper)
    paid = [(one.gateway, one.amount.amount) for one in payments.payments_of_order(order.id)]
    assert paid == [("voucher", 500), ("simulator", order.total.amount - 500)]
    assert Account.objects.get().balance == 0
    page.goto(f"/admin/loyalty/vouchers/{Voucher.objects.get().pk}/")
    expect(page.get_by_text("Used up").first).to_be_visible()
    expect(page.get_by_text("Paid with").first).to_be_visible()
    assert Order.objects.count() == 1


def customer_signs_in(visit, email: str) -> Page:
    user = User.objects.create_user(email=email, password=PASSWORD, name="Mina Park")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    join_customer(user)
    page = visit("/en/account/points/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your points")).to_be_visible()
    return page


def buy(page: Page, *, with_points: bool = False) -> None:
    page.goto("/en/p/enamel-mug/?variant=MUG-RED")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.goto("/en/checkout/details/")
    page.get_by_label("Full name").fill("Mina Park")
    page.get_by_label("Street and house number").fill("Hauptstr. 1")
    page.get_by_label("Postal code").fill("10115")
    page.get_by_label("City").fill("Berlin")
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    if with_points:
        page.get_by_text("Gift voucher, credit and points").scroll_into_view_if_needed()
        page.get_by_role("button", name="Use points").click()
        expect(page.locator("#tenders")).to_contain_text("points −")
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()


def test_mkt_21_mkt_22_a_member_earns_rises_and_pays_with_points(shop: TestShop, visit) -> None:
    office = work_as(visit, "marketing_manager", "/admin/loyalty/")
    expect(office.get_by_text("Say what earns points")).to_be_visible()
    office.get_by_role("link", name="Edit the program").first.click()
    office.get_by_label("Name", exact=True).fill("Club")
    office.get_by_label("Takes members and counts").check()
    office.get_by_label("One point for each (EUR)").fill("1")
    office.get_by_label("A point pays (EUR)").fill("0.05")
    office.get_by_role("button", name="Save", exact=True).click()
    office.get_by_role("link", name="New tier").first.click()
    office.get_by_label("Short name in lower case").fill("gold")
    office.get_by_label("Name (English)").fill("Gold")
    office.get_by_label("Benefits (English)").fill("New things a day earlier")
    office.get_by_label("From a spend of (EUR)").fill("20")
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_text("Gold").first).to_be_visible()

    member = customer_signs_in(visit, "mina@example.com")
    member.get_by_role("button", name="Join now").click()
    expect(member.get_by_text("Nothing yet. Your next order brings the first points.")).to_be_visible()
    buy(member)
    order, now = Order.objects.get(), clock.now()
    staff = system_actor("journey")
    fulfillment.ship(order.pk, key="journey", actor=staff, at=now)
    payments.capture_order(order.pk, key="journey", actor=staff, at=now)
    drain()
    member.goto("/en/account/points/")
    expect(member.get_by_text("(pending)").first).to_be_visible()
    loyalty.confirm_due(now + dt.timedelta(days=60))
    drain()
    member.reload()
    expect(member.get_by_text("Club · Gold")).to_be_visible()
    expect(member.get_by_text("New things a day earlier")).to_be_visible()
    account = Account.objects.get(kind="points")
    earned = account.balance
    assert earned > 0

    buy(member, with_points=True)
    second = Order.objects.exclude(pk=order.pk).get()
    paid = {one.gateway: one.amount.amount for one in payments.payments_of_order(second.pk)}
    assert paid["points"] == earned * 5
    account.refresh_from_db()
    assert account.balance == 0


def test_mkt_20_service_gives_something_and_knows_how_to_reach_somebody(shop: TestShop, visit) -> None:
    office = work_as(visit, "marketing_manager", "/admin/loyalty/")
    office.get_by_role("link", name="New budget for goodwill").first.click()
    office.get_by_label("Name", exact=True).fill("Goodwill of the year")
    office.get_by_label("Budget").fill("100")
    office.get_by_label("Currency").select_option("EUR")
    today = clock.now().date()
    office.get_by_label("From", exact=True).fill((today - dt.timedelta(days=1)).isoformat())
    office.get_by_label("To", exact=True).fill((today + dt.timedelta(days=90)).isoformat())
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_text("Goodwill of the year").first).to_be_visible()

    member = customer_signs_in(visit, "mina@example.com")
    me = customers.customer_for_user(User.objects.get(email="mina@example.com").pk)
    assert me is not None
    agent = work_as(visit, "customer_service", f"/admin/customers/{me.id}/")
    agent.get_by_role("link", name="Give goodwill").first.click()
    agent.get_by_label("How much").fill("5")
    agent.get_by_label("Why").fill("The parcel was late")
    agent.get_by_role("button", name="Give it").click()
    expect(agent.get_by_text("Given. The customer sees it in the account.")).to_be_visible()
    member.goto("/en/account/points/")
    expect(member.get_by_text("€5.00").first).to_be_visible()


def drain() -> None:
    while outbox.drain():
        pass


def test_mkt_21_a_member_sees_the_price_that_the_cart_takes(shop: TestShop, visit) -> None:
    staff, now = system_actor("journey"), clock.now()
    loyalty.save_program(
        name="Club", is_open=True, earn_per={}, worth={}, return_days=30, expiry_days=730, least_units=1,
        rolling_days=365, actor=staff, at=now,
    )  # fmt: skip
    loyalty.save_tier(
        code="friend",
        names={"en": "Friend"},
        benefits={},
        thresholds={},
        bonus_bp=10_000,
        actor=staff,
        at=now,
    )
    put(make_list("friends", kind="segment", segment="tier:friend"), {shop.variants["MUG-RED"]: 1000})
    public = pricing.prices_for([shop.variants["MUG-RED"]], channel=shop.channel, at=now)
    usual = public[shop.variants["MUG-RED"]].price.format("en")
    guest = visit("/en/p/enamel-mug/?variant=MUG-RED")
    expect(guest.locator("#buy .price")).to_contain_text(usual)
    expect(guest.locator("#buy .price")).not_to_contain_text("€10.00")

    office = work_as(visit, "marketing_manager", "/admin/loyalty/")
    office.get_by_role("link", name="Edit the program").first.click()
    office.get_by_label("Guests see what members pay").check()
    office.get_by_role("button", name="Save", exact=True).click()
    guest.reload()
    expect(guest.locator("#buy .price")).to_contain_text("Members pay €10.00")

    member = customer_signs_in(visit, "mina@example.com")
    member.get_by_role("button", name="Join now").click()
    member.goto("/en/c/kitchen/")
    expect(member.locator(".card .price.own").first).to_contain_text("Your price as a Friend member")
    for page, own in ((member, True), (guest, False)):
        page.goto("/en/")
        page.get_by_role("searchbox").first.press_sequentially("enamel")
        line = page.locator("#suggest a", has_text="Enamel mug")
        expect(line.locator(".amount.own")).to_have_count(int(own))
        if own:
            expect(line).to_contain_text("€10.00")
        else:
            expect(line).not_to_contain_text("€10.00")
    member.goto("/en/p/enamel-mug/?variant=MUG-RED")
    expect(member.locator("#buy .price")).to_contain_text("€10.00")
    expect(member.locator("#buy .price")).to_contain_text("Your price as a Friend member")
    member.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(member.get_by_text("Added to your cart")).to_be_visible()
    member.goto("/en/cart/")
    expect(member.locator(".line").first).to_contain_text("€10.00")
    expect(member.locator(".line").first).to_contain_text("Your price as a Friend member")
    buy(member)
    line = order_behind(member).lines[0]
    assert (line.unit_price.amount, line.price_list) == (1000, "friends")
    desk = work_as(visit, "customer_service", f"/admin/orders/{order_behind(member).number}/")
    expect(desk.get_by_text("Friends", exact=True).first).to_be_visible()


def test_mkt_20_an_agent_sees_why_a_code_failed_and_gives_what_was_missed(shop: TestShop, visit) -> None:
    staff, now = system_actor("journey"), clock.now()
    loyalty.save_budget(
        name="Goodwill", cap=Money(10_000, "EUR"), starts_on=now.date() - dt.timedelta(days=1),
        ends_on=now.date() + dt.timedelta(days=90), actor=staff, at=now,
    )  # fmt: skip
    ended = now - dt.timedelta(days=2)
    make_promotion(
        code="SPRING", name="Spring", state="ended", active_until=ended,
        ends_local=f"{ended:%Y-%m-%dT%H:%M}", timezone="UTC",
    )  # fmt: skip
    member = customer_signs_in(visit, "mina@example.com")
    me = customers.customer_for_user(User.objects.get(email="mina@example.com").pk)
    assert me is not None
    order = bought(shop, "MUG-RED")
    Order.objects.filter(pk=order.id).update(customer=me.id, email=me.email)

    member.goto("/en/account/profile/")
    member.get_by_label("Preferred way").select_option(label="Phone")
    member.locator("#service-language").select_option("ko")
    member.get_by_label("From").fill("00:00")
    member.get_by_label("Until").fill("23:59")
    member.locator("#service").get_by_role("button", name="Save").click()

    agent = work_as(visit, "customer_service", f"/admin/orders/{order.number}/")
    expect(agent.get_by_role("heading", name="How to reach this customer")).to_be_visible()
    expect(agent.get_by_text("Phone", exact=True).first).to_be_visible()
    expect(agent.get_by_text("reachable now")).to_be_visible()

    agent.goto("/admin/promotions/why/")
    agent.get_by_role("textbox", name="Code").fill("spring")
    agent.get_by_label("Order number or cart").fill(order.number)
    agent.get_by_role("button", name="Show why").click()
    expect(agent.get_by_text("Does not apply").first).to_be_visible()
    expect(agent.get_by_text("It had just ended when the order was placed.")).to_be_visible()
    agent.get_by_role("link", name="Give the missed").click()
    agent.get_by_role("button", name="Give it").click()
    expect(agent.get_by_text("Given. The customer sees it in the account.")).to_be_visible()
    amount = Goodwill.objects.get(code="SPRING").cost
    member.goto("/en/account/points/")
    expect(member.get_by_text(Money(amount, "EUR").format("en")).first).to_be_visible()


def test_mkt_21_members_have_a_promotion_before_everybody_else(shop: TestShop, visit) -> None:
    """Marketing plans two moments, tries both, and each shopper sees what is theirs (MKT-6, MKT-21)."""
    now = clock.now().astimezone(ZoneInfo(shop.channel.timezone))
    first, opens = (
        (now + dt.timedelta(days=days)).replace(hour=9, minute=0).strftime("%Y-%m-%dT%H:%M")
        for days in (-1, 1)
    )
    office = work_as(visit, "marketing_manager", "/admin/promotions/add/percent_off/")
    office.get_by_label("Name for colleagues").fill("Members first")
    office.get_by_label("Percent off", exact=False).first.fill("10")
    office.get_by_label("Which articles", exact=False).first.fill("MUG-RED")
    office.locator("[name=starts]").fill(opens)
    office.locator("[name=early_starts]").fill(first)
    office.get_by_role("group", name="Who comes early").get_by_label("customers with an account").check()
    office.get_by_label("Units that will be sold", exact=False).fill("MUG-RED 1")
    office.get_by_label("Sentence for customers, English", exact=False).fill("10% off the red mug")
    office.get_by_label("What is excluded, English", exact=False).fill("Only the red one.")
    office.get_by_label("Brief for customer service", exact=False).fill("Members have it a day before.")
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_text("Earlier for some")).to_be_visible()
    office.get_by_role("button", name="Schedule", exact=True).click()
    row = Promotion.objects.get()
    for task in promotions.acknowledgements(row):
        work.finish_task(task.id, actor=system_actor("journey"), at=clock.now())
    assert promotions.launch_due(clock.now()) == 1
    drain()

    guest = with_red_mug(visit)
    expect(guest.get_by_role("heading", name="Enamel mug")).to_be_visible()
    expect(guest.get_by_text("10% off the red mug")).to_have_count(0)
    member = customer_signs_in(visit, "mina@example.com")
    member.goto("/en/p/enamel-mug/")
    note = member.get_by_role("region", name="Early for you")
    expect(note).to_contain_text("10% off the red mug")
    expect(note).to_contain_text("Early for you: everybody has it from")
    member.goto("/en/p/enamel-mug/?variant=MUG-RED")
    member.locator("#add").get_by_role("button", name="Add to cart").click()
    member.get_by_role("link", name="View cart").click()
    expect(member.get_by_text("10% off the red mug").first).to_be_visible()

    office.get_by_role("link", name="Try it on a cart").click()
    office.get_by_label("In the cart").fill("MUG-RED 1")
    office.get_by_role("button", name="Show", exact=True).click()
    expect(office.get_by_text("It opens for this customer on").first).to_be_visible()
    expect(office.get_by_text("The customer is let in early").first).to_be_visible()
    office.get_by_label("E-mail of the customer").fill("mina@example.com")
    office.get_by_role("button", name="Show", exact=True).click()
    expect(office.get_by_text("Applies:").first).to_be_visible()
    office.goto(f"/admin/calendar/?view=month&day={opens[:10]}")
    expect(office.get_by_text("Promotion opens to everybody").last).to_be_visible()
