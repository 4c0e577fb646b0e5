"""The interfaces for people to read: a page each, made from the OpenAPI document, nothing from elsewhere."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


class Problem(NamedTuple):
    """A refusal that an operation knows."""

    status: str
    code: str
    summary: str


class Parameter(NamedTuple):
    """Something that an operation is asked with beside its body."""

    name: str
    place: str
    needed: bool
    kind: str
    says: str


class Operation(NamedTuple):
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    says: str
    parameters: list[Parameter]
    request: str
    status: str
    answer: str
    problems: list[Problem]


@require_safe
def shop(request: HttpRequest) -> HttpResponse:
    """Show the shop's interface."""
    return _page(request, "shop")


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Show the interface for programs of the business."""
    return _page(request, "staff")


def _page(request: HttpRequest, which: str) -> HttpResponse:
    document = _document(which)
    groups: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            groups.setdefault(one["tags"][0], []).append(_operation(method, path, one))
    context = {
        "title": document["info"]["title"],
        "description": document["info"]["description"],
        "groups": groups,
        "prefix": "/api/v1/staff" if which == "staff" else "/api/v1",
        "document": f"/api/v1/{'staff/' if which == 'staff' else ''}openapi.json",
        "other": reverse("rest_docs" if which == "staff" else "rest_staff_docs"),
        "other_title": _("Interface of the shop") if which == "staff" else _("Interface for your programs"),
    }
    return render(request, "ui/interface.jinja", context)


@cache
def _document(which: str) -> dict[str, Any]:
    from storecrew.surfaces.rest.staff.api import api as staff_api
    from storecrew.surfaces.rest.v1.api import api as shop_api

    api, prefix = (staff_api, "/api/v1/staff/") if which == "staff" else (shop_api, "/api/v1/")
    plain = json.dumps(api.get_openapi_schema(path_prefix=prefix), default=str)
    found: dict[str, Any] = json.loads(plain)
    return found


def _operation(method: str, path: str, one: dict[str, Any]) -> Operation:
    body = one.get("requestBody", {}).get("content", {}).get("application/json", {})
    good = next(code for code in one["responses"] if int(code) < 400)
    answer = one["responses"][good]["content"]["application/json"].get("example")
    refusals = [
        Problem(code, name, example["summary"])
        for code, response in one["responses"].items()
        if int(code) >= 400
        for content in response["content"].values()
        for name, example in content.get("examples", {}).items()
    ]
    return Operation(
        id=one["operationId"],
        method=method.upper(),
        path=path,
        says=one.get("description", ""),
        parameters=[_parameter(each) for each in one.get("parameters", ())],
        request=_pretty(body.get("example")),
        status=good,
        answer=_pretty(answer),
        problems=refusals,
    )


def _parameter(each: dict[str, Any]) -> Parameter:
    schema = each["schema"]
    kinds = [schema, *schema.get("anyOf", ())]
    return Parameter(
        name=each["name"],
        place=each["in"],
        needed=bool(each.get("required")),
        kind=next((one["type"] for one in kinds if one.get("type")), ""),
        says=each.get("description") or schema.get("description") or "",
    )


def _pretty(example: Any) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False) if example is not None else ""
