"""What the pages of the fleet with one form share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise

from storecrew.kernel.errors import DomainError, Invalid
from storecrew.surfaces.ui.backoffice.acting import render_form

Text = str | Promise


def form_page(
    request: HttpRequest,
    form: forms.Form,
    save: Callable[[], Any],
    *,
    title: Text,
    back_url: str,
    back_label: Text,
    then: str | Callable[[Any], str] = "",
    intro: Text = "",
) -> HttpResponse:
    """Show a form, call ``save`` when it is right, and go to ``then`` (or to what it makes of the result).

    A refusal stands at the field that it names, else above the form.
    """
    if request.method == "POST" and form.is_valid():
        try:
            made = save()
        except DomainError as error:
            show(form, error)
        else:
            return redirect(then(made) if callable(then) else then or back_url)
    return render_form(request, form, title=title, intro=intro, back_url=back_url, back_label=back_label)


def show(form: forms.Form, error: DomainError) -> None:
    """Put an error's sentences where their fields are."""
    named = error.details if isinstance(error, Invalid) else {}
    placed = [name for name in named if name in form.fields]
    for name in placed:
        form.add_error(name, str(named[name]))
    if not placed:
        form.add_error(None, str(error))
