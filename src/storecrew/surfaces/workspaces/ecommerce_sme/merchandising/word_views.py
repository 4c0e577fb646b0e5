"""Synonyms, and what shoppers sought in vain."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.channels import public as channels
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.discovery.models import MissedSearch, Synonym
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.ui.backoffice.undo import done
from storecrew.surfaces.workspaces.ecommerce_sme.merchandising.take_back import synonym_again
from storecrew.surfaces.workspaces.ecommerce_sme.products.words import LOCALE_WORDS, locale_word


def _language(row: Any) -> str:
    return locale_word(row.locale) if row.locale else _("every language")


class SynonymForm(forms.Form):
    """Words that find the same."""

    words = forms.CharField(
        label=gettext_lazy("Words"),
        max_length=1_300,
        help_text=gettext_lazy("At least two, separated by commas."),
    )
    locale = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    one_way = forms.BooleanField(label=gettext_lazy("Only from the first word to the others"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("every language"))
        self.fields["locale"].choices = [every, *LOCALE_WORDS.items()]  # type: ignore[attr-defined]


class SynonymList(Listing):
    """All synonyms."""

    code = "discovery.synonyms"
    title = gettext_lazy("Synonyms")
    walks = False
    permission = "catalog.read"
    search_fields = ("words",)
    empty_title = gettext_lazy("No synonym yet")
    empty_text = gettext_lazy("Searches without a result show which words shoppers use and we do not.")
    default_sort = "locale"
    columns = (
        Column("words", gettext_lazy("Words"), str, primary=True),
        Column("locale", gettext_lazy("Language"), _language, sort="locale"),
        Column("one_way", gettext_lazy("One way"), kind="boolean", sort="one_way"),
    )

    filters = (
        Filter("one_way", gettext_lazy("One way"), "boolean", "one_way"),
        Filter("locale", gettext_lazy("Language"), "text", "locale"),
    )

    def rows(self) -> QuerySet[Synonym]:
        """Return all groups."""
        return Synonym.objects.all()

    def row_url(self, row: Synonym) -> str:
        """Open the group."""
        return reverse("synonyms_edit", args=[row.pk]) if self.actor.can("discovery.write") else ""

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a group."""
        may = self.actor.can("discovery.write")
        return (_("New synonym"), reverse("synonyms_add")) if may else None


@workspace_page(permission="discovery.write")
def edit_synonym(request: HttpRequest, synonym_id: int | None = None) -> HttpResponse:
    """Add or change a group of words."""
    row = Synonym.objects.filter(pk=synonym_id).first() if synonym_id else None
    if synonym_id and row is None:
        raise discovery.SynonymNotFound(synonym_id=synonym_id)
    initial = (
        {"words": ", ".join(row.words), "locale": row.locale, "one_way": row.one_way}
        if row
        else {"words": request.GET.get("word", ""), "locale": request.GET.get("locale", "")}
    )
    form = of_record(SynonymForm(request.POST or None, initial=initial))
    if request.method == "POST" and form.is_valid():
        try:
            discovery.save_synonym(
                words=form.cleaned_data["words"].split(","),
                locale=form.cleaned_data["locale"],
                one_way=form.cleaned_data["one_way"],
                synonym_id=synonym_id,
                actor=request_actor(request),
                at=clock.now(),
            )
        except DomainError as error:
            form.add_error("words", f"{error.message} {error.next_step}")
        else:
            messages.success(request, _("Saved."))
            return redirect("synonyms_list")
    context = {
        "form": form,
        "row": row,
        "header_title": _("Synonym") if row else _("New synonym"),
        "back_url": reverse("synonyms_list"),
        "back_label": _("Synonyms"),
    }
    status = 422 if form.errors else 200
    return render(request, "ecommerce_sme/merchandising/synonym.html", context, status=status)


@workspace_page(permission="discovery.write")
@require_POST
def remove_synonym(request: HttpRequest, synonym_id: int) -> HttpResponse:
    """Remove a group."""
    row = Synonym.objects.filter(pk=synonym_id).first()
    discovery.delete_synonym(synonym_id=synonym_id, actor=request_actor(request), at=clock.now())
    done(request, _("The synonym is removed."), synonym_again(row) if row else None)
    return redirect("synonyms_list")


def _channel_choices() -> list[tuple[str, str]]:
    return [(c.code, c.name) for c in channels.all_channels()]


class MissedSearchList(Listing):
    """What shoppers sought and did not find, by day."""

    code = "discovery.missed_searches"
    title = gettext_lazy("Searches without a result")
    permission = "catalog.read"
    export_permission = "catalog.export"
    search_fields = ("query",)
    default_sort = "-count"
    intro = gettext_lazy("Open one to make a synonym of it.")
    empty_title = gettext_lazy("Every search found something")
    empty_text = gettext_lazy("What shoppers seek in vain stands here, to become a synonym or a product.")
    columns = (
        Column("query", gettext_lazy("Search"), sort="query", primary=True),
        Column("count", gettext_lazy("Times"), kind="number", sort="count"),
        Column("day", gettext_lazy("Day"), kind="date", sort="day"),
        Column("locale", gettext_lazy("Language"), _language, sort="locale"),
        Column("channel", gettext_lazy("Channel"), "channel.name", sort="channel__name"),
    )
    filters = (
        Filter("locale", gettext_lazy("Language"), "choice", "locale", choices=tuple(LOCALE_WORDS.items())),
        Filter("channel", gettext_lazy("Channel"), "choice", "channel__code", choices=_channel_choices),
        Filter("count", gettext_lazy("Times"), "number", "count"),
    )
    views = (SystemView(gettext_lazy("Latest"), "sort=-day"),)

    def rows(self) -> QuerySet[MissedSearch]:
        """Return the searches of the reader's channels."""
        rows = MissedSearch.objects.select_related("channel")
        allowed = self.actor.scopes.get("channel")
        return rows if allowed is None else rows.filter(channel__code__in=allowed)

    def row_url(self, row: MissedSearch) -> str:
        """Make a synonym of the word."""
        if not self.actor.can("discovery.write"):
            return ""
        return reverse("synonyms_add") + "?" + urlencode({"word": row.query, "locale": row.locale})
