"""Questions to real name servers, by dnspython."""

from __future__ import annotations

from collections.abc import Sequence

from dns.exception import DNSException
from dns.resolver import NXDOMAIN, NoAnswer, Resolver

from storecrew.contexts.marketing.providers.dns import NamesUnreachable

SECONDS = 4.0
"""For one question, with its repeats."""


class NameServers:
    """Asks the system's name servers, or those given as ``address`` or ``address:port``."""

    def __init__(self, addresses: Sequence[str] = ()) -> None:
        self._addresses = tuple(addresses)

    def texts(self, name: str) -> Sequence[str]:
        """See `Names`."""
        try:
            found = self._resolver().resolve(name, "TXT", lifetime=SECONDS)
        except (NXDOMAIN, NoAnswer):
            return ()
        except DNSException as problem:
            raise NamesUnreachable(name) from problem
        return tuple(b"".join(row.strings).decode("utf-8", "replace") for row in found)

    def _resolver(self) -> Resolver:
        if not self._addresses:
            return Resolver()
        resolver = Resolver(configure=False)
        parts = [address.partition(":") for address in self._addresses]
        resolver.nameservers = [host for host, _sign, _port in parts]
        resolver.nameserver_ports = {host: int(port) for host, _sign, port in parts if port}
        return resolver
