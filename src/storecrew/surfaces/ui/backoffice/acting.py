"""Acting on a record: a button that runs one operation, or a page with a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.backoffice.access import request_actor


def take_step(
    request: HttpRequest, operation: Callable[..., Any], *keys: Any, done: str, **values: Any
) -> bool:
    """Run an operation as the one who asks, and say ``done`` or why not; False when it was refused."""
    try:
        operation(*keys, **values, actor=request_actor(request), at=clock.now())
    except DomainError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def show_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Show what an operation refused beside the fields that it names, or above the form."""
    for name, words in (error.details.get("fields") or {"": str(error)}).items():
        form.add_error(name if name in form.fields else None, str(words))


def render_form(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: str | Promise,
    back_url: str,
    back_label: str | Promise,
    intro: str | Promise = "",
    submit: str | Promise = "",
    second: str | Promise = "",
    template: str = "backoffice/form.html",
) -> HttpResponse:
    """Return the page of a form, 422 when it was refused; its button says "Save" without ``submit``."""
    context = {
        "form": form,
        "header_title": title,
        "intro": intro,
        "submit_label": submit or _("Save"),
        "second_label": second,
        "back_url": back_url,
        "back_label": back_label,
    }
    return render(request, template, context, status=422 if form.errors else 200)
