"""The headers of WooCommerce's CSV in the languages of its shops, from ``woocommerce_words.toml``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from storecrew.contexts.imports.rules import names

_NUMBER = re.compile(r"[0-9]{1,3}")
_EMPTY = re.compile(r"[\s'’`:：·]+")
_ATTRIBUTE = re.compile(
    "attribu|atribut|atrybut|eigenschap|egenskap|атрибут|аттрибут|vlastnost|属性|속성|nitelik|özellik|ominaisu"
)
# Words by which a header in another order, or of another version, is read: those of a default say neither.
_DEFAULT = re.compile(
    "default|défaut|defecto|predetermin|predefin|standard|padrão|domyśln|умолчан|výchoz|기본|既定|默认"
)
_VALUES = re.compile("value|wert|valeur|valor|waarde|warto|värd|værdi|verdi|знач|hodnot|値|值|값|değer|arvo")
_NAME = re.compile("name|nom|naam|nazwa|namn|navn|имя|назван|název|名|이름|ismi|adı|nimi")
_META = re.compile(r"(?:meta|méta|мета|pola|メタ|메타|metadaten|metadados) ?: ?(.{1,200})")


def squeezed(text: str) -> str:
    """A header for comparing: ``Valeur(s) de l’attribut 2`` becomes ``valeur(s)delattribut#``."""
    return _NUMBER.sub("#", _EMPTY.sub("", names.header_name(text)))


def attribute_column(header: str) -> str | None:
    """``name`` or ``values`` for a column of an attribute, "" for one that says something else about it,
    None for any other column.
    """
    text = squeezed(header)
    if "#" not in text or not _ATTRIBUTE.search(text):
        return None
    if (known := _ATTRIBUTES.get(text)) is not None or _DEFAULT.search(text):
        return known or ""
    return "values" if _VALUES.search(text) else "name" if _NAME.search(text) else ""


def meta_key(header: str) -> str:
    """The key of a column of custom data (``Meta: _sku``), or nothing."""
    match = _META.fullmatch(names.header_name(header))
    return match[1] if match else ""


_FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WORDS: dict[str, list[str]] = _FILE["columns"]
META: dict[str, str] = _FILE["meta"]
UNUSED = frozenset(squeezed(word) for word in _FILE["unused"]["words"])
_ATTRIBUTES = {squeezed(word): kind for kind, words in _FILE["attributes"].items() for word in words}
