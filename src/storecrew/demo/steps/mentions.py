"""What people say of the demo on the network that nobody reads, and a picture with its permission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from storecrew.contexts.marketing import public as marketing
from storecrew.demo.steps.mailings import articles
from storecrew.kernel.actor import Actor


def build(variant_ids: Sequence[int], *, actor: Actor, until: dt.datetime) -> None:
    """Hear it, answer some of it, hand one to customer service, show a picture."""
    if not any(each.code == "simulator" for each in marketing.networks()):
        return
    marketing.listen(until)
    named = marketing.mention_ids("simulator")
    if not {"h.jansen", "mira.cooks", "studio.nord", "win-a-phone"} <= set(named):
        return
    who: dict[str, Any] = {"actor": actor, "at": until}
    marketing.hand_to_service(named["h.jansen"], note_text="", **who)
    marketing.close_mention(named["win-a-phone"], ignore=True, **who)
    marketing.answer_mention(named["mira.cooks"], "Thank you, this makes our packers happy.", **who)
    marketing.send_answers(until)
    sku = next(iter(articles(variant_ids)), "")
    key = marketing.keep_picture(named["studio.nord"], sku=sku, alt="A corner with the lamp", **who)
    marketing.permit_picture(key, words="“Of course, with pleasure!”, below the post.", **who)
    marketing.show_picture(key, shown=True, **who)
