"""Who may see the account: a signed-in person, whose customer record is made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from storecrew.contexts.customers import public as customers
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.models import User
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.storefront.shop import language
from storecrew.surfaces.storefront.visitor import customer_of

CustomerView = Callable[..., HttpResponse]


def customer_required(view: CustomerView) -> CustomerView:
    """Hand the signed-in customer to the view; others sign in and come back; strange ids lead to 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            wanted = request.get_full_path() if request.method == "GET" else reverse("storefront:account")
            return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
        customer = customer_of(request)
        if customer is None:
            return redirect(reverse("storefront:account"))
        try:
            return view(request, customer, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error

    return guarded


def join_customer(user: User) -> customers.CustomerFacts | None:
    """Give a person who signed in a customer record, and the orders made before under the proved address.

    None while the email address is not proved, or when it belongs to somebody else's account. Staff who only
    work here get no record.
    """
    user_id = user.pk
    email = user.email
    if user.is_staff:
        return customers.customer_for_user(user_id)
    if not EmailAddress.objects.filter(user_id=user_id, email__iexact=email, verified=True).exists():
        return customers.customer_for_user(user_id)
    actor = system_actor("storefront.sign_in")
    at = clock.now()
    try:
        made = customers.ensure_customer(
            email=email,
            name=user.name,
            locale=language(),
            actor=actor,
            at=at,
        )
        linked = customers.link_account(customer_id=made.id, user_id=user_id, actor=actor, at=at)
    except (customers.UnknownCustomer, customers.InvalidEmail):
        return None
    orders.adopt(email=email, customer_id=linked.id, actor=actor, at=at)
    return linked
