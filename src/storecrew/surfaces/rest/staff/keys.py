"""Who calls: a key with rights. Each operation names the right it needs, in its ``auth``."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from storecrew.contexts.people import public as people
from storecrew.kernel import clock, ratelimit
from storecrew.kernel.actor import Actor
from storecrew.surfaces.rest.v1.asking import address_of
from storecrew.surfaces.rest.v1.problems import request_id

CALLS = "rest.staff"
FAILED = "rest.staff_keys"
ratelimit.define(CALLS, key="600/1m")
# Keys cannot be guessed; this keeps those who try from costing a query each.
ratelimit.define(FAILED, ip="60/10m")


class KeyWith(HttpBearer):
    """Lets a key in that holds a right; the operation finds it by `actor_of`."""

    def __init__(self, permission: str) -> None:
        super().__init__()
        self.permission = permission

    def __call__(self, request: HttpRequest) -> Any:
        """Read the key, count the call and look for the right. Raises InvalidApiKey, Denied, Refused."""
        ip = address_of(request)
        ratelimit.check(FAILED, f"ip:{ip}")
        mark, _space, token = request.headers.get("Authorization", "").partition(" ")
        try:
            if mark.lower() != "bearer":
                raise people.InvalidApiKey
            actor = people.open_with_key(token.strip(), at=clock.now(), ip=ip, request_id=request_id(request))
        except people.InvalidApiKey:
            ratelimit.hit(FAILED, f"ip:{ip}")
            raise
        ratelimit.hit(CALLS, f"key:{actor.id}")
        if self.permission:
            actor.require(self.permission)
        request.actor = actor  # type: ignore[attr-defined]
        return actor

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never called: `__call__` reads the header itself, to tell a missing key from a wrong one."""
        raise NotImplementedError


def actor_of(request: HttpRequest) -> Actor:
    """Return the key that was let in."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]
