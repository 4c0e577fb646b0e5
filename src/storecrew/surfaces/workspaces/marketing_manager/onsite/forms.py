"""The form of an on-site message, and the choices of its preview."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content import public as content
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, OnsiteMessage, Segment
from storecrew.contexts.promotions.models import Promotion

_free: dict[str, Any] = {"required": False}
LANGUAGES = (("en", _("English")), ("ko", _("Korean")))
MOST_CHOICES = 200
FORMAT = "%Y-%m-%dT%H:%M"


def _local(label: Any, **more: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT)
    return forms.DateTimeField(label=label, widget=widget, **more)


class OnsiteForm(forms.Form):
    """What is said, where, to whom and when."""

    name = forms.CharField(label=_("Name for colleagues"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=OnsiteMessage.Kind.choices)
    placement = forms.ChoiceField(label=_("Place"), choices=OnsiteMessage.Placement.choices)
    category = forms.ChoiceField(
        label=_("Only in this category"), **_free, help_text=_("Of category and product pages.")
    )
    heading_en = forms.CharField(label=_("Heading, English"), max_length=80, **_free)
    heading_ko = forms.CharField(label=_("Heading, Korean"), max_length=80, **_free)
    text_en = forms.CharField(label=_("Text, English"), max_length=240, **_free)
    text_ko = forms.CharField(label=_("Text, Korean"), max_length=240, **_free)
    button_en = forms.CharField(label=_("Button, English"), max_length=40, **_free)
    button_ko = forms.CharField(label=_("Button, Korean"), max_length=40, **_free)
    path = forms.CharField(
        label=_("Where the button leads"),
        max_length=300,
        **_free,
        help_text=_("A page of this shop, such as /categories/."),
    )
    picture = forms.TypedChoiceField(
        label=_("Picture"),
        coerce=int,
        empty_value=None,
        **_free,
        help_text=_("From the library of pictures. A bar and a phone's pop-up show none."),
    )
    campaign = forms.TypedChoiceField(
        label=_("Campaign"),
        coerce=int,
        empty_value=None,
        **_free,
        help_text=_("It is shown only while its campaign is live."),
    )
    promotion = forms.TypedChoiceField(
        label=_("Promotion"),
        coerce=int,
        empty_value=None,
        **_free,
        help_text=_("It is shown only while the promotion holds; a pause for stock takes it off the pages."),
    )
    skus = forms.CharField(
        label=_("Articles (SKUs)"),
        max_length=2000,
        **_free,
        help_text=_("With commas between them. It is not shown while none of them can be bought."),
    )
    segment = forms.TypedChoiceField(
        label=_("Segment"),
        coerce=int,
        empty_value=None,
        **_free,
        help_text=_("Only people who are signed in and agreed to hear from you are in one."),
    )
    shop_channels = forms.MultipleChoiceField(
        label=_("Shops"), widget=forms.CheckboxSelectMultiple, **_free, help_text=_("None chosen: all.")
    )
    starts = _local(_("From"), help_text=_("By the clock of each shop."))
    ends = _local(_("Until"), help_text=_("By the clock of each shop."))
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=-100,
        max_value=100,
        initial=0,
        help_text=_("A page shows one bar, one banner and one pop-up: those with the highest number."),
    )
    trigger = forms.ChoiceField(
        label=_("The pop-up opens"), choices=[("", "–"), *OnsiteMessage.Trigger.choices], **_free
    )
    trigger_after = forms.IntegerField(
        label=_("After (seconds or percent)"), min_value=0, max_value=600, **_free
    )
    cap_times = forms.IntegerField(
        label=_("A visitor sees the pop-up at most so often"), min_value=1, max_value=10, initial=1
    )
    cap_days = forms.IntegerField(label=_("in so many days"), min_value=1, max_value=365, initial=7)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = Campaign.objects.exclude(state=Campaign.State.ENDED).order_by("name")
        open_ones = Promotion.objects.exclude(state="ended").order_by("name", "pk")
        segments = Segment.objects.order_by("name").values_list("pk", "name")
        none = [("", "–")]
        tree = catalog.category_tree(get_language() or "en")
        choices: dict[str, list[Any]] = {
            "category": none + [(node.url_path, node.name) for node in tree],
            "picture": none + content.picture_choices(),
            "campaign": none + list(running.values_list("pk", "name")[:MOST_CHOICES]),
            "promotion": none + list(open_ones.values_list("pk", "name")[:MOST_CHOICES]),
            "segment": [("", _("everybody")), *segments[:MOST_CHOICES]],
            "shop_channels": [(each.code, each.name) for each in channels.all_channels()],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Want words in at least one language."""
        values: dict[str, Any] = super().clean() or {}
        if not any(values.get(f"heading_{locale}", "").strip() for locale, _label in LANGUAGES):
            self.add_error("heading_en", str(_("Write a heading in at least one language.")))
        return values

    def content(self) -> marketing.OnsiteContent:
        """Return what was entered."""
        values = self.cleaned_data
        return marketing.OnsiteContent(
            kind=values["kind"],
            name=values["name"],
            placement=values["placement"],
            category=values["category"],
            headings=self._texts("heading"),
            texts=self._texts("text"),
            buttons=self._texts("button"),
            path=values["path"].strip(),
            priority=values["priority"],
            campaign_id=values["campaign"],
            promotion_id=values["promotion"],
            segment_id=values["segment"],
            picture_id=values["picture"],
            skus=tuple(sku for word in values["skus"].split(",") if (sku := word.strip())),
            shop_channels=tuple(values["shop_channels"]),
            starts=_as_typed(values["starts"]),
            ends=_as_typed(values["ends"]),
            trigger=values["trigger"],
            trigger_after=values["trigger_after"] or 0,
            cap_times=values["cap_times"],
            cap_days=values["cap_days"],
        )

    def _texts(self, name: str) -> dict[str, str]:
        found = {locale: self.cleaned_data[f"{name}_{locale}"].strip() for locale, _label in LANGUAGES}
        return {locale: text for locale, text in found.items() if text}


def _as_typed(moment: dt.datetime) -> str:
    """Return the wall-clock time that was typed, without the zone that the form read it in."""
    return moment.strftime(FORMAT)


def initial_of(row: OnsiteMessage) -> dict[str, Any]:
    """Return a message as its form shows it."""
    names = ("name", "kind", "placement", "category", "path", "priority", "shop_channels", "trigger",
             "trigger_after", "cap_times", "cap_days")  # fmt: skip
    found: dict[str, Any] = {name: getattr(row, name) for name in names}
    found |= {
        "campaign": row.campaign_id,
        "promotion": row.promotion_id,
        "segment": row.segment_id,
        "picture": row.picture_id,
        "skus": ", ".join(row.skus),
        "starts": row.starts_local,
        "ends": row.ends_local,
    }
    for locale, _label in LANGUAGES:
        found[f"heading_{locale}"] = row.headings.get(locale, "")
        found[f"text_{locale}"] = row.texts.get(locale, "")
        found[f"button_{locale}"] = row.buttons.get(locale, "")
    return found


class PreviewForm(forms.Form):
    """As whom and when a message is looked at."""

    day = _local(_("On"), **_free)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, **_free)
    segment = forms.TypedChoiceField(label=_("As"), coerce=int, empty_value=None, **_free)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Segment.objects.order_by("name").values_list("pk", "name")[:MOST_CHOICES]
        self.fields["segment"].choices = [("", _("everybody")), *rows]  # type: ignore[attr-defined]
