"""A message of a flow that goes to one part of the people: which part, and what the others get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

SHARE = "share"


def add_fields(form: forms.Form, number: int, segments: Sequence[tuple[int, str]]) -> None:
    """Add the fields of one message to a form."""
    named: dict[str, Any] = {"n": number}
    form.fields[f"split_{number}"] = forms.ChoiceField(
        label=_("Message %(n)s: who gets it") % named,
        choices=[
            ("", _("everybody")),
            (SHARE, _("a share, drawn by lot")),
            *((str(key), _("who is in “%(name)s” then") % {"name": name}) for key, name in segments),
        ],
        required=False,
        help_text=_("Asked when the message is due, by the facts of that moment."),
    )
    form.fields[f"percent_{number}"] = forms.IntegerField(
        label=_("Message %(n)s: percent of the share") % named, min_value=1, max_value=99, required=False
    )
    for locale, language in (("en", _("English")), ("ko", _("Korean"))):
        known = {"n": number, "language": language}
        form.fields[f"other_subject_{number}_{locale}"] = forms.CharField(
            label=_("Message %(n)s for the others: subject, %(language)s") % known,
            max_length=150,
            required=False,
            help_text=_("Empty: the others get nothing.") if locale == "en" else "",
        )
        form.fields[f"other_text_{number}_{locale}"] = forms.CharField(
            label=_("Message %(n)s for the others: text, %(language)s") % known,
            max_length=3000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


def entered(values: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return the split of one message as it is kept; nothing when everybody gets it."""
    by = values[f"split_{number}"]
    if not by:
        return {}
    subjects, texts = (_texts(values, f"other_{part}_{number}") for part in ("subject", "text"))
    blocks = [{"kind": "text", "text": texts}] if texts else []
    split = {"percent": values[f"percent_{number}"] or 0} if by == SHARE else {"segment": int(by)}
    return {"split": split, "other": {"subjects": subjects, "blocks": blocks} if subjects else None}


def _texts(values: Mapping[str, Any], name: str) -> dict[str, str]:
    return {locale: text for locale in ("en", "ko") if (text := values[f"{name}_{locale}"].strip())}


def initial(step: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return what the fields of a kept message show."""
    split, other = step.get("split"), step.get("other")
    if not split:
        return {}
    found = {f"split_{number}": str(split.get("segment", SHARE)), f"percent_{number}": split.get("percent")}
    texts = other["blocks"][0]["text"] if other and other["blocks"] else {}
    for locale in ("en", "ko"):
        found[f"other_subject_{number}_{locale}"] = other["subjects"].get(locale, "") if other else ""
        found[f"other_text_{number}_{locale}"] = texts.get(locale, "")
    return found


def words(step: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Say who gets a message."""
    split = step.get("split")
    if not split:
        return _("everybody")
    if "segment" in split:
        return _("who is in “%(name)s” then") % {"name": names.get(split["segment"], "–")}
    return _("%(percent)s%% by lot") % {"percent": split["percent"]}
