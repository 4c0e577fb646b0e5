"""What happened to channels."""

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class ChannelChanged(Event):
    """A channel or its market was created or edited; listeners refresh what they derive from it."""

    channel_id: int
