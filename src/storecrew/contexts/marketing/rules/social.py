"""What each network takes, and the links of posts; plain Python."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit


class Limits(NamedTuple):
    """What a network takes: characters, how many a link counts (0: as many as it has), width by height.

    The shares of width to height are in hundredths.
    """

    longest: int
    link_counts: int
    narrowest: int
    widest: int


# Mastodon: docs.joinmastodon.org/user/posting (500, a link counts 23). Facebook: pictures from 4:5 to 1.91:1.
LIMITS = {
    "mastodon": Limits(500, 23, 50, 240),
    "facebook": Limits(63_206, 0, 80, 191),
    "instagram": Limits(2_200, 0, 80, 191),
    "simulator": Limits(280, 23, 80, 191),
}
SOURCES = {"mastodon": "mastodon", "facebook": "facebook", "instagram": "instagram", "simulator": "social"}
"""``utm_source`` of each network."""
MOST_KEY = 32


def length(network: str, text: str, link: str) -> int:
    """Return how many characters a post has as a network counts: its text, a blank and the link."""
    limits = LIMITS[network]
    return len(text) + 1 + (limits.link_counts or len(link))


def text_fits(network: str, text: str, link: str) -> bool:
    """Say whether a network takes a text with its link."""
    return length(network, text, link) <= LIMITS[network].longest


def answer_fits(network: str, text: str, author: str) -> bool:
    """Say whether a network takes an answer; Mastodon's begins with whom it is to, without their server."""
    to = len(f"@{author.partition('@')[0]} ") if network == "mastodon" else 0
    return to + len(text) <= LIMITS[network].longest


def picture_fits(network: str, width: int, height: int) -> bool:
    """Say whether a network shows a picture without cutting it."""
    limits = LIMITS[network]
    return limits.narrowest * height <= 100 * width <= limits.widest * height


def tagged(url: str, **words: str) -> str:
    """Return an address with campaign parameters; those it has already under these names are replaced.

    ``words`` are named without "utm_"; empty ones are left out. The fragment stays at the end.
    """
    parts = urlsplit(url)
    named = {f"utm_{name}": text.strip() for name, text in words.items() if text.strip()}
    kept = [
        (name, text) for name, text in parse_qsl(parts.query, keep_blank_values=True) if name not in named
    ]
    return parts._replace(query=urlencode([*kept, *named.items()])).geturl()
