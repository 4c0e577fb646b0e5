"""A mail provider that exists in tests and demos: signed JSON, as real ones send."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence

from django.conf import settings

from storecrew.contexts.marketing.errors import UnsignedReport
from storecrew.contexts.marketing.providers.mail_reports import Report
from storecrew.kernel import signatures

HEADER = "X-Mail-Signature"


def secret() -> str:
    """Return the secret that signs messages of the simulator, made from the installation's own."""
    return hashlib.sha256(f"mail reports simulator {settings.SECRET_KEY}".encode()).hexdigest()


class SimulatedReports:
    """Messages such as ``[{"kind": "bounce", "email": "a@b.c", "key": "", "lasting": true}]``."""

    def read(self, *, headers: Mapping[str, str], body: bytes, at: dt.datetime) -> Sequence[Report]:
        """Return the reports; raises UnsignedReport, also for a body that cannot be read."""
        if not signatures.fits(headers.get(HEADER, ""), body, secret=secret(), at=at):
            raise UnsignedReport
        try:
            return [
                Report(
                    each["kind"],
                    str(each["email"]),
                    str(each.get("key", "")),
                    bool(each.get("lasting", True)),
                )
                for each in json.loads(body)
                if each["kind"] in ("bounce", "complaint")
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise UnsignedReport from error
