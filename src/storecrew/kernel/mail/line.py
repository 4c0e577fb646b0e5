"""The line to the mail server: opened by the first mail of a round, shared by the others."""

from __future__ import annotations

from smtplib import SMTPDataError, SMTPRecipientsRefused
from types import TracebackType
from typing import Any, Self

from anymail.exceptions import AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives, get_connection

# What a server or service may answer: SMTP errors and lost connections are OSErrors.
TROUBLE = (OSError, AnymailError)


class Line:
    """Sends messages over one connection, and over a new one after trouble."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, message: EmailMultiAlternatives) -> None:
        """Send a message; raises what the server answers."""
        if self._connection is None:
            self._connection = get_connection()
        message.connection = self._connection
        try:
            self._connection.open()
            message.send()
        except BaseException:
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def for_good(error: BaseException) -> bool:
    """Tell whether the server refuses this mail now and ever, such as for an address that does not exist."""
    if isinstance(error, AnymailRecipientsRefused):
        return True
    if isinstance(error, SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _said in error.recipients.values())
    return isinstance(error, SMTPDataError) and 500 <= error.smtp_code < 600
