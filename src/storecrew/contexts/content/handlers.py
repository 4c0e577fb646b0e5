"""What content does when others tell it something."""

from __future__ import annotations

from storecrew.contexts.content.operations.wording import tell_of_words
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import system_actor


@outbox.subscribe(mail.TextsFailed)
def words_broke_a_mail(event: mail.TextsFailed) -> None:
    """Tell the content team; the mail left with the product's own texts."""
    tell_of_words(
        key=f"content.mail:{event.kind}:{event.locale}:{event.channel}", about=event.kind, detail=event.error,
        locale=event.locale, actor=system_actor("content"), at=clock.now(),
    )  # fmt: skip
