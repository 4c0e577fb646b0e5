"""Under whose name mails come: that of the shop, and always from the one address."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings

from storecrew.kernel.mail import looks

LONGEST = 120


def sender_of(channel: str, shop: str = "") -> str:
    """Return the name under which a channel writes; ``shop`` is how the channel is called.

    The name of its look comes first; without one it is the name beside the installation's address, and only
    without that one the channel's.
    """
    found = looks.look_of(channel).brand or parseaddr(settings.DEFAULT_FROM_EMAIL)[0] or shop
    return " ".join(found.split())[:LONGEST]


def line(sender: str) -> str:
    """Return what stands after "From": name and address, or the installation's address as it is set."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name = " ".join(sender.split())
    if not name or not address:
        return settings.DEFAULT_FROM_EMAIL
    # In quotes, so that no name reads as a list of addresses.
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'
