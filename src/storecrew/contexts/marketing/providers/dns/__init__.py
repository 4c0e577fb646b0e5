"""Who answers what a domain publishes: a protocol, real name servers, and a simulator for the demo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings


class NamesUnreachable(Exception):
    """No name server answered, so nothing is known; ``str()`` says which name was asked."""


class Names(Protocol):
    """Answers questions for texts (TXT)."""

    def texts(self, name: str) -> Sequence[str]:
        """Return the texts of a name, each in one piece; none for a name without any.

        :raises NamesUnreachable: nobody answered in time
        """


def names() -> Names:
    """Return the simulator in the demo, else the name servers of the settings or of the system."""
    from storecrew.contexts.marketing.providers.dns.servers import NameServers
    from storecrew.contexts.marketing.providers.dns.simulator import SimulatedNames

    if settings.STORECREW_DEMO and not settings.STORECREW_NAME_SERVERS:
        return SimulatedNames()
    return NameServers(settings.STORECREW_NAME_SERVERS)
