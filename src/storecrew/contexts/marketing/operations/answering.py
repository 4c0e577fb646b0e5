"""Answers to mentions: written by people, claimed, sent once, looked for when nobody answered (0171)."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F, Q

from storecrew.contexts.marketing.errors import InvalidMention, MentionState
from storecrew.contexts.marketing.models import Mention, Placement, Reply
from storecrew.contexts.marketing.operations.mentions import (
    CLOCKWORK,
    PERMISSION,
    end_task,
    find_mention,
    note,
)
from storecrew.contexts.marketing.operations.posting import LATER, MOST_TRIES, PATIENCE
from storecrew.contexts.marketing.providers import social
from storecrew.contexts.marketing.providers.social import listening
from storecrew.contexts.marketing.providers.social.listening import Heard
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.marketing.rules import social as rules
from storecrew.kernel.actor import Actor

logger = logging.getLogger(__name__)
Where = Placement.State


def answer_mention(mention_id: int, text: str, *, actor: Actor, at: dt.datetime) -> int:
    """Write an answer that leaves at once; return its id.

    :raises InvalidMention: it is empty, or longer than the network takes
    :raises MentionState: it was left alone
    """
    actor.require(PERMISSION)
    row, words = find_mention(mention_id), text.strip()
    if not words:
        raise InvalidMention(text=problem_words("missing"))
    if not rules.answer_fits(row.network, words, row.author_name):
        raise InvalidMention(text=problem_words("long"))
    if listening.listener(row.network) is None:
        raise InvalidMention(text=problem_words("unknown"))
    if row.state == Mention.State.IGNORED:
        raise MentionState(mention=row.pk, state=row.state)
    with transaction.atomic():
        made = Reply.objects.create(mention=row, text=words, written_by=actor.label[:200], written_at=at)
        Mention.objects.filter(pk=row.pk).update(state=Mention.State.ANSWERED)
        end_task(row, at)
        note("mention_answered", row.pk, actor, at)
    return made.pk


def try_answer_again(reply_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Send an answer again that its network refused."""
    actor.require(PERMISSION)
    row = Reply.objects.filter(pk=reply_id, state=Where.REFUSED)
    if not row.update(state=Where.WAITING, tries=0, problem="", next_at=None):
        raise MentionState(reply=reply_id)


def send_answers(at: dt.datetime, *, limit: int = 20) -> int:
    """Send what waits; return how many answers stand on their network now. Safe to run twice."""
    due = Q(state=Where.WAITING) & (Q(next_at=None) | Q(next_at__lte=at))
    lost = Q(state=Where.SENDING, claimed_at__lte=at - PATIENCE) | Q(state=Where.UNKNOWN, next_at__lte=at)
    rows = Reply.objects.filter(due | lost).select_related("mention").order_by("pk")[:limit]
    return sum(_look_for(row, at) if row.state != Where.WAITING else _send(row, at) for row in list(rows))


def _send(row: Reply, at: dt.datetime) -> bool:
    network = listening.listener(row.mention.network)
    if network is None:
        return False
    claimed = Reply.objects.filter(pk=row.pk, state=Where.WAITING, tries=row.tries)
    if not claimed.update(state=Where.SENDING, claimed_at=at, tries=F("tries") + 1):
        return False
    try:
        return _keep(row, network.reply(_heard(row.mention), row.text), at)
    except social.RefusedPost as error:
        _refuse(row, str(error), at)
    except social.NotNow as error:
        if row.tries + 1 >= MOST_TRIES:
            _refuse(row, str(error), at)
        else:
            _write(row, state=Where.WAITING, next_at=at + LATER, problem=str(error)[:300])
    except social.NoAnswer as error:
        _write(row, state=Where.UNKNOWN, next_at=at + PATIENCE, problem=str(error)[:300])
    return False


def _look_for(row: Reply, at: dt.datetime) -> bool:
    """Ask the network whether the answer is there; only when it is not, it is sent again."""
    network = listening.listener(row.mention.network)
    mine = Reply.objects.filter(pk=row.pk, state=row.state, claimed_at=row.claimed_at, next_at=row.next_at)
    if network is None or not mine.update(state=Where.UNKNOWN, next_at=at + PATIENCE):
        return False
    try:
        found = network.find_reply(_heard(row.mention), row.text)
    except social.NoAnswer as error:
        logger.info("social: %s does not say whether it has answer %s: %s", network.code, row.pk, error)
        return False
    if found is not None:
        return _keep(row, found, at)
    if row.tries >= MOST_TRIES:
        _refuse(row, row.problem, at)
    else:
        _write(row, state=Where.WAITING, next_at=None)
    return False


def _keep(row: Reply, found: social.Posted, at: dt.datetime) -> bool:
    _write(row, state=Where.POSTED, external_id=found.id, url=found.url, posted_at=at, problem="")
    return True


def _refuse(row: Reply, why: str, at: dt.datetime) -> None:
    """Note that an answer does not stand there, and put its mention before people again."""
    with transaction.atomic():
        _write(row, state=Where.REFUSED, problem=why[:300])
        answered = Mention.objects.filter(pk=row.mention_id, state=Mention.State.ANSWERED)
        answered.update(state=Mention.State.NEW)
        note("mention_answer_refused", row.mention_id, CLOCKWORK, at)


def _write(row: Reply, **values: object) -> None:
    Reply.objects.filter(pk=row.pk).update(**values)


def _heard(row: Mention) -> Heard:
    return Heard(row.external_id, row.kind, row.text, row.said_at, url=row.url)
