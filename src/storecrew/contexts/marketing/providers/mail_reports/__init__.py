"""What mail providers report back: a protocol, a registry, and a simulator that signs as they do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol


class Report(NamedTuple):
    """A mail came back or was reported. Only lasting ones end writing to the address. ``key`` may be ""."""

    kind: Literal["bounce", "complaint"]
    email: str
    key: str = ""
    is_lasting: bool = True


class ReportReader(Protocol):
    """Reads the messages of one provider."""

    def read(self, *, headers: Mapping[str, str], body: bytes, at: dt.datetime) -> Sequence[Report]:
        """Return the reports of a message; raises UnsignedReport for one that is not the provider's."""


_readers: dict[str, ReportReader] = {}


def register_mail_reports(name: str, reader: ReportReader) -> None:
    """Take messages of a provider from now on."""
    _readers[name] = reader


def reader(name: str) -> ReportReader | None:
    """Return who reads the messages of a provider, or None."""
    return _readers.get(name)
