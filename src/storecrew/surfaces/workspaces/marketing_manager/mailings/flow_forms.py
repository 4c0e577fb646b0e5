"""The form of a flow, with texts to start from for each kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Flow, Segment
from storecrew.contexts.promotions.models import Promotion
from storecrew.surfaces.workspaces.marketing_manager.mailings import splits

_free: dict[str, Any] = {"required": False}
STEPS = (1, 2, 3)
# Minutes until each message, its subject and text in both languages.
STARTERS: dict[str, tuple[tuple[int, str, str, str, str], ...]] = {
    "abandoned_cart": (
        (60, "You left something", "두고 가신 것이 있어요", "It is still there.", "아직 그대로 있어요."),
        (1440, "Still thinking?", "아직 고민 중이신가요?", "Here is what you chose.", "고르신 상품입니다."),
        (4320, "A little help", "작은 도움을 드려요", "This is for you.", "드리는 혜택입니다."),
    ),
    "welcome": ((0, "Welcome!", "반가워요!", "Good to have you here.", "함께해 주셔서 고맙습니다."),),
    "win_back": ((0, "It has been a while", "오랜만이에요", "A lot is new.", "새로운 것이 많아졌어요."),),
    "replenishment": (
        (
            0,
            "Is it running out?",
            "다 써 가시나요?",
            "You bought this a while ago.",
            "얼마 전에 구매하신 상품입니다.",
        ),
    ),
    "price_drop": (
        (
            0,
            "It costs less now",
            "가격이 내렸어요",
            "Something in your cart became cheaper.",
            "장바구니에 담긴 상품의 가격이 내렸습니다.",
        ),
    ),
    "birthday": (
        (
            0,
            "Happy birthday!",
            "생일 축하합니다!",
            "All the best from us. Here is something for you.",
            "생일을 진심으로 축하드려요. 작은 선물을 준비했어요.",
        ),
    ),
    "wish_price_drop": (
        (
            0,
            "What you wished for costs less now",
            "찜하신 상품의 가격이 내렸어요",
            "Something on your wish list became cheaper.",
            "위시리스트에 있는 상품의 가격이 내렸습니다.",
        ),
    ),
    "wish_low_stock": (
        (
            0,
            "Only a few are left",
            "얼마 남지 않았어요",
            "Something on your wish list is nearly sold out.",
            "위시리스트에 있는 상품이 곧 품절됩니다.",
        ),
    ),
}
ABOUT = {
    "abandoned_cart": gettext_lazy("Somebody put things into a cart and went away. One to three messages."),
    "welcome": gettext_lazy("Somebody agreed to hear from you for the first time."),
    "win_back": gettext_lazy("Somebody who used to buy has not ordered for a long time."),
    "replenishment": gettext_lazy("What somebody bought lasts only so long, such as coffee or filters."),
    "price_drop": gettext_lazy("Something that waits in a cart costs less than when it was put there."),
    "wish_price_drop": gettext_lazy(
        "Something on a wish list costs less than when it was put there. One message a week at most."
    ),
    "wish_low_stock": gettext_lazy(
        "Of something on a wish list only few are left. One message a month at most."
    ),
    "birthday": gettext_lazy("Customers who told their birthday hear from you that morning, once a year."),
}
# Fields that only some kinds have.
OWN = {
    "idle_minutes": ("abandoned_cart",),
    "days": ("win_back",),
    "skus": ("replenishment",),
    "lasts": ("replenishment",),
    "percent": ("price_drop", "wish_price_drop"),
}


class FlowForm(forms.Form):
    """When it starts, and up to three messages."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    is_on = forms.BooleanField(label=pgettext_lazy("switch", "On"), **_free)
    idle_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes without a change until a cart counts as left"),
        min_value=10,
        max_value=10_000,
    )
    days = forms.IntegerField(label=gettext_lazy("Days without an order"), min_value=7, max_value=1000)
    skus = forms.CharField(
        label=gettext_lazy("Articles that are used up (SKUs)"),
        help_text=gettext_lazy("One or several, with commas between them."),
        max_length=2000,
    )
    lasts = forms.IntegerField(
        label=gettext_lazy("Days that one lasts"),
        min_value=3,
        max_value=1000,
        help_text=gettext_lazy("People are reminded so long after they bought it last."),
    )
    percent = forms.IntegerField(
        label=gettext_lazy("Cheaper by at least so many percent"), min_value=1, max_value=90
    )
    holdout_percent = forms.IntegerField(
        label=gettext_lazy("How many of a hundred get nothing"),
        min_value=0,
        max_value=50,
        help_text=gettext_lazy("Only against them can be seen what the messages bring."),
    )
    promotion = forms.TypedChoiceField(
        label=gettext_lazy("Code in the last message"),
        coerce=int,
        empty_value=None,
        **_free,
        help_text=gettext_lazy("Each person gets a code of their own, good once and for 14 days."),
    )

    exit_segment = forms.TypedChoiceField(
        label=gettext_lazy("Who comes into this segment leaves"), coerce=int, empty_value=None, **_free
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in OWN.keys() - {name for name, kinds in OWN.items() if kind in kinds}:
            del self.fields[name]
        rows = Promotion.objects.exclude(state="ended").filter(by_code=True).order_by("name", "pk")
        self.fields["promotion"].choices = [("", "–"), *rows.values_list("pk", "name")[:200]]  # type: ignore[attr-defined]
        segments = list(Segment.objects.order_by("name").values_list("pk", "name")[:200])
        self.fields["exit_segment"].choices = [("", "–"), *segments]  # type: ignore[attr-defined]
        for number in STEPS:
            self._add(number)
            splits.add_fields(self, number, segments)

    def _add(self, number: int) -> None:
        with_number = {"n": number}
        self.fields[f"after_{number}"] = forms.IntegerField(
            label=_("Message %(n)s: after so many minutes") % with_number, min_value=0, required=False
        )
        for locale, language in (("en", _("English")), ("ko", _("Korean"))):
            named = {"n": number, "language": language}
            self.fields[f"subject_{number}_{locale}"] = forms.CharField(
                label=_("Message %(n)s: subject, %(language)s") % named, max_length=150, required=False
            )
            self.fields[f"text_{number}_{locale}"] = forms.CharField(
                label=_("Message %(n)s: text, %(language)s") % named,
                max_length=3000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def content(self) -> marketing.FlowContent:
        """Return what was entered; a message without a subject is none."""
        values = self.cleaned_data
        steps = []
        for number in STEPS:
            texts = {
                part: {
                    locale: text
                    for locale in ("en", "ko")
                    if (text := values[f"{part}_{number}_{locale}"].strip())
                }
                for part in ("subject", "text")
            }
            if texts["subject"]:
                block = {"kind": "text", "text": texts["text"]}
                steps.append(
                    {
                        "after_minutes": values[f"after_{number}"] or 0,
                        "subjects": texts["subject"],
                        "blocks": [block] if texts["text"] else [],
                        **splits.entered(values, number),
                    }
                )
        if steps and values["promotion"]:
            steps[-1]["promotion"] = values["promotion"]
        settings: dict[str, Any] = {
            name: values[name] for name in ("idle_minutes", "days", "percent") if name in values
        }
        if self.kind == "replenishment":
            skus = [sku for word in values["skus"].split(",") if (sku := word.strip())]
            settings = {"skus": skus, "days": values["lasts"]}
        if values["exit_segment"]:
            settings["exit_segment"] = values["exit_segment"]
        return marketing.FlowContent(
            self.kind, values["name"], values["is_on"], tuple(steps), settings, values["holdout_percent"]
        )


def start_of(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {"idle_minutes": 30, "days": 90, "lasts": 30, "percent": 5, "holdout_percent": 10}
    found["name"] = Flow.Kind(kind).label
    for number, (after, *texts) in zip(STEPS, STARTERS[kind], strict=False):
        names = ("subject_{}_en", "subject_{}_ko", "text_{}_en", "text_{}_ko")
        found[f"after_{number}"] = after
        found |= {name.format(number): text for name, text in zip(names, texts, strict=True)}
    return found


def initial_of(row: Flow) -> dict[str, Any]:
    found: dict[str, Any] = {"name": row.name, "is_on": row.is_on, "holdout_percent": row.holdout_percent}
    found |= row.settings
    if row.kind == "replenishment":
        found |= {"skus": ", ".join(row.settings["skus"]), "lasts": row.settings["days"]}
    for number, step in zip(STEPS, row.steps, strict=False):
        found[f"after_{number}"] = step["after_minutes"]
        found["promotion"] = step.get("promotion")
        found |= splits.initial(step, number)
        texts = step["blocks"][0]["text"] if step["blocks"] else {}
        for locale in ("en", "ko"):
            found[f"subject_{number}_{locale}"] = step["subjects"].get(locale, "")
            found[f"text_{number}_{locale}"] = texts.get(locale, "")
    return found
