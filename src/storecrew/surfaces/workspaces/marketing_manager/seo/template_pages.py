"""Templates of titles and descriptions, tried with real products before they are saved."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.seo import public as seo
from storecrew.contexts.seo.models import HeadTemplate
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.three_way import of_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import saved
from storecrew.surfaces.workspaces.marketing_manager.seo.words import LANGUAGES

EXAMPLES = 4


class Tried(NamedTuple):
    """What a template makes of one page; widths in pixels with whether they fit."""

    name: str
    title: str
    title_width: int
    title_fits: bool
    description: str
    description_width: int
    description_fits: bool


class TemplateForm(forms.Form):
    """What stands in the head of a kind of page."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of page"), choices=HeadTemplate.Kind.choices)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "{name} – {brand} | {store}"}),
        help_text=gettext_lazy("Empty: the name of the page and of the shop, as before."),
    )
    description = forms.CharField(
        label=gettext_lazy("Description"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        self.fields["locale"].choices = [every, *LANGUAGES.items()]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            every,
            *((one.code, one.name) for one in channels.all_channels()),
        ]

    def content(self) -> seo.TemplateContent:
        """Return what was entered."""
        return seo.TemplateContent(**{name: self.cleaned_data[name] for name in seo.TemplateContent._fields})


class TemplateList(Listing):
    """How titles and descriptions are made where nobody wrote one."""

    code = "seo.templates"
    title = gettext_lazy("Templates of titles")
    walks = False
    permission = "marketing.read"
    search_fields = ("title", "description")
    default_sort = "kind"
    intro = gettext_lazy("What somebody wrote for a page itself always wins.")
    empty_title = gettext_lazy("No templates yet")
    empty_text = gettext_lazy(
        "Without one a page says its own name and that of the shop. A template says more on every page of a "
        "kind at once: brand, category, price."
    )
    columns = (
        Column("kind", gettext_lazy("Kind of page"), "get_kind_display", sort="kind", primary=True),
        Column(
            "locale", gettext_lazy("Language"), lambda row: LANGUAGES.get(row.locale, _("All")), sort="locale"
        ),
        Column("channel", gettext_lazy("Channel"), lambda row: row.channel or _("All"), sort="channel"),
        Column("title", gettext_lazy("Title"), "title"),
        Column("description", gettext_lazy("Description"), "description"),
        Column("changed", gettext_lazy("Changed"), "updated_at", kind="datetime", sort="updated_at"),
    )
    filters = (
        Filter("kind", gettext_lazy("Kind of page"), "choice", "kind", choices=HeadTemplate.Kind.choices),
    )

    def rows(self) -> QuerySet[HeadTemplate]:
        """Return all templates."""
        return HeadTemplate.objects.all()

    def row_url(self, row: HeadTemplate) -> str:
        """Return the form of the template."""
        return reverse("seo_template", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may write."""
        return (_("New template"), reverse("seo_template_add")) if self.actor.can("marketing.write") else None


@workspace_page(permission="marketing.write")
def template_add(request: HttpRequest) -> HttpResponse:
    """Write a new template."""
    return _edit(request, None)


@workspace_page(permission="marketing.write")
def template_edit(request: HttpRequest, template_id: int) -> HttpResponse:
    """Change a template, or take it away."""
    row = HeadTemplate.objects.filter(pk=template_id).first()
    if row is None:
        raise seo.UnknownTemplate(template=template_id)
    return _edit(request, row)


@workspace_page(permission="marketing.write")
@require_POST
def template_remove(request: HttpRequest, template_id: int) -> HttpResponse:
    """Take a template away."""
    seo.remove_template(template_id, actor=request_actor(request), at=clock.now())
    messages.success(request, _("The template is gone; pages say what they said before."))
    return redirect("seo_templates")


def _edit(request: HttpRequest, row: HeadTemplate | None) -> HttpResponse:
    initial = seo.content_of(row)._asdict() if row else {"kind": request.GET.get("kind", "product")}
    form = of_record(TemplateForm(request.POST or None, initial=initial))
    tried: list[Tried] = []
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST:

            def save(entered: seo.TemplateContent) -> int:
                who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
                return seo.save_template(entered, template_id=row.pk if row else None, **who)

            if saved(form, save) is not None:
                messages.success(request, _("Saved. Pages show it from now on."))
                return redirect("seo_templates")
        elif saved(form, _judge) is not None:
            tried = try_template(form.content())
    elif row is not None and request.method != "POST":
        tried = try_template(seo.content_of(row))
    context = {
        "form": form,
        "tried": tried,
        "row": row,
        "placeholders": [(label, seo.PLACEHOLDERS[code]) for code, label in HeadTemplate.Kind.choices],
        "header_title": _("Template of titles") if row else _("New template of titles"),
        "back_url": reverse("seo_templates"),
        "back_label": _("Templates of titles"),
    }
    return render(request, "marketing_manager/seo_template.html", context, status=422 if form.errors else 200)


def _judge(entered: seo.TemplateContent) -> int:
    seo.check_template(entered)
    return 0


def try_template(entered: seo.TemplateContent) -> list[Tried]:
    """Return what a template would make of a few real pages; what it leaves empty stays empty."""
    channel = channels.facts(entered.channel) if entered.channel else channels.facts()
    locale = entered.locale or channel.locale
    found = []
    for name, values in _examples(entered.kind, channel, locale):
        shown = {"store": channel.name, **values}
        title, description = seo.fill(entered.title, shown), seo.fill(entered.description, shown)
        wide = seo.width(title, seo.TITLE_SIZE), seo.width(description, seo.DESCRIPTION_SIZE)
        fits = wide[0] <= seo.TITLE_ROOM, wide[1] <= seo.DESCRIPTION_ROOM
        found.append(Tried(name, title, wide[0], fits[0], description, wide[1], fits[1]))
    return found


def _examples(kind: str, channel: channels.ChannelFacts, locale: str) -> list[tuple[str, dict[str, str]]]:
    try:
        return _EXAMPLES[kind](channel, locale)
    except (DomainError, LookupError):
        return []


def _products(channel: channels.ChannelFacts, locale: str) -> list[tuple[str, dict[str, str]]]:
    query = discovery.ProductQuery(
        channel=channel, locale=locale, sort="best_sellers", page_size=EXAMPLES, with_facets=False
    )
    found = []
    for card in discovery.search(query, at=clock.now()).items:
        facts = catalog.product_page(card.slug, locale, channel.id)
        values = {
            "name": facts.title,
            "brand": facts.brand,
            "subtitle": facts.subtitle,
            "category": facts.breadcrumbs[-1].name if facts.breadcrumbs else "",
            "price": card.price.format(locale) if card.price else "",
            "sku": facts.variants[0].sku if facts.variants else "",
        }
        found.append((facts.title, values))
    return found


def _categories(_channel: channels.ChannelFacts, locale: str) -> list[tuple[str, dict[str, str]]]:
    found = []
    for node in catalog.category_tree(locale)[:EXAMPLES]:
        parts = ", ".join(child.name for child in node.children)
        found.append((node.name, {"name": node.name, "parts": parts}))
        found += [(child.name, {"name": child.name, "parent": node.name}) for child in node.children[:1]]
    return found[:EXAMPLES]


def _collections(_channel: channels.ChannelFacts, locale: str) -> list[tuple[str, dict[str, str]]]:
    from storecrew.contexts.catalog.models import Collection

    rows = Collection.objects.filter(visible=True).values_list("slug", flat=True)[:EXAMPLES]
    names = [catalog.collection_by_slug(slug, locale=locale).name for slug in rows]
    return [(name, {"name": name}) for name in names]


def _written(_channel: channels.ChannelFacts, locale: str) -> list[tuple[str, dict[str, str]]]:
    return [(link.text, {"name": link.text}) for link in content.addresses(locale)[:EXAMPLES]]


_EXAMPLES: dict[str, Any] = {
    "product": _products,
    "category": _categories,
    "collection": _collections,
    "page": _written,
    "home": lambda channel, _locale: [(channel.name, {})],
    "search": lambda channel, _locale: [(channel.name, {"words": "mug"})],
}
