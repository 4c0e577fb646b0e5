"""The form of a mailing, with a start for each of the eight kinds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Campaign, Mailing, Segment
from storecrew.contexts.promotions.models import Promotion
from storecrew.surfaces.ui.backoffice.naming import ArticlesInput
from storecrew.surfaces.workspaces.marketing_manager.mailings.words import topic_words

_free: dict[str, Any] = {"required": False}
MOST_CHOICES = 200
# What each kind starts with: topic, subject and text in both languages, button and where it leads.
STARTERS: dict[str, tuple[str, str, str, str, str, str]] = {
    "welcome": (
        "news", "Welcome! Good to have you here", "반가워요! 함께해 주셔서 고맙습니다",
        "This is who we are and what we make. Have a look around.",
        "저희가 누구이고 무엇을 만드는지 소개합니다.", "/",
    ),
    "curated": (
        "news", "Chosen for you", "당신을 위해 골랐어요",
        "Five things we like this week.", "이번 주에 저희가 고른 상품입니다.", "/categories/",
    ),
    "engagement": (
        "news", "How to make it last", "오래 쓰는 방법",
        "Small habits that keep good things good.", "좋은 물건을 오래 쓰는 작은 습관들입니다.", "/help/",
    ),
    "referral": (
        "news", "Bring a friend", "친구에게 알려 주세요",
        "If you like it here, tell somebody.", "마음에 드셨다면 친구에게도 알려 주세요.", "/",
    ),
    "discount": (
        "offers", "Only these days", "이번 기간에만",
        "While it holds and while stocks last.", "기간과 재고가 남아 있는 동안만 드립니다.", "/categories/",
    ),
    "abandonment": (
        "reminders", "You left something", "두고 가신 것이 있어요",
        "It is still there.", "아직 그대로 있어요.", "/cart/",
    ),
    "confirmation": (
        "news", "You are on the list", "구독이 확인되었습니다",
        "Thank you. You can change what you get at any time.",
        "고맙습니다. 받으실 내용을 언제든 바꿀 수 있습니다.", "/",
    ),
    "survey": (
        "surveys", "How did we do?", "어떠셨나요?",
        "Two minutes of your time would help us.", "2분만 시간을 내어 주시면 큰 도움이 됩니다.", "/help/",
    ),
}  # fmt: skip


class MailingForm(forms.Form):
    """What is written, to whom, and how fast."""

    name = forms.CharField(label=_("Name for colleagues"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Mailing.Kind.choices)
    topic = forms.ChoiceField(label=_("Topic"), help_text=_("Only who agreed to this topic gets it."))
    segment = forms.TypedChoiceField(label=_("Segment"), coerce=int, empty_value=None, **_free)
    campaign = forms.TypedChoiceField(label=_("Campaign"), coerce=int, empty_value=None, **_free)
    subject_en = forms.CharField(label=_("Subject, English"), max_length=150, **_free)
    subject_ko = forms.CharField(label=_("Subject, Korean"), max_length=150, **_free)
    other_subject_en = forms.CharField(
        label=_("Other subject to test, English"),
        max_length=150,
        **_free,
        help_text=_("Half of the test gets it. Orders decide, then clicks; opens alone decide nothing."),
    )
    other_subject_ko = forms.CharField(label=_("Other subject to test, Korean"), max_length=150, **_free)
    test_percent = forms.IntegerField(
        label=_("Percent of people in the test"),
        min_value=0,
        max_value=100,
        **_free,
        help_text=_("0: no test. 100: everybody, half and half."),
    )
    test_hours = forms.IntegerField(
        label=_("Hours until the rest gets the better subject"), min_value=1, max_value=72, **_free
    )
    holdout_percent = forms.IntegerField(
        label=_("Percent of people who get nothing"),
        min_value=0,
        max_value=50,
        **_free,
        help_text=_("They show what the mail brings: the campaign is judged by the difference."),
    )
    heading_en = forms.CharField(label=_("Heading, English"), max_length=150, **_free)
    heading_ko = forms.CharField(label=_("Heading, Korean"), max_length=150, **_free)
    text_en = forms.CharField(
        label=_("Text, English"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}), **_free
    )
    text_ko = forms.CharField(
        label=_("Text, Korean"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}), **_free
    )
    products = forms.CharField(
        label=_("Articles"),
        widget=ArticlesInput(),
        **_free,
        help_text=_("SKUs, one a row. Price and stock are those of the moment it is sent."),
    )
    promotion = forms.TypedChoiceField(
        label=_("Promotion"),
        coerce=int,
        empty_value=None,
        **_free,
        help_text=_("Who would get it while it is paused or over gets no mail."),
    )
    code = forms.CharField(label=_("Code to show"), max_length=40, **_free)
    button_en = forms.CharField(label=_("Button, English"), max_length=60, **_free)
    button_ko = forms.CharField(label=_("Button, Korean"), max_length=60, **_free)
    button_url = forms.CharField(
        label=_("Where the button leads"),
        max_length=300,
        **_free,
        help_text=_("A page of this shop, such as /categories/."),
    )
    per_hour = forms.IntegerField(label=_("Mails an hour at most"), min_value=1, max_value=1_000_000)
    days = forms.IntegerField(label=_("Spread over so many days"), min_value=1, max_value=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        segments = Segment.objects.order_by("name").values_list("pk", "name")[:MOST_CHOICES]
        campaigns = Campaign.objects.exclude(state="ended").order_by("name").values_list("pk", "name")
        promotions = Promotion.objects.exclude(state="ended").order_by("name", "pk").values_list("pk", "name")
        choices: dict[str, list[tuple[Any, Any]]] = {
            "topic": [(topic, topic_words(topic)) for topic in customers.TOPICS],
            "segment": [("", _("everybody who agreed")), *segments],
            "campaign": [("", "–"), *campaigns[:MOST_CHOICES]],
            "promotion": [("", "–"), *promotions[:MOST_CHOICES]],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    def clean_button_url(self) -> str:
        """Take pages of this shop only, so that no mail leads elsewhere."""
        path = str(self.cleaned_data["button_url"]).strip()
        if path and (not path.startswith("/") or path.startswith("//")):
            raise forms.ValidationError(_("Begin with / : mails lead to pages of this shop."))
        return path

    def content(self) -> marketing.MailingContent:
        """Return what was entered."""
        values = self.cleaned_data
        return marketing.MailingContent(
            name=values["name"],
            kind=values["kind"],
            topic=values["topic"],
            subjects=self._texts("subject"),
            blocks=tuple(self._blocks()),
            segment_id=values["segment"],
            campaign_id=values["campaign"],
            per_hour=values["per_hour"],
            days=values["days"],
            other_subjects=self._texts("other_subject"),
            test_percent=values["test_percent"] or 0,
            test_hours=values["test_hours"] or 4,
            holdout_percent=values["holdout_percent"] or 0,
        )

    def _texts(self, name: str) -> dict[str, str]:
        found = {locale: self.cleaned_data[f"{name}_{locale}"].strip() for locale in ("en", "ko")}
        return {locale: text for locale, text in found.items() if text}

    def _blocks(self) -> list[dict[str, Any]]:
        values = self.cleaned_data
        found: list[dict[str, Any]] = []
        found += [
            {"kind": name, "text": texts} for name in ("heading", "text") if (texts := self._texts(name))
        ]
        skus = [row.strip() for row in values["products"].splitlines() if row.strip()]
        known = catalog.variant_ids_by_sku(skus)
        for sku in skus:
            if sku not in known:
                self.add_error("products", str(_("%(name)s is no SKU.")) % {"name": sku})
        if skus:
            found.append({"kind": "products", "skus": skus})
        if values["promotion"]:
            found.append({"kind": "coupon", "promotion": values["promotion"], "code": values["code"].strip()})
        if texts := self._texts("button"):
            found.append({"kind": "button", "text": texts, "url": values["button_url"] or "/"})
        return found


def starter(kind: str) -> dict[str, Any]:
    """Return what a new mailing of a kind starts with."""
    topic, subject_en, subject_ko, text_en, text_ko, url = STARTERS[kind]
    return {
        "kind": kind,
        "topic": topic,
        "subject_en": subject_en,
        "subject_ko": subject_ko,
        "heading_en": subject_en,
        "heading_ko": subject_ko,
        "text_en": text_en,
        "text_ko": text_ko,
        "button_en": "To the shop",
        "button_ko": "쇼핑하러 가기",
        "button_url": url,
        "per_hour": 2_000,
        "days": 1,
    }


def mailing_initial(row: Mailing) -> dict[str, Any]:
    """Return a mailing as its form shows it."""
    found: dict[str, Any] = {
        name: getattr(row, name) for name in ("name", "kind", "topic", "per_hour", "days")
    }
    found |= {"segment": row.segment_id, "campaign": row.campaign_id}
    found |= {name: getattr(row, name) for name in ("test_percent", "test_hours", "holdout_percent")}
    texts = {"subject": row.subjects, "other_subject": row.other_subjects}
    for block in row.blocks:
        if block["kind"] in ("heading", "text", "button"):
            texts[block["kind"]] = block.get("text", {})
        if block["kind"] == "button":
            found["button_url"] = block.get("url", "")
        if block["kind"] == "products":
            found["products"] = "\n".join(block["skus"])
        if block["kind"] == "coupon":
            found |= {"promotion": block["promotion"], "code": block.get("code", "")}
    for name, known in texts.items():
        found |= {f"{name}_{locale}": known.get(locale, "") for locale in ("en", "ko")}
    return found
