"""Writes of texts of mails and messages: drafted, published, taken back; each with who and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from django.db import transaction

from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import text_rules, wordings
from storecrew.contexts.content.errors import NothingToPublish, StaleText, UnknownText
from storecrew.contexts.content.events import WordsPublished
from storecrew.contexts.content.facts import WordingFacts
from storecrew.contexts.content.models import Wording, WordingVersion
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, mail, outbox, revisions
from storecrew.kernel import wording as kernel_wording
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import say

PERMISSION = "content.write"
RECORD = "content.wording"
Typed = Mapping[str, Sequence[str]]


def draft_mail(
    *, name: str, locale: str, texts: Typed, actor: Actor, at: dt.datetime, channel: str = "", edits: int = 0
) -> WordingFacts:
    """Keep words for the parts of a mail without sending them to anybody yet.

    ``texts`` maps a part's key to its forms, with placeholders in braces; those that are as in the original
    are left out. ``edits`` is what the editor has seen. Raises the refusals of `text_rules`, UnknownText,
    StaleText, UnknownChannel.
    """
    actor.require(PERMISSION)
    kind = mail.kinds.find(name)
    if kind is None:
        raise UnknownText(mail=name)
    if channel:
        channels.facts(channel)
    plurals = {part.key: part.plural for part in kind.parts()}
    if not set(texts) <= set(plurals):
        raise UnknownText(mail=name)
    stored = _stored(texts, plurals, locale)
    return _keep({"mail": name, "channel": channel, "locale": locale, "key": ""}, stored, edits, actor, at)


def draft_message(
    *,
    original: str,
    locale: str,
    forms: Sequence[str],
    actor: Actor,
    at: dt.datetime,
    plural: str = "",
    edits: int = 0,
) -> WordingFacts:
    """Keep words for one message of the shop. Raises the refusals of `text_rules`, StaleText."""
    actor.require(PERMISSION)
    stored = _stored({original: forms}, {original: plural}, locale)
    place = {"mail": "", "channel": "", "locale": locale, "key": wordings.message_key(original)}
    return _keep(place, stored, edits, actor, at)


def publish_wording(*, wording_id: int, actor: Actor, at: dt.datetime) -> WordingFacts:
    """Let a draft be read by everybody, at once in every process. Raises NothingToPublish, UnknownText."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = _locked(wording_id)
        if row.draft is None:
            raise NothingToPublish
        return _publish(row, row.draft, actor, at, "content.words_published")


def discard_draft(*, wording_id: int, actor: Actor, at: dt.datetime) -> WordingFacts:
    """Throw a draft away. Raises NothingToPublish, UnknownText."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = _locked(wording_id)
        if row.draft is None:
            raise NothingToPublish
        row.draft = None
        return _save(row, actor, at, "content.words_discarded", {})


def restore_wording(*, wording_id: int, actor: Actor, at: dt.datetime, number: int = 0) -> WordingFacts:
    """Publish the words of an earlier version again; with 0 the product's own. Raises UnknownText."""
    actor.require(PERMISSION)
    with transaction.atomic():
        row = _locked(wording_id)
        earlier: dict[str, Any] = {}
        if number:
            found = WordingVersion.objects.filter(wording=row, number=number).first()
            if found is None:
                raise UnknownText(version=number)
            earlier = found.texts
        return _publish(row, earlier, actor, at, "content.words_restored")


def sample(*, name: str, locale: str, channel: str = "", drafts: bool = False) -> mail.Written:
    """Write a mail as customers would get it now, or with its drafts. Raises UnknownText, NoSample."""
    kind = mail.kinds.find(name)
    if kind is None:
        raise UnknownText(mail=name)
    with ExitStack() as stack:
        rows = Wording.objects.filter(mail=name, locale=locale, channel__in=["", channel]) if drafts else []
        for row in rows:
            if row.draft is not None:
                words = list(wordings.words_of(row, row.draft))
                stack.enter_context(kernel_wording.tried(wordings.scope_of(row), words))
        return kind.sample(locale, channel)


def send_sample(*, name: str, locale: str, to: str, actor: Actor, at: dt.datetime, channel: str = "") -> None:
    """Send a mail with its drafts to the person who edits it. Raises UnknownText, NoSample."""
    actor.require(PERMISSION)
    written = sample(name=name, locale=locale, channel=channel, drafts=True)
    with transaction.atomic():
        mail.queue(
            to=to,
            subject=f"[{name}] {written.subject}",
            text=written.text,
            html=written.html,
            sender=written.sender,
            locale=locale,
            dedupe_key=f"content.sample:{name}:{actor.id}:{at.isoformat()}",
            at=at,
        )
        audit.record(
            actor=actor, action="content.sample_sent", record="content.mail", record_id=name, at=at,
            after={"to": to, "locale": locale},
        )  # fmt: skip


def check_words(*, actor: Actor, at: dt.datetime) -> int:
    """Tell the content team of published words that cannot stand where they should; return how many places.

    Such words are not used: the product's own stand there. A place that is right again loses its alert.
    """
    wrong = 0
    for row in Wording.objects.exclude(texts={}):
        unfit = wordings.unfit(row)
        key = f"content.words:{row.pk}"
        if not unfit:
            work.resolve_finding(dedupe_key=key, resolution="fits", actor=actor, at=at)
            continue
        wrong += 1
        tell_of_words(
            key=key,
            about=row.mail,
            detail=text_rules.for_editor(unfit[0]),
            locale=row.locale,
            actor=actor,
            at=at,
        )
    return wrong


def tell_of_words(*, key: str, about: str, detail: str, locale: str, actor: Actor, at: dt.datetime) -> None:
    """Raise the alert that words of editors are not used."""
    work.raise_finding(
        code="words_do_not_fit",
        title=say("Words of yours do not fit and are not used"),
        detail=say("Language %(locale)s: %(text)s", locale=locale, text=detail),
        owner_role="content_team",
        dedupe_key=key,
        record="content.mail" if about else RECORD,
        record_id=about,
        url=f"/admin/texts/mails/{about}/?locale={locale}" if about else "/admin/texts/messages/?f.state=own",
        actor=actor,
        at=at,
    )


def problems_of(texts: Typed, plurals: Mapping[str, str], locale: str) -> dict[str, DomainError]:
    """Return which of the typed texts cannot be kept, and why; an empty dictionary when all can."""
    found = {}
    for key, forms in texts.items():
        try:
            _stored({key: forms}, plurals, locale)
        except DomainError as error:
            found[key] = error
    return found


def _stored(texts: Typed, plurals: Mapping[str, str], locale: str) -> dict[str, Any]:
    """Return what differs from the original, as it is stored."""
    found = {}
    for key, forms in texts.items():
        source, plural = key.rpartition(kernel_wording.CONTEXT)[2], plurals[key]
        own = tuple(
            text_rules.for_editor(form).strip() for form in kernel_wording.original(locale, key, plural)
        )
        if tuple(form.replace("\r\n", "\n").strip() for form in forms) == own:
            continue
        last = len(forms) - 1
        found[key] = {
            "forms": [
                text_rules.from_editor(form, source, plural, may_lack=bool(plural) and place < last)
                for place, form in enumerate(forms)
            ],
            "plural": plural,
        }
    return found


def _keep(
    place: dict[str, str], texts: dict[str, Any], edits: int, actor: Actor, at: dt.datetime
) -> WordingFacts:
    with transaction.atomic():
        row, _new = Wording.objects.get_or_create(
            **place, defaults={"changed_at": at, "changed_by": actor.label[:120]}
        )
        row = _locked(row.pk)
        if row.edits != edits:
            raise StaleText(edits=row.edits)
        row.draft = texts
        return _save(row, actor, at, "content.words_drafted", wordings.shown(texts))


def _locked(wording_id: int) -> Wording:
    row = Wording.objects.select_for_update().filter(pk=wording_id).first()
    if row is None:
        raise UnknownText(wording=wording_id)
    return row


def _publish(row: Wording, texts: dict[str, Any], actor: Actor, at: dt.datetime, action: str) -> WordingFacts:
    row.texts, row.draft, row.version = texts, None, row.version + 1
    WordingVersion.objects.create(
        wording=row, number=row.version, texts=texts, published_at=at, published_by=actor.label[:120]
    )
    revisions.bump_on_commit(kernel_wording.TAG)
    outbox.publish(WordsPublished(wording_id=row.pk, mail=row.mail, locale=row.locale))
    return _save(row, actor, at, action, wordings.shown(texts))


def _save(
    row: Wording, actor: Actor, at: dt.datetime, action: str, texts: Mapping[str, tuple[str, ...]]
) -> WordingFacts:
    row.edits += 1
    row.changed_at, row.changed_by = at, actor.label[:120]
    row.save()
    audit.record(
        actor=actor,
        action=action,
        record="content.mail" if row.mail else RECORD,
        record_id=row.mail or row.key,
        at=at,
        after={
            "locale": row.locale,
            "channel": row.channel,
            "texts": {text_rules.for_editor(key)[:200]: " / ".join(forms) for key, forms in texts.items()},
        },
    )
    return wordings.wording_facts(row)
