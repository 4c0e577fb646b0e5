"""Which shop a visitor is in: by host name, else by their own choice, else the default one."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from storecrew.contexts.channels import public as channels

CHANNEL_COOKIE = "channel"


def channel_among(
    request: HttpRequest, every: Sequence[channels.ChannelFacts]
) -> tuple[channels.ChannelFacts, tuple[channels.ChannelFacts, ...]]:
    """Return the visitor's channel of all there are, and those to choose from. Raises UnknownChannel."""
    if not every:
        raise channels.UnknownChannel(channel=None)
    host = request.get_host().rsplit(":", 1)[0].lower()
    by_host = next((one for one in every if one.host and one.host == host), None)
    if by_host is not None:
        return by_host, (by_host,)
    open_to_all = tuple(one for one in every if one.kind != "b2b" and not one.host) or tuple(every)
    # An address of a feed or an ad names its channel, so that its price is the one that was advertised.
    wanted = request.GET.get(CHANNEL_COOKIE, "") or request.COOKIES.get(CHANNEL_COOKIE, "")
    chosen = next((one for one in open_to_all if one.code == wanted), None)
    return chosen or next((one for one in every if one.is_default), every[0]), open_to_all
