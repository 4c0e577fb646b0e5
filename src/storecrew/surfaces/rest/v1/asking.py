"""Who asks and where: the channel, the language, the actor and the limits of a request."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Path

from storecrew.contexts.channels import public as channels
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.surfaces.rest.v1.problems import request_id

ChannelCode = Annotated[
    str | None,
    Header(alias="X-Channel", max_length=64, description="Code of the channel; the default one without it."),
]


def _key_header() -> Any:
    """Return the header's description; each use needs its own, because the framework fills it in."""
    return Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="A new random key per action, and the same one when trying again.",
    )


IdempotencyKey = Annotated[str, _key_header()]
OptionalKey = Annotated[str | None, _key_header()]
# Card testing looks like this: many refusals from one place. Honest buyers are not counted.
FAILED_PAYMENTS = "checkout.failed_payments"
ratelimit.define(FAILED_PAYMENTS, ip="30/10m", cart="5/10m")

Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def channel_of(code: str | None) -> channels.ChannelFacts:
    """Return the channel of a request. Raises UnknownChannel, ChannelClosed."""
    found = channels.facts(code or None)
    if not found.public:
        raise channels.ChannelClosed
    return found


def language_of(request: HttpRequest, channel: channels.ChannelFacts) -> str:
    """Return the first language that the caller accepts and the channel speaks."""
    for part in request.headers.get("Accept-Language", "").split(",")[:10]:
        name = part.split(";")[0].strip().lower()
        for locale in channel.locales:
            if name == locale.lower() or name.split("-")[0] == locale.lower():
                return locale
    return channel.locale


def actor_of(request: HttpRequest, token: str = "") -> Actor:
    """Return the shopper behind a request: whoever holds the cart's or order's token."""
    return guest_actor(token, ip=address_of(request), request_id=request_id(request))


def address_of(request: HttpRequest) -> str:
    """Return the network address of the caller."""
    return str(request.META.get("REMOTE_ADDR", ""))


def pay_keys(request: HttpRequest, cart_id: str) -> tuple[str, ...]:
    """Return whose failed payments are counted together (R15, ABU-04)."""
    return (f"ip:{address_of(request)}", f"cart:{cart_id}")
