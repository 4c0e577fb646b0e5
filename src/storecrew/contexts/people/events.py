"""What happened to people."""

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class AccessChanged(Event):
    """The rights or the sign-in of a person changed; listeners drop what they derived from them."""

    user_id: int


@dataclass(frozen=True)
class RoleChanged(Event):
    """The rights of a role changed."""

    role_code: str


@dataclass(frozen=True)
class RosterChanged(Event):
    """Somebody works more, less or elsewhere on a day; ``day`` is an ISO date."""

    look_again = True

    location_code: str
    day: str
