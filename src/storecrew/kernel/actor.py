"""Who acts: a person, a key, a job. Passed into every operation, never read from a global."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Denied
from storecrew.kernel.permissions import ALL_KEYS, OUTSIDE

Kind = Literal["staff", "customer", "guest", "key", "job", "import", "system"]


@dataclass(frozen=True)
class Actor:
    """The one who acts, with the rights that hold now.

    ``scopes`` narrows records by kind (channel, location, team); a kind that is absent means everything.
    """

    kind: Kind
    id: str
    label: str
    permissions: frozenset[str] = frozenset()
    scopes: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    on_behalf_of: str = ""
    ip: str = ""
    request_id: str = ""

    def can(self, key: str) -> bool:
        """Say whether the actor holds a right; a key outside the catalogue is a programming error."""
        if key not in ALL_KEYS:
            raise KeyError(f"{key!r} is not in the permission catalogue")
        return key in self.permissions

    def require(self, key: str) -> None:
        """Raise Denied unless the actor holds the right."""
        if not self.can(key):
            raise Denied(
                _("This needs the right '%(right)s', which %(who)s does not have.")
                % {"right": key, "who": self.label or _("you")},
                next_step=_("Ask the Head of Digital, who can change roles under People."),
                permission=key,
            )

    @property
    def outside(self) -> bool:
        """Say whether this is somebody of an agency, who sees only what they were given (decision 0170)."""
        return bool(self.permissions) and self.permissions <= OUTSIDE

    def can_see(self, scope_kind: str, code: str) -> bool:
        """Say whether a record of a channel, location or team is within the actor's scope."""
        allowed = self.scopes.get(scope_kind)
        return allowed is None or code in allowed


def within(actor: Actor, other: Actor) -> Actor:
    """Return an actor with only the rights and scopes that another one has too."""
    scopes = dict(actor.scopes)
    for kind, codes in other.scopes.items():
        scopes[kind] = scopes[kind] & codes if kind in scopes else codes
    return replace(actor, permissions=actor.permissions & other.permissions, scopes=MappingProxyType(scopes))


def system_actor(name: str) -> Actor:
    """Return the software itself acting, for example ``checkout.settle_pending``."""
    return Actor(kind="system", id=name, label=name, permissions=ALL_KEYS)


def guest_actor(token: str = "", *, ip: str = "", request_id: str = "") -> Actor:
    """Return a shopper who is not signed in."""
    return Actor(kind="guest", id=token, label="guest", ip=ip, request_id=request_id)


def customer_actor(customer_id: int, *, label: str = "customer", ip: str = "", request_id: str = "") -> Actor:
    """Return a signed-in shopper."""
    return Actor(kind="customer", id=str(customer_id), label=label, ip=ip, request_id=request_id)
