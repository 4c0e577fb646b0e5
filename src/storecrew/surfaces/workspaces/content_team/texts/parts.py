"""What the pages of mails and of messages share: fields of a text, and what changed between versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from storecrew.contexts.content import public as content
from storecrew.kernel import wording
from storecrew.kernel.errors import DomainError

Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Box:
    """One form of a text as a field: what it is for, what stands in it, what is wrong with it."""

    name: str
    label: str
    value: str
    original: str
    placeholders: tuple[str, ...]
    rows: int
    changed: bool
    problem: str = ""
    stored: str = ""


def languages() -> list[tuple[str, str]]:
    """Return (code, name) of the languages of the shop."""
    return list(settings.LANGUAGES)


def locale_of(request: HttpRequest) -> str:
    """Return the language whose texts are looked at."""
    known = [code for code, _name in languages()]
    asked = request.GET.get("locale", "")
    return asked if asked in known else known[0]


def originals(key: str, plural: str, locale: str) -> tuple[str, ...]:
    """Return the product's own forms of a text in a language, as editors write them."""
    forms = wording.original(locale, key, plural)
    if plural:
        forms = (*forms, *forms[-1:] * wording.forms_of(locale))[: wording.forms_of(locale)]
    return tuple(content.for_editor(form) for form in forms)


def boxes(
    key: str,
    plural: str,
    locale: str,
    label: str,
    said: Texts,
    typed: Texts,
    problem: DomainError | str | None,
) -> list[Box]:
    """Return the fields of a text."""
    own = originals(key, plural, locale)
    stored = said.get(key) or own
    shown = typed.get(key) or stored
    names = tuple({**content.names_in(key), **content.names_in(plural)})
    return [
        Box(
            name=field_name(key, place),
            label=f"{label} · {_forms(place, len(own))}" if len(own) > 1 else label,
            value=shown[place] if place < len(shown) else original,
            original=original,
            placeholders=names,
            rows=min(8, 1 + len(original) // 70 + original.count("\n")),
            changed=key in said,
            problem=str(problem) if problem and place == 0 else "",
            stored=stored[place] if place < len(stored) else original,
        )
        for place, original in enumerate(own)
    ]


def typed_texts(request: HttpRequest, keys: Iterable[tuple[str, str]], locale: str) -> dict[str, list[str]]:
    """Return what was typed by (key, plural) of the texts on the page."""
    found = {}
    for key, plural in keys:
        count = wording.forms_of(locale) if plural else 1
        forms = [request.POST.get(field_name(key, place)) for place in range(count)]
        if None not in forms:
            found[key] = [str(form) for form in forms]
    return found


def field_name(key: str, place: int) -> str:
    """Return the name of a field."""
    return f"t-{content.message_key(key)[:16]}-{place}"


def met(
    request: HttpRequest, typed: dict[str, list[str]], said: Texts, plurals: Mapping[str, str], locale: str
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return what this person typed and, by text, what somebody else wrote there since the page was opened.

    What only the other one changed is not among what was typed: it stays as it is stored.
    """
    kept, theirs = {}, {}
    for key, forms in typed.items():
        now = [_plain(form) for form in said.get(key) or originals(key, plurals.get(key, ""), locale)]
        was = [_plain(request.POST.get(f"was-{field_name(key, n)}", "")) for n in range(len(forms))]
        yours = [_plain(form) for form in forms]
        if yours == was:
            continue
        kept[key] = forms
        if now not in (was, yours):
            theirs[key] = _("Somebody else wrote here meanwhile: “%(text)s”. Save again to keep yours.") % {
                "text": " / ".join(now)
            }
    return kept, theirs


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def edits_of(request: HttpRequest) -> int:
    """Return which state of the texts the editor has seen."""
    sent = request.POST.get("edits", "0")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def changes(before: Texts, after: Texts, locale: str) -> list[dict[str, Any]]:
    """Return what differs between two versions, text by text; what neither says is the original."""
    rows = []
    for key in dict.fromkeys([*before, *after]):
        own = (content.for_editor(wording.original(locale, key)[0]),)
        old, new = tuple(before.get(key) or own), tuple(after.get(key) or own)
        if old != new:
            rows.append({"old": " / ".join(old), "new": " / ".join(new)})
    return rows


def history(found: content.WordingFacts | None, locale: str) -> list[dict[str, Any]]:
    """Return the versions, newest first, each with what it changed and how it differs from now."""
    if found is None:
        return []
    versions = content.versions(found.id)
    earlier = [*(version.texts for version in versions[1:]), {}]
    return [
        {
            "version": version,
            "changed": changes(before, version.texts, locale),
            "from_now": changes(found.texts, version.texts, locale),
        }
        for version, before in zip(versions, earlier, strict=False)
    ]


def _forms(place: int, count: int) -> str:
    return _("for one") if place < count - 1 else _("for several")
