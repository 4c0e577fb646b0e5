"""The committed OpenAPI documents: ``python -m storecrew.surfaces.rest.v1.document`` writes them anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[5] / "docs" / "reference"
PLACE = REFERENCE / "openapi.json"
STAFF_PLACE = REFERENCE / "openapi-staff.json"


def text() -> str:
    """Return the document of the shop's interface as it is now."""
    from storecrew.surfaces.rest.v1.api import api

    return _text(api.get_openapi_schema(path_prefix="/api/v1/"))


def staff_text() -> str:
    """Return the document of the interface for programs of the business as it is now."""
    from storecrew.surfaces.rest.staff.api import api

    return _text(api.get_openapi_schema(path_prefix="/api/v1/staff/"))


def _text(document: object) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False, default=str) + "\n"


def main() -> None:
    """Write the documents."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
    django.setup()
    REFERENCE.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(text(), encoding="utf-8")
    STAFF_PLACE.write_text(staff_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
