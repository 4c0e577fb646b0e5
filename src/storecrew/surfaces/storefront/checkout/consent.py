"""The box at the checkout by which a buyer agrees to be written to (PRV-04); it never stops an order."""

from __future__ import annotations

import logging

from django.http import HttpRequest

from storecrew.contexts.customers import public as customers
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.mail import words
from storecrew.surfaces.storefront.shop import channel_of, shell
from storecrew.surfaces.storefront.visitor import actor_of, customer_of

log = logging.getLogger(__name__)
TOPICS = ("news", "offers")


def sentence(request: HttpRequest) -> str:
    """Return what stands beside the box; nothing for customers who agreed to it all before.

    Guests always see it: whether an address is on the list is nobody else's business (ABU-03).
    """
    customer = customer_of(request)
    contact = customers.contact_of(customer.email) if customer else None
    if contact and all(customers.agreed([contact.id], topic) for topic in TOPICS):
        return ""
    return words.consent_at_checkout()


def take(request: HttpRequest, email: str) -> None:
    """Ask for consent when the box is ticked; what stops the asking does not stop the checkout."""
    if request.POST.get("write_to_me") != "1":
        return
    customer, channel = customer_of(request), channel_of(request)
    try:
        customers.ask_consent(
            email,
            TOPICS,
            sentence=words.consent_at_checkout(),
            source="checkout",
            locale=shell(request).locale,
            channel_code=channel.code,
            country=channel.country,
            customer_id=customer.id if customer else None,
            proved=customer.email if customer else "",
            actor=actor_of(request),
            at=clock.now(),
        )
    except DomainError as error:
        log.warning("consent at the checkout was not kept: %s", error.code)
