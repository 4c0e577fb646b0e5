"""What an extension says of itself: plain values, no imports of ours."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Right:
    """A right that the extension adds to the catalog; ``key`` is ``<label>.<verb>``."""

    key: str
    label: Text
    sensitive: bool = False


@dataclass(frozen=True)
class MenuItem:
    """An entry of the main menu; ``url`` is the name of one of the extension's own addresses."""

    label: Text
    url: str
    permission: str
    icon: str = "cogs"
    group: str = ""
    order: int = 100
    keywords: Text = ""


@dataclass(frozen=True)
class Extension:
    """A declaration.

    ``name`` is that of the entry point: lower case, at least two words with hyphens (``acme-stars``), the
    first being whose it is. ``contract`` says for which it was made: ``1.x``, ``1.2`` (1.2 or a later 1.x),
    several with commas. ``app`` is its Django app (package or class); empty means the package of the
    declaration. Its label is the name with underscores.

    ``rest`` (a ninja router), ``pages`` (a list of addresses) and ``checks`` (functions) are dotted names.
    ``templates`` is a folder of the app whose files replace templates of the shop by path. A check is called
    with the time and returns a sentence when developers should look, else None.
    """

    name: str
    version: str
    contract: str
    app: str = ""
    title: Text = ""
    permissions: tuple[Right, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    pages: str = ""
    rest: str = ""
    templates: str = ""
    checks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return the label of its Django app, which its rights begin with."""
        return self.name.replace("-", "_")
