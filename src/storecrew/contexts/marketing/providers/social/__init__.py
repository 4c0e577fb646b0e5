"""Social networks: what a client of one has to do, and which ones this installation posts to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from storecrew.kernel import outgoing

Call = Callable[..., outgoing.Fetched]
"""How a client sends a request: as ``kernel.outgoing.call`` does."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted. ``text`` ends with ``link``, which has ``key``; ``picture`` is JPEG, PNG, WebP."""

    key: str
    text: str
    link: str
    locale: str
    picture: bytes = b""
    picture_alt: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """The network has it."""

    id: str
    url: str = ""


class RefusedPost(Exception):
    """The network does not take it, and never will as it is; ``args[0]`` says why."""


class NotNow(Exception):
    """It is certain that nothing was posted; it may be tried later."""


class NoAnswer(Exception):
    """Nobody knows whether it was posted."""


class Network(Protocol):
    """A client of one network."""

    code: str
    name: str

    @property
    def configured(self) -> bool:
        """Say whether its keys are set."""

    def post(self, message: Message) -> Posted:
        """Post it. Raises RefusedPost, NotNow, NoAnswer."""

    def find(self, message: Message) -> Posted | None:
        """Return the post that carries the message's key, or None when there is none. Raises NoAnswer."""


_networks: dict[str, Network] = {}


def register_network(network: Network) -> None:
    """Make a network known; another one of the same code is replaced."""
    _networks[network.code] = network


def networks() -> tuple[Network, ...]:
    """Return the networks that the installation names and that have their keys."""
    named = [_networks[code] for code in settings.STORECREW_SOCIAL if code in _networks]
    return tuple(each for each in named if each.configured)


def network(code: str) -> Network | None:
    """Return the network of this code, or None where it is not used."""
    return next((each for each in networks() if each.code == code), None)


def name_of(code: str) -> str:
    """Return what people call a network."""
    known = _networks.get(code)
    return known.name if known else code


def ask(call: Call, method: str, url: str, **more: object) -> outgoing.Fetched:
    """Send a request; what the answer means for a post. Raises RefusedPost, NotNow, NoAnswer.

    Status 429 says that nothing happened; other statuses of 400 refuse; everything else is no answer.
    """
    try:
        return call(method, url, timeout=20.0, **more)  # not money: seconds
    except outgoing.Refused as error:
        raise RefusedPost(str(error.details.get("reason", error.code))) from error
    except outgoing.Unreachable as error:
        status = int(error.details.get("status") or 0)
        if status == 429:
            raise NotNow("429") from error
        if 400 <= status < 500 and status != 408:
            raise RefusedPost(f"status {status}") from error
        raise NoAnswer(str(error.details.get("reason", ""))) from error
