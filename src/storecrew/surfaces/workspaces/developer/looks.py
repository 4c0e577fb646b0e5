"""The look of each channel: its versions, one version at three widths, and publishing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.content import public as content
from storecrew.contexts.discovery import public as discovery
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import render_form
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status
from storecrew.surfaces.ui.backoffice.record import (
    Action,
    Fact,
    FactGroup,
    Record,
    Related,
    Table,
    render_record,
)
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.developer.look_forms import DENSITY_WORDS, FONT_WORDS, LookForm

WIDTHS = (390, 768, 1440)
PAGES: dict[str, str | Promise] = {
    "home": gettext_lazy("Home page"),
    "category": gettext_lazy("Category"),
    "product": gettext_lazy("Product"),
    "search": gettext_lazy("Search"),
    "cart": gettext_lazy("Cart"),
    "help": gettext_lazy("Help"),
}


def _states(row: Channel) -> tuple[int, int | None]:
    return row.look_state  # type: ignore[attr-defined]


def _shown(row: Channel) -> Status:
    live = _states(row)[1]
    return Status(_("Version %(n)s") % {"n": live}, "good") if live else Status(_("our own look"))


class LookList(Listing):
    """The channels, each with the version of its look that shoppers see."""

    code = "content.looks"
    title = gettext_lazy("Look of the shop")
    permission = "content.read"
    search_fields = ("name", "code")
    default_sort = "name"
    empty_title = gettext_lazy("No channel yet")
    empty_text = gettext_lazy("Each channel has a look of its own: name, logo, colors, corners, font.")
    columns = (
        Column("name", gettext_lazy("Channel"), sort="name", primary=True),
        Column("live", gettext_lazy("Shown"), _shown, kind="status"),
        Column("newest", gettext_lazy("Newest version"), lambda row: _states(row)[0] or "–"),
    )
    filters = (
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=Channel.Kind.choices),
        Filter("active", gettext_lazy("Active"), "boolean", "active"),
    )

    def rows(self) -> QuerySet[Channel]:
        """Return the channels within the actor's scope."""
        rows = Channel.objects.all()
        allowed = self.actor.scopes.get("channel")
        return rows if allowed is None else rows.filter(code__in=allowed)

    def load(self, rows: list[Channel]) -> list[Channel]:
        """Read the versions of all shown channels at once."""
        states = content.theme_states()
        for row in rows:
            row.look_state = states.get(row.pk, (0, None))  # type: ignore[attr-defined]
        return rows

    def row_url(self, row: Channel) -> str:
        """Open the look of the channel."""
        return reverse("look_record", args=[row.code])


@workspace_page(permission="content.read")
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Show the versions of a channel's look."""
    channel, found = _channel(request, code), content.themes(code)
    live = next((one for one in found if one.live), None)
    may_write = request_actor(request).can("themes.write")
    actions = [Action(_("New version"), reverse("look_add", args=[code]), tone="strong")] if may_write else []
    if may_write and live:
        question = _("Shoppers see our own look again at once. The versions stay.")
        url = reverse("look_publish", args=[code])
        actions.append(Action(_("Back to our own look"), url, post=True, confirm=question))
    state = _("Version %(n)s") % {"n": live.number} if live else _("our own look")
    page = Record(
        title=channel.name,
        subtitle=_("Look of the shop"),
        record="content.theme",
        record_id=channel.id,
        status=[Status(state, "good" if live else "neutral")],
        groups=[FactGroup(_("What shoppers see"), _facts(live))] if live else [],
        tables=[_versions(found)],
        related=_tools(),
        actions=actions,
        back_url=reverse("look_list"),
        back_label=_("Look of the shop"),
    )
    return render_record(request, page)


def _versions(found: list[content.ThemeFacts]) -> Table:
    return Table(
        _("Versions"),
        (_("Version"), _("What is new"), _("Made by"), _("Made"), _("State")),
        [
            (
                _("Version %(n)s") % {"n": one.number},
                one.note or "–",
                actor_words(one.made_by),
                one.made_at,
                Status(_("shown"), "good") if one.live else Status(_("kept")),
            )
            for one in found
        ],
        empty=_("None yet: the channel has our own look."),
        kinds=("text", "text", "text", "datetime", "status"),
        row_urls=[reverse("look_version", args=[one.channel_code, one.number]) for one in found],
    )


def _facts(one: content.ThemeFacts) -> list[Fact]:
    chosen = one.choices
    return [
        Fact(_("Brand name"), one.brand),
        Fact(_("Accent"), chosen.accent),
        Fact(_("Text"), chosen.ink),
        Fact(_("Background"), chosen.paper),
        Fact(_("Rounded corners, in pixels"), chosen.radius),
        Fact(_("Font"), FONT_WORDS[chosen.font]),
        Fact(_("Density"), DENSITY_WORDS[chosen.density]),
    ]


def _tools() -> list[Related]:
    """Return what else those who build the shop's pages use; the gallery is there where it is switched on."""
    facts = []
    with suppress(NoReverseMatch):
        facts.append(Fact(_("Gallery"), _("Pages and components in every state"), url=reverse("gallery")))
    return [Related(_("Tools"), facts)] if facts else []


@workspace_page(permission="themes.write")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Make a new version, from the one that ``?from=`` names, else the newest, else our own look."""
    channel, found = _channel(request, code), content.themes(code)
    asked = request.GET.get("from", "")
    base = next((one for one in found if str(one.number) == asked), found[0] if found else None)
    initial = asdict(base.choices if base else content.ThemeChoices())
    form = LookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = content.save_theme(
                code,
                form.choices(),
                note=form.cleaned_data["note"],
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.take(error)
        else:
            return redirect("look_version", code, saved.number)
    return render_form(
        request,
        form,
        title=_("New version of the look"),
        intro=_("You see it in the real shop before anybody else does."),
        submit=_("Save and look"),
        back_url=reverse("look_record", args=[code]),
        back_label=channel.name,
    )


@workspace_page(permission="content.read")
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the real shop in one version at three widths side by side."""
    channel, found = _channel(request, code), content.theme(code, number)
    place = request.GET.get("page", "")
    place = place if place in PAGES else "home"
    asked = request.GET.get("language", "")
    locale = asked if asked in dict(settings.LANGUAGES) else get_language() or channel.locale
    query = urlencode({"channel": code, "look": content.theme_preview(code, number)})
    context = {
        "header_title": _("%(shop)s, version %(n)s") % {"shop": channel.name, "n": number},
        "look": found,
        "url": f"{_address(place, channel, locale)}?{query}",
        "widths": WIDTHS,
        "pages": PAGES,
        "place": place,
        "language": locale,
        "languages": settings.LANGUAGES,
        "schemes": ((_("Light"), found.light), (_("Dark"), found.dark)),
        "may_write": request_actor(request).can("themes.write"),
        "back_url": reverse("look_record", args=[code]),
        "back_label": channel.name,
    }
    return render(request, "developer/look.html", context)


@workspace_page(permission="themes.write")
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Let shoppers see a version, or our own look again where none is named."""
    _channel(request, code)
    number = request.POST.get("number", "")
    content.publish_theme(
        code, int(number) if number.isdecimal() else None, actor=request_actor(request), at=clock.now()
    )
    return redirect("look_record", code)


def _channel(request: HttpRequest, code: str) -> channels.ChannelFacts:
    found = next((one for one in channels.all_channels(include_inactive=True) if one.code == code), None)
    if found is None or not request_actor(request).can_see("channel", code):
        raise channels.UnknownChannel(channel=code)
    return found


def _address(place: str, channel: channels.ChannelFacts, locale: str) -> str:
    """Return the path of a page of the shop; the home page where the shop has none of the kind."""
    if place == "category":
        path = next((node.url_path for node in catalog.category_tree(locale, channel.code)), "")
        return f"/{locale}/c/{path.strip('/')}/" if path else f"/{locale}/"
    if place == "product":
        query = discovery.ProductQuery(channel=channel, locale=locale, page_size=1, with_facets=False)
        first = next(iter(discovery.search(query, at=clock.now()).items), None)
        return f"/{locale}/p/{first.slug}/" if first else f"/{locale}/"
    return f"/{locale}/" if place == "home" else f"/{locale}/{place}/"
