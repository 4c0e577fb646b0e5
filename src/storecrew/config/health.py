"""``GET /healthz``: whether this process can answer from its database.

A load balancer asks by the address of the machine and in plain HTTP, so this is answered before anything
looks at the host's name.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

PATH = "/healthz"


class HealthMiddleware:
    """Answers 200 when the database answers, 503 otherwise; says nothing else to strangers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer for the health page, hand on anything else."""
        if request.path_info != PATH:
            return self._get_response(request)
        answer = _health() if request.method in {"GET", "HEAD"} else HttpResponse(status=405)
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


def _health() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
