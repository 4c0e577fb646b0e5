"""The lists of texts: messages of the shop in one language, and kinds of mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.contexts.content import public as content
from storecrew.kernel import mail, wording
from storecrew.surfaces.ui.backoffice.columns import Column, Status, SystemView
from storecrew.surfaces.ui.backoffice.filters import Choices, Filter
from storecrew.surfaces.ui.backoffice.value_listing import ValueListing
from storecrew.surfaces.ui.shop_texts import ShopText, shop_texts
from storecrew.surfaces.workspaces.content_team.texts import parts

PLACES = {
    "errors": gettext_lazy("Errors and refusals"),
    "everywhere": gettext_lazy("Everywhere"),
    "account": gettext_lazy("Account"),
    "browse": gettext_lazy("Lists and search"),
    "cart": gettext_lazy("Cart"),
    "checkout": gettext_lazy("Checkout"),
    "compare": gettext_lazy("Comparison"),
    "delivery": gettext_lazy("Delivery"),
    "help": gettext_lazy("Help and errors"),
    "mail": gettext_lazy("Newsletter"),
    "partners": gettext_lazy("Partners"),
    "product": gettext_lazy("Product page"),
    "reviews": gettext_lazy("Reviews"),
    "own_prices": gettext_lazy("Prices of members"),
    "share": gettext_lazy("Shared links"),
    "stores": gettext_lazy("Stores"),
    "wishes": gettext_lazy("Wish lists"),
    "simulator": gettext_lazy("Test bank"),
    "shop": gettext_lazy("Everywhere"),
    "apps": gettext_lazy("Everywhere"),
}
STATES = (
    ("own", gettext_lazy("In your words")),
    ("draft", gettext_lazy("With a draft")),
    ("delivered", gettext_lazy("as delivered")),
)


def place_name(code: str) -> str:
    """Return what a part of the shop is called."""
    return str(PLACES.get(code, code))


def place_choices() -> Choices:
    """Return the parts of the shop that have texts, by name."""
    found = {place: place_name(place) for text in shop_texts() for place in text.places}
    return sorted(found.items(), key=lambda pair: pair[1])


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says in one language, and who said it last; ``own`` is "" as delivered."""

    key: str
    text: ShopText
    locale: str
    original: str
    own: str
    draft: bool
    changed_at: dt.datetime | None
    changed_by: str

    @property
    def shown(self) -> str:
        """What customers read."""
        return self.own or self.original

    @property
    def where(self) -> str:
        """The parts of the shop where it stands."""
        return ", ".join(dict.fromkeys(place_name(place) for place in self.text.places))

    @property
    def source(self) -> str:
        """The text in the source, which is found too."""
        return self.text.text

    @property
    def state(self) -> Status:
        """Whose words it has."""
        return _state(bool(self.own), self.draft)


def _state(own: bool, draft: bool) -> Status:
    if draft:
        return Status(gettext_lazy("draft"), "warning")
    return Status(gettext_lazy("your words"), "good") if own else Status(gettext_lazy("as delivered"))


def _states(own: bool, draft: bool) -> list[str]:
    return [*(["own"] if own else ["delivered"]), *(["draft"] if draft else [])]


class MessageList(ValueListing):
    """Every text that customers read in the shop, in one language."""

    code = "content.messages"
    title = gettext_lazy("Messages of the shop")
    intro = gettext_lazy(
        "Every text that customers read in the shop. "
        "A change is there at once, on every page, without a release."
    )
    walks = False
    permission = "content.read"
    search_fields = ("shown", "original", "source")
    default_sort = "shown"
    search_hint = gettext_lazy("Words that stand in the text")
    empty_title = gettext_lazy("Nothing to show")
    empty_text = gettext_lazy("No text fits this choice.")
    columns = (
        Column("shown", gettext_lazy("What customers read"), primary=True, sort="shown"),
        Column("original", gettext_lazy("Original"), default=False),
        Column("own", gettext_lazy("In your words"), default=False),
        Column("where", pgettext_lazy("screen", "Where"), sort="where"),
        Column("state", gettext_lazy("State"), kind="status"),
        Column("changed", gettext_lazy("Last changed"), "changed_at", kind="datetime", sort="changed_at"),
        Column("changed_by", gettext_lazy("Changed by"), sort="changed_by"),
    )
    filters = (
        Filter("locale", gettext_lazy("Language"), "choice", choices=parts.languages),
        Filter("place", pgettext_lazy("screen", "Where"), "choice", choices=place_choices),
        Filter("state", gettext_lazy("State"), "choice", choices=STATES),
        Filter(
            "kind",
            gettext_lazy("Kind"),
            "choice",
            choices=(("sentence", gettext_lazy("Sentences")), ("name", gettext_lazy("Names and buttons"))),
        ),
    )
    views = (
        SystemView(gettext_lazy("Sentences"), "f.kind=sentence"),
        SystemView(gettext_lazy("Errors and refusals"), "f.place=errors"),
        SystemView(gettext_lazy("In your words"), "sort=-changed&f.state=own"),
        SystemView(gettext_lazy("With a draft"), "f.state=draft"),
    )

    def values(self) -> Sequence[Said]:
        """Return the texts in the chosen languages; in the shop's first one where none is chosen."""
        chosen = next((each.values for each in self.state.filters if each.filter.key == "locale"), [])
        locales = [code for code, _name in parts.languages() if code in chosen] or [parts.languages()[0][0]]
        said = {(each.key, each.locale): each for each in content.wordings(of_mails=False)}
        return [
            _said(text, locale, said.get((content.message_key(text.key), locale)))
            for text in shop_texts()
            for locale in locales
        ]

    def told(self, value: Said) -> Mapping[str, Iterable[str]]:
        """Return what the filters ask of a text."""
        return {
            "locale": [value.locale],
            "place": value.text.places,
            "state": _states(bool(value.own), value.draft),
            "kind": ["sentence" if value.text.is_sentence else "name"],
        }

    def row_url(self, row: Said) -> str:
        """Lead to the text in its language."""
        return f"{reverse('texts_message', args=[row.key])}?locale={row.locale}"


def _said(text: ShopText, locale: str, found: content.WordingFacts | None) -> Said:
    own = found.texts.get(text.key) if found else None
    return Said(
        key=content.message_key(text.key),
        text=text,
        locale=locale,
        original=content.for_editor(wording.original(locale, text.key, text.plural)[-1]),
        own=own[-1] if own else "",
        draft=bool(found and found.draft is not None),
        changed_at=found.changed_at if found else None,
        changed_by=found.changed_by if found else "",
    )


@dataclass(frozen=True, slots=True)
class MailRow:
    """A kind of mail, and in which languages editors said something."""

    key: str
    title: str
    leaves: str
    languages: tuple[str, ...]
    own: bool
    draft: bool
    changed_at: dt.datetime | None
    changed_by: str

    @property
    def in_words(self) -> str:
        """The languages in which it has words of editors."""
        names = dict(parts.languages())
        return ", ".join(names[code] for code in self.languages)

    @property
    def state(self) -> Status:
        """Whose words it has."""
        return _state(self.own, self.draft)


class MailList(ValueListing):
    """All kinds of mails with what editors said in them."""

    code = "content.mails"
    title = gettext_lazy("Texts of mails")
    intro = gettext_lazy(
        "What each mail says is yours to write; "
        "what it tells of, such as goods and amounts, it adds by itself."
    )
    permission = "content.read"
    search_fields = ("title", "leaves", "key")
    default_sort = "title"
    empty_title = gettext_lazy("Nothing to show")
    empty_text = gettext_lazy("No mail fits this choice.")
    columns = (
        Column("title", gettext_lazy("Mail"), primary=True, sort="title"),
        Column("leaves", gettext_lazy("When it leaves")),
        Column("in_words", gettext_lazy("Languages with your words"), sort="in_words"),
        Column("state", gettext_lazy("State"), kind="status"),
        Column("changed", gettext_lazy("Last changed"), "changed_at", kind="datetime", sort="changed_at"),
        Column("changed_by", gettext_lazy("Changed by"), sort="changed_by"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", choices=STATES),
        Filter("locale", gettext_lazy("Language"), "choice", choices=parts.languages),
    )
    views = (
        SystemView(gettext_lazy("In your words"), "f.state=own"),
        SystemView(gettext_lazy("With a draft"), "f.state=draft"),
    )

    def values(self) -> Sequence[MailRow]:
        """Return all kinds of mails."""
        said: dict[str, list[content.WordingFacts]] = {}
        for found in content.wordings(of_mails=True):
            said.setdefault(found.mail, []).append(found)
        return [_mail(kind, said.get(kind.name, [])) for kind in mail.kinds.kinds()]

    def told(self, value: MailRow) -> Mapping[str, Iterable[str]]:
        """Return what the filters ask of a kind of mail."""
        return {"state": _states(value.own, value.draft), "locale": value.languages}

    def row_url(self, row: MailRow) -> str:
        """Lead to the texts of the mail."""
        return reverse("texts_mail", args=[row.key])


def _mail(kind: mail.Kind, said: list[content.WordingFacts]) -> MailRow:
    newest = max(said, key=lambda each: each.changed_at, default=None)
    return MailRow(
        key=kind.name,
        title=str(kind.title),
        leaves=str(kind.leaves),
        languages=tuple(sorted({each.locale for each in said if each.texts})),
        own=any(each.texts for each in said),
        draft=any(each.draft is not None for each in said),
        changed_at=newest.changed_at if newest else None,
        changed_by=newest.changed_by if newest else "",
    )
