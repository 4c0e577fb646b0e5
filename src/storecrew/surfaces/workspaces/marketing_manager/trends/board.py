"""The trend board: everything that moves around the shop on one page; each can become a task (MKT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Clip, TrendNote
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.acting import take_step
from storecrew.surfaces.ui.backoffice.registry import Text
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import Frame, number
from storecrew.surfaces.workspaces.marketing_manager.trends import words

MOST = 15


@dataclass
class Line:
    """One trend: what the task is called, its cells, an address, and the task it became (0 for none)."""

    key: str
    says: str
    cells: Sequence[Any]
    url: str = ""
    text: str = ""
    task: int = 0
    delete_url: str = ""


@dataclass
class Section:
    """One kind of trend."""

    kind: str
    place: str
    title: Text
    heads: Sequence[Text]
    lines: Sequence[Line]
    empty: Text
    kinds: Sequence[str] = ()
    links: Sequence[tuple[Text, str]] = field(default_factory=tuple)

    def columns(self) -> list[tuple[Text, str]]:
        """Return (head, kind) of each column: a head stands over its values."""
        return list(zip(self.heads, ("text", *self.kinds), strict=True))

    def rows(self) -> list[tuple[Line, list[tuple[Text, str, Any]]]]:
        """Return each line with (head, kind, value) of its cells; the first cell is the line's name."""
        return [(one, list(zip(self.heads[1:], self.kinds, one.cells, strict=True))) for one in self.lines]


@workspace_page(permission="reports.read")
def board(request: HttpRequest) -> HttpResponse:
    """Show the board for a period."""
    shown = framing.frame(request)
    write = request_actor(request).can("insights.write")
    found = [*_searches(shown), *_categories(shown), _prices(), _clips(), _notes(write)]
    for section in found:
        tasks = insights.trend_tasks(section.kind, [line.key for line in section.lines])
        for line in section.lines:
            line.task = tasks.get(line.key, 0)
    context = {
        **shown.context(),
        "header_title": _("Trends"),
        "sections": found,
        "may": request_actor(request).can("work.write"),
        "links": [
            *([(_("Write a note"), reverse("trend_note_add"))] if write else []),
            (_("Prices of competitors"), reverse("rival_prices")),
            (_("News feeds"), reverse("news_feeds")),
        ],
        "troubles": [(feed.name, words.trouble(feed.trouble)) for feed in insights.feeds_in_trouble()],
    }
    return render(request, "marketing_manager/trends.html", context)


def _searches(shown: Frame) -> list[Section]:
    rising, vain = insights.search_moves(shown.period, shown.among)
    return [
        Section(
            "term", "rising", _("Sought more and more"), (_("Sought words"), _("Now"), _("Before")),
            [Line(one.subject, one.subject, (number(one.now), number(one.before))) for one in rising],
            _("No word is sought more often than before by more than chance."), ("number", "number"),
        ),
        Section(
            "vain", "vain", _("Sought in vain"), (_("Sought words"), _("Found nothing"), _("Searches")),
            [Line(one.subject, one.subject, (number(one.now), number(one.before))) for one in vain],
            _("Every search found something."), ("number", "number"),
            ((_("All searches"), reverse("searches")),),
        ),
    ]  # fmt: skip


def _categories(shown: Frame) -> list[Section]:
    up, down = insights.category_moves(shown.period, shown.among)
    names = insights.category_names(get_language() or "en")

    def lines(found: Sequence[insights.Move]) -> list[Line]:
        return [
            Line(one.subject, names.get(one.subject, one.subject), (number(one.now), number(one.before)))
            for one in found
        ]

    heads = (_("Category"), _("Views now"), _("Views before"))
    return [
        Section(
            "category", "up", _("Categories that rise"), heads, lines(up),
            _("No category is looked at more often than before by more than chance."), ("number", "number"),
        ),
        Section(
            "category", "down", _("Categories that fall"), heads, lines(down),
            _("No category is looked at less often than before by more than chance."), ("number", "number"),
        ),
    ]  # fmt: skip


def _prices() -> Section:
    lines = [
        Line(
            str(one.id), f"{one.title} ({one.sku}), {one.rival}: {words.money(one.amount, one.currency)}",
            (
                one.rival, words.money(one.amount, one.currency), words.money(one.ours, one.currency),
                words.beside(one), one.seen_on,
            ),
            reverse("rival_price", args=[one.id]), f"{one.title} ({one.sku})",
        )
        for one in insights.newest_prices(at=clock.now())
    ]  # fmt: skip
    return Section(
        "price", "prices", _("Prices of competitors"),
        (
            _("Article"), _("Competitor"), _("Their price"), _("Our price"), _("Ours beside theirs"),
            _("Seen on"),
        ),
        lines, _("No price of a competitor was noted yet. Type them in, or import a table."),
        ("text", "number", "number", "status", "date"), ((_("All prices"), reverse("rival_prices")),),
    )  # fmt: skip


def _clips() -> Section:
    rows = Clip.objects.select_related("feed")[:MOST]
    return Section(
        "clip", "clips", _("News"), (_("Title"), _("Feed"), _("Published")),
        [Line(str(row.pk), row.title, (row.feed.name, row.at), row.url, row.title) for row in rows],
        _("No news yet. Enter the feeds that matter: trade press, associations, competitors."),
        ("text", "datetime"), ((_("News feeds"), reverse("news_feeds")),),
    )  # fmt: skip


def _notes(may_delete: bool) -> Section:
    rows = TrendNote.objects.all()[:MOST]
    return Section(
        "note", "notes", _("Notes"), (_("Note"), _("What"), _("By"), _("Noted")),
        [
            Line(
                str(row.pk), row.title, (row.text, row.noted_by, row.noted_at), row.url, row.title,
                delete_url=reverse("trend_note_delete", args=[row.pk]) if may_delete else "",
            )
            for row in rows
        ],
        _("Nobody noted anything yet: what a supplier said, what a fair showed."),
        ("text", "text", "datetime"),
    )  # fmt: skip


@workspace_page(permission="work.write")
@require_POST
def as_task(request: HttpRequest) -> HttpResponse:
    """Make a task of a trend; the trend shows it from then on."""
    asked = request.POST
    take_step(
        request, insights.trend_task, asked.get("kind", ""), asked.get("key", ""), says=asked.get("says", ""),
        url=reverse("trends"), done=_("It is a task now."),
    )  # fmt: skip
    return redirect("trends")


class NoteForm(forms.Form):
    """What somebody saw or heard."""

    title = forms.CharField(label=gettext_lazy("In one line"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    url = forms.CharField(label=gettext_lazy("Address"), max_length=500, required=False)

    def content(self) -> dict[str, str]:
        """Return what was entered."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "url")}


@workspace_page(permission="insights.write")
def note_add(request: HttpRequest) -> HttpResponse:
    """Write a note."""
    form = NoteForm(request.POST or None)

    def save(content: dict[str, str]) -> int:
        return insights.write_note(**content, actor=request_actor(request), at=clock.now())

    if request.method == "POST" and form.is_valid() and saved(form, save) is not None:
        messages.success(request, _("Saved."))
        return redirect("trends")
    return form_page(request, form, _("Write a note"), (reverse("trends"), _("Trends")))


@workspace_page(permission="insights.write")
@require_POST
def note_delete(request: HttpRequest, note_id: int) -> HttpResponse:
    """Delete a note; a task that was made of it stays."""
    take_step(request, insights.delete_note, note_id, done=_("The note is deleted."))
    return redirect("trends")
