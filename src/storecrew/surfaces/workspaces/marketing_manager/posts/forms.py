"""Forms of posts and of links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.advertising import public as advertising
from storecrew.contexts.channels import public as channels
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, SocialPost
from storecrew.contexts.promotions.models import Promotion
from storecrew.surfaces.ui.backoffice.house_time import MomentField
from storecrew.surfaces.ui.backoffice.naming import article_attrs

_free: dict[str, Any] = {"required": False}
MOST = 200


class PostForm(forms.Form):
    """What is posted, where, when, and what it promises."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Only you see it."))
    networks = forms.MultipleChoiceField(label=_("Networks"), widget=forms.CheckboxSelectMultiple, **_free)
    text = forms.CharField(
        label=_("Text"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The link follows it, with the campaign in it. Each network's limit is checked."),
    )
    path = forms.CharField(
        label=_("Leads to"), max_length=300, help_text=_("A page of the shop, such as /c/lamps/.")
    )
    picture = forms.FileField(
        label=_("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        **_free,
        help_text=_("Its shape is checked against what each network shows. Empty: it stays as it is."),
    )
    picture_alt = forms.CharField(label=_("What the picture shows"), max_length=400, **_free)
    due_at = MomentField(label=_("Posted at"))
    campaign = forms.TypedChoiceField(label=_("Campaign"), coerce=int, empty_value=None, **_free)
    promotion = forms.TypedChoiceField(label=_("Promotion"), coerce=int, empty_value=None, **_free)
    skus = forms.CharField(
        label=_("Articles (SKUs)"),
        max_length=500,
        widget=forms.TextInput(attrs=article_attrs(commas=True)),
        **_free,
        help_text=_("With commas. When one of them cannot be bought as the post leaves, it stays here."),
    )
    shop_channel = forms.ChoiceField(label=_("Shop"))
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = Campaign.objects.exclude(state=Campaign.State.ENDED).values_list("pk", "name")
        promotions = Promotion.objects.exclude(state="ended").order_by("name", "pk").values_list("pk", "name")
        choices: dict[str, Any] = {
            "networks": [(each.code, each.name) for each in marketing.networks()],
            "campaign": [("", "–"), *campaigns[:MOST]],
            "promotion": [("", "–"), *promotions[:MOST]],
            "shop_channel": [(each.code, each.name) for each in channels.all_channels()],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def content(self) -> marketing.PostContent:
        """Return what was entered."""
        values = self.cleaned_data
        upload = values["picture"]
        return marketing.PostContent(
            name=values["name"],
            text=values["text"].replace("\r\n", "\n"),
            networks=tuple(values["networks"]),
            shop_channel=values["shop_channel"],
            locale=values["locale"],
            due_at=values["due_at"],
            path=values["path"].strip(),
            skus=tuple(sku for word in values["skus"].split(",") if (sku := word.strip())),
            campaign_id=values["campaign"],
            promotion_id=values["promotion"],
            picture=upload.read() if upload else b"",
            picture_alt=values["picture_alt"].strip(),
        )


def post_initial(row: SocialPost) -> dict[str, Any]:
    """Return a post as its form shows it."""
    names = ("name", "text", "path", "picture_alt", "due_at", "shop_channel", "locale")
    found = {name: getattr(row, name) for name in names}
    return found | {
        "networks": [each.network for each in row.placements.all()],
        "skus": ", ".join(row.skus),
        "campaign": row.campaign_id,
        "promotion": row.promotion_id,
    }


class LinkForm(forms.Form):
    """Which page, and which words the link carries."""

    path = forms.CharField(
        label=_("Page of the shop"),
        max_length=500,
        help_text=_("Such as /en/c/lamps/, or its whole address."),
    )
    shop = forms.ChoiceField(label=_("Shop"), **_free)
    source = forms.CharField(
        label=_("Source"),
        max_length=60,
        **_free,
        help_text=_("Where it stands: newsletter, instagram, flyer."),
    )
    medium = forms.CharField(
        label=_("Medium"),
        max_length=60,
        **_free,
        help_text=_("What kind of place: email, social, cpc, print."),
    )
    campaign = forms.CharField(
        label=_("Campaign"), max_length=60, **_free, help_text=_("The code in links of the campaign.")
    )
    content = forms.CharField(
        label=_("Content"), max_length=60, **_free, help_text=_("Tells two links of one place apart.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shops = channels.all_channels()
        self.fields["shop"].choices = [(each.code, each.name) for each in shops]  # type: ignore[attr-defined]
        if len(shops) == 1:
            del self.fields["shop"]

    def clean_path(self) -> str:
        """Take a path or a whole address of the shop; nothing else is linked or fetched."""
        text = str(self.cleaned_data["path"]).strip()
        origins = {settings.STORECREW_BASE_URL, *map(advertising.origin, channels.all_channels())}
        text = text.removeprefix(next((each for each in sorted(origins) if text.startswith(f"{each}/")), ""))
        if not text.startswith("/") or text.startswith(("//", "/\\", "/admin", "/accounts", "/api")):
            raise forms.ValidationError(_("Begin with / and name a page of the shop."))
        return text

    def page(self) -> str:
        """Return the whole address of the page in the shop."""
        channel = channels.facts(self.cleaned_data.get("shop") or None)
        return advertising.in_shop(channel, self.cleaned_data["path"])

    def words(self) -> dict[str, str]:
        """Return the campaign parameters without "utm_"."""
        names = ("source", "medium", "campaign", "content")
        return {name: str(self.cleaned_data[name] or "").strip().lower() for name in names}
