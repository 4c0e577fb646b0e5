"""A domain of the demo that is nearly ready: its mails are signed, but forged ones are only watched."""

from __future__ import annotations

from collections.abc import Sequence

# The public half of a key pair that nobody has the private half of.
KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmrI1pMDMOQ5mL2cHd2rvUKFNJSiOY62JGsqY6oyj5YGb"
    "P+1q78L+I+hIT840sZq8IYKsqtwmpOYrYdAE4s81ijja3UWIReCuk40siXKiwfz7u5snUvYfLZU6GHspWvNs0iLK"
    "wAPzV12CnbQwChxHyRaSmTdjXqU4UuPyLo9w0g3CC86Ca2mBZaq7MpxlA+51LqDd68+cSJg37I4bSdncfnA6zLUh"
    "u80fEPPBdFGRWc1tBmHCMbifu8DB4/mfLZUjcmJF1ni3vKpFr/CXPAoB93wZaf3znja5vVk9WukzVJE/1NxVLDbB"
    "fiaIQ/58x+WU4QsVK4mu1yCL2HIMasHRYwIDAQAB"
)


class SimulatedNames:
    """Answers for every domain the same."""

    def texts(self, name: str) -> Sequence[str]:
        """See `Names`."""
        if name.startswith("_dmarc."):
            return (f"v=DMARC1; p=none; rua=mailto:dmarc@{name.removeprefix('_dmarc.')}",)
        if "._domainkey." in name:
            return (f"v=DKIM1; k=rsa; p={KEY}",)
        return ("v=spf1 ip4:192.0.2.0/24 -all",)
