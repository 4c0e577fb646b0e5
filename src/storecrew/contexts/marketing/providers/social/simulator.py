"""A network that nobody reads, for the demo and for trying out: it takes everything and shows nothing."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from django.conf import settings
from PIL import Image

from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social.listening import Heard

# kind, who, what, with a picture
SAID = (
    ("comment", "lena_k", "Is the lamp coming back in green?", False),
    ("comment", "h.jansen", "My parcel has not moved for five days. Nobody answers the phone!", False),
    ("mention", "studio.nord", "Our new corner, with the lamp from @hearthandloom.", True),
    ("comment", "win-a-phone", "CLICK HERE to win a phone!!!", False),
    ("mention", "mira.cooks", "Sunday table, set. Thank you for packing it so well.", True),
)


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

    def hear(self, since: dt.datetime) -> tuple[Heard, ...]:
        """Say what people of a demo say, each once a day of the calendar that is asked for."""
        day = (since + dt.timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
        return tuple(
            Heard(
                id=f"sim-{number}-{day:%Y%m%d}",
                kind=kind,
                text=text,
                said_at=day + dt.timedelta(minutes=7 * number),
                author_id=f"sim-{name}",
                author_name=name,
                picture_url=f"simulator:{number}" if shows else "",
            )
            for number, (kind, name, text, shows) in enumerate(SAID)
        )

    def reply(self, to: Heard, text: str) -> social.Posted:
        """Take an answer."""
        return social.Posted(f"{to.id}-answer", to.url)

    def find_reply(self, to: Heard, text: str) -> social.Posted | None:
        """Find nothing."""
        return None

    def picture(self, url: str) -> bytes:
        """Draw something."""
        number = int(url.rpartition(":")[2] or 0)
        made = BytesIO()
        light = Image.radial_gradient("L").resize((640, 640)).rotate(90 * number)
        warm = Image.merge(
            "RGB", [light.point(lambda value, top=top: top - value // 3) for top in (240, 205, 170)]
        )
        warm.save(made, "PNG")
        return made.getvalue()

    def find(self, message: social.Message) -> social.Posted | None:
        """Find nothing."""
        return None
