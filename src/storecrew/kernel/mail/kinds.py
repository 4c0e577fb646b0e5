"""What mails there are: each kind says what it is for, when it leaves and how its templates are called.

Editors put words of their own in the place of a kind's texts (``kernel.wording``, scope: the name of the
kind, and ``<name>@<channel>`` for one channel). The structure with its facts stays that of the templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from babel.messages.extract import extract_python
from django.db import transaction
from django.template import TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import templatize

from storecrew.kernel import outbox, wording
from storecrew.kernel.errors import NotFound
from storecrew.kernel.mail import looks, senders
from storecrew.kernel.mail.events import TextsFailed

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
}


class Written(NamedTuple):
    """A mail that is written: one line, plain text, a page or "", and under whose name it comes."""

    subject: str
    text: str
    html: str
    sender: str = ""


class Part(NamedTuple):
    """A text of a mail that can be said otherwise; ``key`` is how gettext knows it."""

    key: str
    plural: str = ""


class NoSample(NotFound):
    """A mail cannot be shown because nothing it tells of has happened yet."""

    code = "no_sample"
    message = _("There is no order yet to show this mail with.")
    next_step = _("Place one in the shop, or look again later.")


@dataclass(frozen=True)
class Kind:
    """A kind of mail, ``name`` such as ``shipping.late``.

    ``sample`` writes it in a language for a channel, with the newest facts there are, for people who want to
    see it; it raises NoSample when there are none. ``templates`` are those of `write` unless it says others.
    """

    name: str
    title: str | Promise
    leaves: str | Promise
    subject: str | Promise
    sample: Callable[[str, str], Written]
    templates: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of its templates."""
        folder, _dot, file = self.name.partition(".")
        return self.templates or (f"{folder}/mail/{file}.html", f"{folder}/mail/{file}.txt")

    def parts(self) -> tuple[Part, ...]:
        """Return its texts, the subject's first, in the order in which a reader meets them."""
        first = [Part(_source_of(self.subject))] if self.subject else []
        return tuple(dict.fromkeys([*first, *(part for file in self.files for part in _texts_of(file))]))


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind of mail known."""
    _kinds[kind.name] = kind
    return kind


def kinds() -> tuple[Kind, ...]:
    """Return all kinds by name."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def find(name: str) -> Kind | None:
    """Return a kind by its name."""
    return _kinds.get(name)


def write(name: str, given: Mapping[str, Any], *, locale: str, channel: str = "") -> Written:
    """Write a mail of a kind in a language, with the words of its editors.

    Words that break it are left out, and `TextsFailed` tells of them: a mail is never held up by its texts.
    """
    kind = _kinds[name]
    look = looks.look_of(channel)
    given = {"look": look, "locale": locale, **given, **({"shop": look.brand} if look.brand else {})}
    sender = senders.sender_of(channel, str(given.get("shop", "")))
    with translation.override(locale):
        try:
            with wording.spoken(name, f"{name}@{channel}"):
                return _write(kind, given)._replace(sender=sender)
        except (KeyError, ValueError, TypeError, TemplateSyntaxError) as error:
            with transaction.atomic():
                outbox.publish(TextsFailed(kind=name, locale=locale, channel=channel, error=str(error)[:300]))
            return _write(kind, given)._replace(sender=sender)


def _write(kind: Kind, given: Mapping[str, Any]) -> Written:
    html, text = kind.files
    return Written(
        subject=str(kind.subject) % given,
        text=plain(render_to_string(text, dict(given))),
        html=plain(render_to_string(html, dict(given))),
    )


def plain(rendered: str) -> str:
    """Return what was rendered as a text like any other, which a page that shows it has to escape."""
    return "".join((rendered,))


_drafts: ContextVar[list[Written] | None] = ContextVar("drafts", default=None)


@contextmanager
def drafted() -> Iterator[list[Written]]:
    """Catch what would be queued, so that the very code that writes mails writes their previews."""
    caught: list[Written] = []
    token = _drafts.set(caught)
    try:
        yield caught
    finally:
        _drafts.reset(token)


def caught(mail: Written) -> bool:
    """Keep a mail for a preview, if one is under way."""
    drafts = _drafts.get()
    if drafts is not None:
        drafts.append(mail)
    return drafts is not None


def _source_of(text: str | Promise) -> str:
    if isinstance(text, Promise):
        # what a lazy text is made of is public in the form in which it is pickled
        pickled: Any = text.__reduce__()
        return str(pickled[1][1][0])
    return text


def _texts_of(file: str) -> Iterator[Part]:
    """Yield the texts of a template: it is turned into something like Python, as makemessages does."""
    template: Any = get_template(file)
    source = templatize(template.template.source, origin=file)
    for _line, function, message, _comments in extract_python(BytesIO(source.encode()), KEYWORDS, (), {}):
        texts = list(message) if isinstance(message, (tuple, list)) else [message]
        context = f"{texts.pop(0)}{wording.CONTEXT}" if str(function).startswith(("pget", "npget")) else ""
        plural = str(texts[1]) if function in ("ngettext", "npgettext") else ""
        if isinstance(texts[0], str):
            yield Part(context + texts[0], plural)
