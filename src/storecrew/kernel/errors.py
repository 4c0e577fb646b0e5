"""Errors that a person may meet: each has a code, a sentence and a next step.

A context subclasses these in its ``errors.py`` and sets the class attributes; surfaces turn them into a
form message or a problem answer without knowing the context.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal: which rule (``code``), in words (``message``), and what to do (``next_step``).

    ``shopper_step`` is what a shopper can do, where ``next_step`` speaks to staff.
    """

    code: str = "error"
    status: int = 400
    message: str | Promise = _("The request could not be carried out.")
    next_step: str | Promise = ""
    shopper_step: str | Promise = ""

    def __init__(
        self, message: str | Promise | None = None, *, next_step: str | Promise | None = None, **details: Any
    ) -> None:
        if message is not None:
            self.message = message
        if next_step is not None:
            self.next_step = next_step
            # Words for this one refusal stand for both.
            self.shopper_step = ""
        self.details: dict[str, Any] = details
        super().__init__(str(self.message))

    @property
    def for_shopper(self) -> str | Promise:
        """What a shopper who meets this can do."""
        return self.shopper_step or self.next_step

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.message), str(self.next_step)) if part)


class Invalid(DomainError):
    """The input breaks a rule."""

    code = "invalid"
    status = 422


class NotFound(DomainError):
    """The thing does not exist, or not for this actor."""

    code = "not_found"
    status = 404
    message: str | Promise = _("There is nothing here under this name.")


class Conflict(DomainError):
    """Somebody else was faster, or the state does not allow it."""

    code = "conflict"
    status = 409


class Denied(DomainError):
    """The actor lacks the right."""

    code = "denied"
    status = 403
    message: str | Promise = _("You do not have the right to do this.")


class TooMany(DomainError):
    """A rate limit was reached; ``details["retry_after"]`` is in seconds."""

    code = "too_many"
    status = 429
    message: str | Promise = _("Too many attempts.")


class Unavailable(DomainError):
    """A service we depend on does not answer; trying again later may work."""

    code = "unavailable"
    status = 503
