"""Bring the SDK in without what it does to the process that imports it.

Imported, it switches off the check of certificates for every program in the process and makes the decoder of
pictures accept broken files. Both are put back, and its requests pass ``wire`` instead.
"""

from __future__ import annotations

import importlib
import ssl
from functools import cache
from types import ModuleType
from typing import Any

from storecrew.contexts.shipping.errors import SdkMissing
from storecrew.contexts.shipping.providers.karrio_sdk import wire


@cache
def sdk() -> ModuleType:
    """Return the SDK. Raises SdkMissing."""
    from PIL import ImageFile

    secure: Any = ssl._create_default_https_context
    truncated = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        module = importlib.import_module("karrio.sdk")
        helpers: Any = importlib.import_module("karrio.core.utils.helpers")
    except ImportError as error:
        raise SdkMissing() from error
    finally:
        ssl._create_default_https_context = secure
        ImageFile.LOAD_TRUNCATED_IMAGES = truncated
    # It logs to the terminal by itself, each request; we keep what matters with the label.
    importlib.import_module("loguru").logger.disable("karrio")
    helpers._urlopen_with_span = wire.send
    helpers.urlopen = wire.send
    return module


def models() -> Any:
    """Return the SDK's own types. Raises SdkMissing."""
    sdk()
    return importlib.import_module("karrio.core.models")
