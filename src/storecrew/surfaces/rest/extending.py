"""REST addresses of extensions, under /api/v1/ext/<name>/: each an interface with its own document."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from storecrew.kernel.extensions import Extension
from storecrew.surfaces.rest.v1 import problems
from storecrew.surfaces.rest.v1.describing import DocumentedAPI, Words
from storecrew.surfaces.rest.v1.parsing import JsonParser

_mounted: dict[str, NinjaAPI] = {}


class ExtensionAPI(DocumentedAPI):
    """Answers and refuses as ours do; its document is what the router says, without our examples."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """Return the OpenAPI document."""
        return NinjaAPI.get_openapi_schema(self, *args, **kwargs)


def mount(declared: Extension, router: Router) -> None:
    """Take the router of an extension. Raises what ninja raises for a router that cannot be mounted."""
    api = ExtensionAPI(
        words=Words({}, {}, {}),
        title=str(declared.title or declared.name),
        version=declared.version,
        parser=JsonParser(),
        urls_namespace=f"rest-ext-{declared.name}",
        docs_url=None,
        openapi_url="openapi.json",
    )
    problems.register(api)
    api.add_router("", router)
    _mounted[declared.name] = api


def unmount(name: str) -> None:
    """Drop it."""
    _mounted.pop(name, None)


def mounted() -> list[tuple[str, NinjaAPI]]:
    """Return the interfaces by the name of their extension."""
    return sorted(_mounted.items())
