"""A network that nobody reads, for the demo and for trying out: it takes everything and shows nothing."""

from __future__ import annotations

from django.conf import settings

from storecrew.contexts.marketing.providers import social


class SimulatedNetwork:
    """Answers as a network does. It keeps nothing, so a lost post was never there."""

    code = "simulator"
    name = "Simulator"

    @property
    def configured(self) -> bool:
        """Only the demo has it: elsewhere nobody should believe that something was posted."""
        return bool(settings.STORECREW_DEMO)

    def post(self, message: social.Message) -> social.Posted:
        """Take it; the address leads to the page that was posted."""
        return social.Posted(message.key, message.link)

    def find(self, message: social.Message) -> social.Posted | None:
        """Find nothing."""
        return None
