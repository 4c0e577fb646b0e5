"""The doorway of the content context."""

from storecrew.contexts.content.errors import NoSite, UnknownPage, UnsafeLink
from storecrew.contexts.content.events import PageChanged
from storecrew.contexts.content.facts import BlockFacts, LinkFacts, PageFacts, QuestionFacts
from storecrew.contexts.content.operations.menus import save_menu
from storecrew.contexts.content.operations.pages import ensure_homes, save_home, save_page
from storecrew.contexts.content.operations.starter import install_starter
from storecrew.contexts.content.queries import (
    addresses,
    home_page,
    menu,
    menus,
    page_by_path,
    page_facts,
    search_pages,
    site_is_ready,
)
from storecrew.contexts.content.rendering import register as register_renderer

__all__ = [
    "BlockFacts",
    "LinkFacts",
    "NoSite",
    "PageChanged",
    "PageFacts",
    "QuestionFacts",
    "UnknownPage",
    "UnsafeLink",
    "addresses",
    "ensure_homes",
    "home_page",
    "install_starter",
    "menu",
    "menus",
    "page_by_path",
    "page_facts",
    "register_renderer",
    "save_home",
    "save_menu",
    "save_page",
    "search_pages",
    "site_is_ready",
]
