"""Reads of what editors say in mails and messages, and the words that the whole product speaks with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from storecrew.contexts.content import text_rules
from storecrew.contexts.content.facts import VersionFacts, WordingFacts
from storecrew.contexts.content.models import Wording, WordingVersion
from storecrew.kernel.wording import Word

Stored = Mapping[str, Mapping[str, Any]]


def message_key(original: str) -> str:
    """Return the name under which a message is stored and has its page."""
    return blake2b(original.encode(), digest_size=16).hexdigest()


def words_in_force() -> Iterator[Word]:
    """Return all published words that fit their texts; one query."""
    for row in Wording.objects.exclude(texts={}).only("mail", "channel", "locale", "texts"):
        yield from words_of(row, row.texts)


def words_of(row: Wording, texts: Stored) -> Iterator[Word]:
    """Return those of some stored texts that fit."""
    for original, entry in texts.items():
        forms, plural = entry.get("forms", ()), entry.get("plural", "")
        if text_rules.fits(original, plural, forms):
            yield Word(row.locale, scope_of(row), original, tuple(forms), bool(plural))


def scope_of(row: Wording) -> str:
    """Return where the words of a row stand, as `kernel.wording` has it."""
    return f"{row.mail}@{row.channel}" if row.channel else row.mail


def unfit(row: Wording) -> list[str]:
    """Return the originals whose published words cannot stand there."""
    fitting = {word.original for word in words_of(row, row.texts)}
    return [original for original in row.texts if original not in fitting]


def wording(mail: str, locale: str, *, channel: str = "", key: str = "") -> WordingFacts | None:
    """Return what editors say in one place, or None where they said nothing yet."""
    row = Wording.objects.filter(mail=mail, channel=channel, locale=locale, key=key).first()
    return wording_facts(row) if row else None


def wordings(*, of_mails: bool) -> list[WordingFacts]:
    """Return all that editors say in mails, or in messages."""
    rows = Wording.objects.exclude(mail="") if of_mails else Wording.objects.filter(mail="")
    return [wording_facts(row) for row in rows.order_by("mail", "channel", "locale", "pk")]


def versions(wording_id: int) -> list[VersionFacts]:
    """Return what was published, newest first."""
    rows = WordingVersion.objects.filter(wording_id=wording_id)[:50]
    return [VersionFacts(row.number, shown(row.texts), row.published_at, row.published_by) for row in rows]


def wording_facts(row: Wording) -> WordingFacts:
    """Build the facts of a row."""
    return WordingFacts(
        id=row.pk,
        mail=row.mail,
        channel=row.channel,
        locale=row.locale,
        key=row.key,
        texts=shown(row.texts),
        draft=None if row.draft is None else shown(row.draft),
        version=row.version,
        edits=row.edits,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def shown(texts: Stored) -> dict[str, tuple[str, ...]]:
    """Return stored texts as editors write them."""
    return {
        original: tuple(text_rules.for_editor(form) for form in entry.get("forms", ()))
        for original, entry in texts.items()
    }
