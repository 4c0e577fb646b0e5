"""The form of a printed piece."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Activity, Campaign, MarketingChannel, PrintPiece
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.shipping import public as shipping
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.ui.backoffice.naming import ArticlesInput, article_attrs

_free: dict[str, Any] = {"required": False}
LANGUAGES = (("en", _("English")), ("ko", _("Korean")))


class PrintForm(forms.Form):
    """What is printed, for which campaign, and where its short address leads."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Paper"), choices=PrintPiece.Kind.choices)
    campaign = forms.TypedChoiceField(label=_("Campaign"), coerce=int)
    shop_channel = forms.ChoiceField(label=_("Shop"))
    locale = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    headline = forms.CharField(label=_("Headline"), max_length=80, **_free)
    text = forms.CharField(label=_("Text"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}), **_free)
    skus = forms.CharField(
        label=_("Articles (SKUs)"),
        max_length=6000,
        widget=ArticlesInput(rows=2, commas=True),
        help_text=_("With commas between them, in the order in which they stand on the paper."),
    )
    promotion = forms.TypedChoiceField(
        label=_("Promotion"),
        coerce=int,
        empty_value=None,
        **_free,
        help_text=_("Its sentence is printed. No file is made before it has passed its checks."),
    )
    code = forms.CharField(label=_("Code on the paper"), max_length=40, **_free)
    word = forms.SlugField(
        label=_("Short address"),
        max_length=24,
        help_text=_("What follows /go/ on the paper and in the QR code: small letters, digits and -."),
    )
    path = forms.CharField(
        label=_("Leads to"), max_length=300, help_text=_("A page of the shop, such as /c/lamps/.")
    )
    copies = forms.IntegerField(label=_("Copies"), min_value=0, max_value=10_000_000, **_free)
    activity = forms.TypedChoiceField(
        label=_("Ordered as"),
        coerce=int,
        empty_value=None,
        **_free,
        help_text=_("The activity of the campaign that has the printer, the dates and the cost."),
    )
    packs = forms.BooleanField(
        label=_("Goes into parcels"),
        **_free,
        help_text=_("Of orders placed while the campaign is live; the packing bench asks for it."),
    )
    pack_countries = forms.CharField(
        label=_("Only parcels to (countries)"),
        max_length=200,
        **_free,
        help_text=_("Two letters each, with commas between them; empty for all."),
    )
    pack_skus = forms.CharField(
        label=_("Only with these SKUs"),
        max_length=2000,
        widget=forms.TextInput(attrs=article_attrs(commas=True)),
        **_free,
        help_text=_("Empty for all."),
    )
    pack_categories = forms.CharField(
        label=_("Only with articles of these categories"),
        max_length=2000,
        **_free,
        help_text=_("Paths such as kitchen/mugs, with commas between them; what is below them counts too."),
    )
    pack_first = forms.BooleanField(label=_("Only with somebody's first order"), **_free)
    pack_from = MomentField(
        label=_("Into parcels from"),
        **_free,
        help_text=_("Empty for the time of the campaign."),
    )
    pack_until = MomentField(label=_("Into parcels until"), **_free)
    due_at = MomentField(label=_("Files due at the printer"), **_free)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = Campaign.objects.exclude(state=Campaign.State.ENDED)
        open_ones = Promotion.objects.exclude(state="ended").order_by("name", "pk")
        choices = {
            "campaign": [*running.values_list("pk", "name")[:200]],
            "shop_channel": [(each.code, each.name) for each in channels.all_channels()],
            "promotion": [
                ("", "–"),
                *open_ones.values_list("pk", "name")[:200],
            ],
            "activity": [
                ("", "–"),
                *(
                    (key, f"{campaign}: {title}")
                    for key, campaign, title in Activity.objects.filter(channel=MarketingChannel.PRINT)
                    .order_by("-id")
                    .values_list("pk", "campaign__name", "title")[:200]
                ),
            ],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean_pack_categories(self) -> tuple[int, ...]:
        """Return the ids of categories."""
        found, unknown = [], []
        for path in _words(self.cleaned_data["pack_categories"]):
            try:
                found.append(catalog.category_by_path(path).id)
            except catalog.CategoryNotFound:
                unknown.append(path)
        if unknown:
            raise forms.ValidationError(
                gettext("There is no category %(paths)s.") % {"paths": ", ".join(unknown)}
            )
        return tuple(found)

    def clean_pack_countries(self) -> str:
        """Take codes of countries only."""
        known = dict(shipping.country_choices())
        wrong = [code for code in _words(self.cleaned_data["pack_countries"]) if code.upper() not in known]
        if wrong:
            raise forms.ValidationError(
                gettext("There is no country %(codes)s.") % {"codes": ", ".join(wrong)}
            )
        return str(self.cleaned_data["pack_countries"])

    def content(self) -> marketing.PrintContent:
        """Return what was entered."""
        values = self.cleaned_data
        due: dt.datetime | None = values["due_at"]
        return marketing.PrintContent(
            campaign_id=values["campaign"],
            kind=values["kind"],
            name=values["name"],
            shop_channel=values["shop_channel"],
            locale=values["locale"],
            skus=_words(values["skus"]),
            word=values["word"],
            path=values["path"].strip(),
            headline=values["headline"].strip(),
            text=values["text"].strip(),
            code=values["code"].strip(),
            promotion_id=values["promotion"],
            activity_id=values["activity"],
            copies=values["copies"] or 0,
            due_at=due,
            packs=values["packs"],
            pack_countries=tuple(code.upper() for code in _words(values["pack_countries"])),
            pack_skus=_words(values["pack_skus"]),
            pack_categories=values["pack_categories"],
            pack_first=values["pack_first"],
            pack_from=values["pack_from"],
            pack_until=values["pack_until"],
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(found for word in text.split(",") if (found := word.strip()))


def initial_of(row: PrintPiece) -> dict[str, Any]:
    """Return a piece as its form shows it."""
    names = ("name", "kind", "shop_channel", "locale", "headline", "text", "code", "word", "path", "copies")
    found: dict[str, Any] = {name: getattr(row, name) for name in names}
    packing = ("packs", "pack_first", "pack_from", "pack_until")
    found |= {name: getattr(row, name) for name in packing}
    categories = catalog.category_names(row.pack_categories)
    return found | {
        "pack_countries": ", ".join(row.pack_countries),
        "pack_skus": ", ".join(row.pack_skus),
        "pack_categories": ", ".join(crumb.url_path for crumb in categories.values()),
        "skus": ", ".join(row.skus),
        "campaign": row.campaign_id,
        "promotion": row.promotion_id,
        "activity": row.activity_id,
        "due_at": row.due_at,
    }
