"""Bodies whose length nobody states: programs that stream what they send (``Transfer-Encoding: chunked``).

Django reads as many bytes as ``Content-Length`` says, so without that header it would see an empty body.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from storecrew.config.forwarding import Application

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def measured(most: int, application: Application) -> Application:
    """Return the application with the length of each body stated.

    One byte more than ``most`` is read at the most, so that Django refuses what is longer.
    """

    def answered(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        ends = environ.get("wsgi.input_terminated", False)
        if ends and not environ.get("CONTENT_LENGTH") and environ["REQUEST_METHOD"] not in _WITHOUT_BODY:
            body = environ["wsgi.input"].read(most + 1)
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
        return application(environ, start_response)

    return answered
