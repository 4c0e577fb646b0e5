"""Flows: which are on, what they bring against those who got nothing, and their texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import Flow
from storecrew.contexts.promotions.models import Promotion
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text
from storecrew.surfaces.ui.backoffice.record import Action, Fact, FactGroup, Record, Table, render_record
from storecrew.surfaces.workspaces.marketing_manager.campaigns.campaign_steps import form_page, saved
from storecrew.surfaces.workspaces.marketing_manager.mailings import words

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
}


class FlowList(Listing):
    """All flows."""

    code = "marketing.flows"
    title = gettext_lazy("Flows")
    permission = "marketing.read"
    search_fields = ("name",)
    default_sort = "name"
    empty_title = gettext_lazy("No flows yet")
    empty_text = gettext_lazy(
        "A flow writes to people because of what they did: a cart they left, a first sign-up, a long time "
        "without an order. Some get nothing, so that you see what it brings."
    )
    columns = (
        Column("name", gettext_lazy("Flow"), "name", sort="name", primary=True),
        Column("state", gettext_lazy("State"), words.flow_status, kind="status", sort="is_on"),
        Column("kind", gettext_lazy("Starts with"), "get_kind_display", sort="kind"),
        Column("steps", gettext_lazy("Messages"), lambda row: len(row.steps), kind="number"),
        Column("holdout", gettext_lazy("Get nothing (%)"), "holdout_percent", kind="number"),
        Column("changed", gettext_lazy("Changed"), "updated_at", kind="datetime", sort="updated_at"),
    )

    def rows(self) -> QuerySet[Flow]:
        """Return all flows."""
        return Flow.objects.all()

    def row_url(self, row: Flow) -> str:
        """Return the page of the flow."""
        return reverse("flow", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may send."""
        allowed = self.actor.can("marketing.send")
        return (_("New flow"), reverse("flow_add", args=["abandoned_cart"])) if allowed else None


class FlowForm(forms.Form):
    """When it starts, and up to three messages."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    is_on = forms.BooleanField(label=gettext_lazy("On"), **_free)
    idle_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes without a change until a cart counts as left"),
        min_value=10,
        max_value=10_000,
    )
    days = forms.IntegerField(label=gettext_lazy("Days without an order"), min_value=7, max_value=1000)
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

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind != "abandoned_cart":
            del self.fields["idle_minutes"]
        if kind != "win_back":
            del self.fields["days"]
        rows = Promotion.objects.exclude(state="ended").filter(by_code=True).order_by("name", "pk")
        self.fields["promotion"].choices = [("", "–"), *rows.values_list("pk", "name")[:200]]  # type: ignore[attr-defined]
        for number in STEPS:
            self._add(number)

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
                    }
                )
        if steps and values["promotion"]:
            steps[-1]["promotion"] = values["promotion"]
        settings: dict[str, Any] = {name: values[name] for name in ("idle_minutes", "days") if name in values}
        return marketing.FlowContent(
            self.kind, values["name"], values["is_on"], tuple(steps), settings, values["holdout_percent"]
        )


def _starter(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {"idle_minutes": 30, "days": 90, "holdout_percent": 10}
    for number, (after, *texts) in zip(STEPS, STARTERS[kind], strict=False):
        names = ("subject_{}_en", "subject_{}_ko", "text_{}_en", "text_{}_ko")
        found[f"after_{number}"] = after
        found |= {name.format(number): text for name, text in zip(names, texts, strict=True)}
    return found


def _initial(row: Flow) -> dict[str, Any]:
    found: dict[str, Any] = {"name": row.name, "is_on": row.is_on, "holdout_percent": row.holdout_percent}
    found |= row.settings
    for number, step in zip(STEPS, row.steps, strict=False):
        found[f"after_{number}"] = step["after_minutes"]
        found["promotion"] = step.get("promotion")
        texts = step["blocks"][0]["text"] if step["blocks"] else {}
        for locale in ("en", "ko"):
            found[f"subject_{number}_{locale}"] = step["subjects"].get(locale, "")
            found[f"text_{number}_{locale}"] = texts.get(locale, "")
    return found


def _find(flow_id: int) -> Flow:
    row = Flow.objects.filter(pk=flow_id).first()
    if row is None:
        raise marketing.UnknownFlow(flow=flow_id)
    return row


@workspace_page(permission="marketing.send")
def flow_add(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new flow of a kind."""
    if kind not in STARTERS:
        raise marketing.UnknownFlow(kind=kind)
    form = FlowForm(request.POST or None, kind=kind, initial=_starter(kind))
    return _edit(request, None, form, _("New flow"))


@workspace_page(permission="marketing.send")
def flow_edit(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Change a flow."""
    row = _find(flow_id)
    form = FlowForm(request.POST or None, kind=row.kind, initial=_initial(row))
    return _edit(request, row.pk, form, row.name)


def _edit(request: HttpRequest, flow_id: int | None, form: FlowForm, title: str) -> HttpResponse:
    def save(content: marketing.FlowContent) -> int:
        who: dict[str, Any] = {"actor": request_actor(request), "at": clock.now()}
        return marketing.save_flow(content, flow_id=flow_id, **who)

    if request.method == "POST" and form.is_valid():
        key = saved(form, save)
        if key is not None:
            messages.success(request, _("Saved."))
            return redirect("flow", flow_id=key)
    return form_page(request, form, title, (reverse("flows"), _("Flows")))


@workspace_page(permission="marketing.read")
def flow(request: HttpRequest, flow_id: int) -> HttpResponse:
    """Show a flow with what it brings."""
    row = _find(flow_id)
    result = marketing.flow_result(row.pk)
    rows = [
        [_("With messages"), result.treated, result.bought, _percent(result.bought, result.treated)],
        [
            _("Without messages"),
            result.held_out,
            result.bought_without,
            _percent(result.bought_without, result.held_out),
        ],
    ]
    left = [[marketing.left_out_words(reason), count] for reason, count in sorted(result.left.items())]
    record = Record(
        title=row.name,
        record="marketing.flow",
        record_id=row.pk,
        subtitle=row.get_kind_display(),
        status=[words.flow_status(row)],
        actions=[Action(_("Edit"), reverse("flow_edit", args=[row.pk]))]
        if request_actor(request).can("marketing.send")
        else [],
        groups=[FactGroup(_("What it brings"), [Fact(_("Difference"), _lift(result.lift))])],
        tables=[
            Table(
                _("Who bought within two weeks"),
                [_("Group"), _("Number of people"), _("Bought"), _("Share")],
                rows,
                kinds=["text", "number", "number", "text"],
            ),
            Table(
                _("Left before the end"),
                [_("Why"), _("Number of people")],
                left,
                empty=_("Nobody."),
                kinds=["text", "number"],
            ),
            Table(
                _("Messages"),
                [_("After minutes"), _("Subject")],
                [[step["after_minutes"], next(iter(step["subjects"].values()), "")] for step in row.steps],
                kinds=["number", "text"],
            ),
        ],
        back_url=reverse("flows"),
        back_label=_("Flows"),
        icon="repeat",
    )
    return render_record(request, record)


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.1f} %" if whole else "–"


def _lift(found: marketing.Lift | None) -> str:
    if found is None:
        return _("Nobody is in one of the groups yet.")
    values = {
        "difference": f"{found.difference * 100:+.1f}",
        "least": f"{found.least * 100:+.1f}",
        "most": f"{found.most * 100:+.1f}",
    }
    sentence = _("%(difference)s points, nineteen times in twenty between %(least)s and %(most)s.") % values
    return sentence if found.is_clear else f"{sentence} {_('That may still be chance.')}"
