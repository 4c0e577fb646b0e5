"""The committed OpenAPI document: ``python -m storecrew.surfaces.rest.v1.document`` writes it anew."""

from __future__ import annotations

import json
import os
from pathlib import Path

PLACE = Path(__file__).resolve().parents[5] / "docs" / "reference" / "openapi.json"


def text() -> str:
    """Return the document of the interface as it is now."""
    from storecrew.surfaces.rest.v1.api import api

    document = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(document, indent=1, ensure_ascii=False, default=str) + "\n"


def main() -> None:
    """Write the document."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storecrew.config.settings.dev")
    django.setup()
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
