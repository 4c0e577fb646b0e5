"""Links by which people share a page: plain addresses of the networks, without a script of theirs.

Nothing is loaded from a network before somebody follows its link.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _


class ShareLink(NamedTuple):
    """Where a page can be shared."""

    name: str
    url: str


def share_links(url: str, title: str, image: str = "") -> tuple[ShareLink, ...]:
    """Return where a page can be shared; ``url`` and ``image`` are whole addresses."""
    pin = {"url": url, "description": title} | ({"media": image} if image else {})
    mail = f"mailto:?subject={quote(title)}&body={quote(url)}"
    return (
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}"),
        ShareLink("X", f"https://x.com/intent/post?{urlencode({'text': title, 'url': url})}"),
        ShareLink("Pinterest", f"https://www.pinterest.com/pin/create/button/?{urlencode(pin)}"),
        ShareLink("LINE", f"https://social-plugins.line.me/lineit/share?{urlencode({'url': url})}"),
        ShareLink(_("Email"), mail),
    )
