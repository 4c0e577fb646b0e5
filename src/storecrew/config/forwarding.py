"""Who asks, when a proxy stands in front: the address that a trusted proxy names, not the proxy's own.

Rate limits, proofs of consent and the audit log go by address; without this all shoppers behind a proxy would
be one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from ipaddress import ip_network
from typing import Any

from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from storecrew.config.environment import SettingsError

logger = logging.getLogger(__name__)

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def behind(proxies: Sequence[str], application: Application) -> Application:
    """Return the application as it is reached through proxies, given as addresses or networks.

    From anybody else the forwarding headers are not believed, and that is said once, since it may be a proxy
    that was forgotten.
    """
    told: set[str] = set()

    def doubtful(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        peer = str(environ.get("REMOTE_ADDR", ""))
        # Once it was believed, the address is the client's.
        if peer == environ.pop("storecrew.peer", "") and "HTTP_X_FORWARDED_FOR" in environ and not told:
            told.add(peer)
            logger.warning(
                "A request from %s says it was forwarded. If that is your proxy, name it in "
                "STORECREW_PROXIES; until then all who come through it count as one.",
                peer,
            )
        return application(environ, start_response)

    believed = wrap_wsgi_with_proxy_headers(doubtful, list(proxies))

    def forwarded(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["storecrew.peer"] = str(environ.get("REMOTE_ADDR", ""))
        return believed(environ, start_response)

    return forwarded


def checked(proxies: Sequence[str]) -> list[str]:
    """Return the proxies as given; raises SettingsError for what is no address and no network."""
    for each in proxies:
        try:
            ip_network(each, strict=False)
        except ValueError as error:
            raise SettingsError(
                f"STORECREW_PROXIES names {each!r}; use addresses or networks, such as 10.0.0.3,10.1.0.0/16."
            ) from error
    return list(proxies)
