"""The account: orders, addresses, profile, privacy."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say
from storecrew.surfaces.storefront.account.access import customer_required
from storecrew.surfaces.storefront.account.arrival import arrivals
from storecrew.surfaces.storefront.account.progress import summary
from storecrew.surfaces.storefront.cart.view import address_lines
from storecrew.surfaces.storefront.checkout import forms
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.storefront.visitor import actor_of, customer_of, forget_cart
from storecrew.surfaces.ui.backoffice.outside_signin import service_links
from storecrew.surfaces.ui.backoffice.signin import end_other_sessions
from storecrew.surfaces.ui.shell import PageMeta

AT_ONCE, MOST_TIMES = 20, 50


def answer(
    request: HttpRequest,
    section: str,
    context: dict[str, Any],
    *,
    error: DomainError | None = None,
    notices: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of the account."""
    shop = shell(request)
    customer = customer_of(request)
    names = {
        "orders": _("Orders"),
        **({"invoices": _("Invoices")} if customer and receivables.has_invoices(customer.id) else {}),
        "points": _("Points"),
        "addresses": _("Addresses"),
        "profile": _("Profile and privacy"),
    }
    addresses = {
        "orders": "account",
        "invoices": "account_invoices",
        "points": "account_points",
        "addresses": "account_addresses",
        "profile": "account_profile",
    }
    template = context.pop("template", section)
    frame = {
        "sections": [(code, name, shop.url(addresses[code])) for code, name in names.items()],
        "section": section,
        "error": error,
        # What the pages of sign-in and security have to say of what was just done there.
        "notices": (*map(str, messages.get_messages(request)), *notices),
    }
    meta = PageMeta(title=names.get(section, _("Invoices")), robots="noindex", place="account")
    return page(request, f"account/{template}.jinja", {**frame, **context}, meta=meta, status=status)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the orders of whoever is signed in; a way in for everybody else."""
    if not request.user.is_authenticated:
        return _welcome(request)
    customer = customer_of(request)
    shop = shell(request)
    times = _times(request.GET.get("show", ""))
    found = orders.orders_for_customer(customer.id, limit=times * AT_ONCE + 1) if customer else ()
    shown = found[: times * AT_ONCE]
    there = fulfillment.arrived([one.id for one in shown])
    coming = arrivals(shown, shop.locale)
    return answer(
        request,
        "orders",
        {
            "orders": [
                summary(
                    one,
                    shop.url("order", one.token),
                    shop.url("order_withdraw", one.token),
                    arrived=one.id in there,
                    arrives=coming.get(one.id, ""),
                )
                for one in shown
            ],
            "more_url": f"?show={times + 1}#order-{len(shown)}" if len(found) > len(shown) else "",
        },
    )


def _times(text: str) -> int:
    """Return how many screens of orders are wanted: one longer page, as lists of products have it."""
    return min(int(text), MOST_TIMES) if text.isascii() and text.isdigit() and 0 < len(text) < 4 else 1


def _welcome(request: HttpRequest, notices: tuple[str, ...] = ()) -> HttpResponse:
    shop = shell(request)
    back = f"?next={shop.url('account')}"
    context = {
        "sign_in_url": reverse("account_login") + back,
        "sign_up_url": reverse("account_signup") + back,
        "services": service_links(shop.url("account")),
        "notices": notices,
    }
    meta = PageMeta(title=_("Account"), robots="noindex", place="account")
    return page(request, "account/welcome.jinja", context, meta=meta)


@customer_required
@require_safe
def addresses(request: HttpRequest, customer: customers.CustomerFacts) -> HttpResponse:
    """Show the address book."""
    shop = shell(request)
    book = [
        {
            "id": one.id,
            "is_default": one.is_default,
            "lines": address_lines(one.address.as_json(), shop.locale),
        }
        for one in customers.addresses(customer.id)
    ]
    return answer(request, "addresses", {"addresses": book})


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(
    request: HttpRequest, customer: customers.CustomerFacts, address_id: int | None = None
) -> HttpResponse:
    """Add or change an address of one's own; somebody else's is not found (AUT-02)."""
    shop, channel = shell(request), channel_of(request)
    known = customers.address(customer.id, address_id) if address_id else None
    values = known.address.as_json() if known else {"name": customer.name, "country": channel.country}
    is_default = known.is_default if known else False
    errors: dict[str, str] = {}
    error: DomainError | None = None
    if request.method == "POST":
        values = forms.typed(request.POST, channel)
        is_default = request.POST.get("is_default") == "1"
        if request.POST.get("action") != "country":
            try:
                _save(customer, values, address_id, is_default, request)
                return redirect(reverse("storefront:account_addresses"))
            except shipping.InvalidAddress as found:
                errors = {name: str(text) for name, text in found.details.items()}
            except DomainError as found:
                error = found
    context = {
        "template": "address",
        "form": forms.address_form(values, channel, shop.locale, errors),
        "reveal_words": forms.reveal_words(),
        "is_default": is_default,
        "address_id": address_id,
    }
    return answer(request, "addresses", context, error=error, status=422 if errors or error else 200)


def _save(
    customer: customers.CustomerFacts,
    values: dict[str, str],
    address_id: int | None,
    first: bool,
    request: HttpRequest,
) -> None:
    customers.save_address(
        customer_id=customer.id,
        address=customers.AddressFacts(**{name: values[name] for name in forms.NAMES}),
        actor=actor_of(request),
        at=clock.now(),
        address_id=address_id,
        is_default=first or None,
        locale=shell(request).locale,
    )


@customer_required
@require_POST
def delete_address(request: HttpRequest, customer: customers.CustomerFacts, address_id: int) -> HttpResponse:
    """Take an address out of one's book."""
    customers.delete_address(
        customer_id=customer.id, address_id=address_id, actor=actor_of(request), at=clock.now()
    )
    return redirect(reverse("storefront:account_addresses"))


@customer_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, customer: customers.CustomerFacts) -> HttpResponse:
    """Show and change name and phone; the way to password, passkeys and sessions; export and deletion."""
    if request.method != "POST":
        said = {"saved": _("Saved."), "alone": _("You are signed out everywhere else.")}
        return _profile(request, customer, notices=tuple(said[key] for key in said if key in request.GET))
    try:
        customers.update_customer(
            customer_id=customer.id,
            name=request.POST.get("name", ""),
            phone=request.POST.get("phone", ""),
            birthday=_typed_birthday(request),
            expected_version=customer.version,
            actor=actor_of(request),
            at=clock.now(),
        )
    except customers.InvalidCustomer as error:
        return _profile(request, customer, errors={name: str(text) for name, text in error.details.items()})
    except DomainError as error:
        return _profile(request, customer, error=error)
    return redirect(f"{reverse('storefront:account_profile')}?saved=1")


def _typed_birthday(request: HttpRequest) -> tuple[str, str, str] | None:
    """Return month, day and year as typed, or None for a form that does not ask."""
    if "birth_month" not in request.POST:
        return None
    month, day, year = (request.POST.get(f"birth_{part}", "")[:4] for part in ("month", "day", "year"))
    return month, day, year


def _birthday_parts(request: HttpRequest, customer: customers.CustomerFacts) -> dict[str, str]:
    """Return what the fields of the birthday show: what was typed, else what is kept."""
    typed = _typed_birthday(request) or (*customer.birthday.split("-"), "", "", "")
    return dict(zip(("month", "day", "year"), (part.lstrip("0") for part in typed), strict=False))


def _profile(
    request: HttpRequest,
    customer: customers.CustomerFacts,
    *,
    errors: dict[str, str] | None = None,
    error: DomainError | None = None,
    notices: tuple[str, ...] = (),
) -> HttpResponse:
    links = (
        (_("Change the email address"), "account_email"),
        (_("Change the password"), "account_change_password"),
        (_("Passkeys and second factor"), "mfa_index"),
        (_("Signed-in devices"), "account_devices"),
        (_("Sign out"), "account_logout"),
    )
    wish = loyalty.preference(customer.id)
    context = {
        "profile": customer,
        "ways": loyalty.WAYS,
        "wish": wish,
        "hours": [f"{each:%H:%M}" for each in wish.hours or ()] or ["", ""],
        "service_error": str(loyalty.InvalidHours.message) if request.GET.get("hours") == "wrong" else "",
        "spoken": (("en", "English"), ("ko", "한국어")),
        "birthday": _birthday_parts(request, customer),
        "months": [(str(number), name) for number, name in MONTHS.items()],
        "errors": errors or {},
        "links": people.linked_sign_ins(int(request.user.pk or 0)),
        "services": _more_services(request),
        "security": [(words, reverse(name)) for words, name in links],
        "delete_open": "confirm" in (errors or {}),
    }
    return answer(
        request, "profile", context, error=error, notices=notices, status=422 if errors or error else 200
    )


def _more_services(request: HttpRequest) -> list[dict[str, str]]:
    linked = {link.code for link in people.linked_sign_ins(int(request.user.pk or 0))}
    ways = service_links(reverse("storefront:account_profile"), process="connect")
    return [each for each in ways if each["code"] not in linked]


@customer_required
@require_POST
def unlink(request: HttpRequest, customer: customers.CustomerFacts, link_id: int) -> HttpResponse:
    """Take a sign-in service away from one's account."""
    user_id = int(request.user.pk or 0)
    actor = replace(actor_of(request), id=f"user:{user_id}")
    try:
        people.unlink_sign_in(user_id=user_id, link_id=link_id, actor=actor, at=clock.now())
    except people.LastSignIn as error:
        return _profile(request, customer, error=error)
    return redirect(f"{reverse('storefront:account_profile')}?saved=1")


@customer_required
@require_POST
def end_sessions(request: HttpRequest, customer: customers.CustomerFacts) -> HttpResponse:
    """Sign the customer out on every device but this one."""
    actor = replace(actor_of(request), id=f"user:{int(request.user.pk or 0)}")
    end_other_sessions(request, actor=actor)
    return redirect(f"{reverse('storefront:account_profile')}?alone=1")


@customer_required
@require_POST
def export(request: HttpRequest, customer: customers.CustomerFacts) -> HttpResponse:
    """Hand out everything we know about the customer as one JSON file."""
    data = customers.export_data(customer.id, actor=actor_of(request), at=clock.now())
    response = HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=2, default=str),
        content_type="application/json; charset=utf-8",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


@customer_required
@require_POST
def delete(request: HttpRequest, customer: customers.CustomerFacts) -> HttpResponse:
    """Delete the account for good, after its email address was typed."""
    if request.POST.get("confirm", "").strip().lower() != customer.email.lower():
        message = _("This is not the email address of this account.")
        return _profile(request, customer, errors={"confirm": message})
    actor, user_id = actor_of(request), int(request.user.pk or 0)
    try:
        with transaction.atomic():
            customers.erase(
                customer_id=customer.id, actor=actor, at=clock.now(), reason=say("Requested by the customer")
            )
            people.erase_account(user_id=user_id, actor=replace(actor, id=f"user:{user_id}"), at=clock.now())
            get_adapter(request).send_mail("account/email/account_deleted", customer.email, {})
    except DomainError as error:
        return _profile(request, customer, error=error)
    logout(request)
    return forget_cart(_welcome(request, notices=(_("Your account is deleted."),)))
