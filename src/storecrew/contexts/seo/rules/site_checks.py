"""Checks that need all pages: what is the same, what nothing leads to, and links that lead nowhere."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from storecrew.contexts.seo.rules.seen import ERROR, HINT, WARNING

DEEP = 4
SITE_CHECKS: Mapping[str, tuple[int, str]] = {
    "title_same": (WARNING, "title"),
    "description_same": (HINT, "description"),
    "h1_same": (HINT, "text"),
    "text_same": (WARNING, "text"),
    "canonical_broken": (ERROR, "status"),
    "hreflang_broken": (ERROR, "status"),
    "hreflang_no_return": (WARNING, "status"),
    "link_broken": (ERROR, "text"),
    "link_redirected": (HINT, "text"),
    "link_chain": (WARNING, "redirects"),
    "orphan": (WARNING, "menu"),
    "deep": (HINT, "menu"),
}
"""Severity and the field that cures it, by code."""
Found = dict[str, dict[str, Any]]
Status = Callable[[str], tuple[int, str]]


@dataclass(frozen=True)
class Node:
    """A page among the others. Addresses are paths with their language."""

    path: str
    locale: str
    status: int
    open: bool
    title: str = ""
    description: str = ""
    h1: str = ""
    text: str = ""
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    listed: bool = False


@dataclass
class Web:
    """All pages together. ``status`` says what an address answers that is none of them."""

    nodes: Mapping[str, Node]
    status: Status
    same: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    linked: Counter[str] = field(default_factory=Counter)
    depth: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: Iterable[Node], status: Status, homes: Collection[str]) -> Web:
        """Weave the pages: what is the same, who links whom, how many clicks each lies from home."""
        web = cls({node.path: node for node in nodes}, status)
        for name in ("title", "description", "h1", "text"):
            counts: Counter[tuple[str, str]] = Counter()
            for node in web.nodes.values():
                if node.open and getattr(node, name):
                    counts[node.locale, getattr(node, name)] += 1
            web.same[name] = counts
        for node in web.nodes.values():
            web.linked.update(link for link in set(node.links) if link != node.path)
        waiting = deque((home, 0) for home in homes if home in web.nodes)
        while waiting:
            path, steps = waiting.popleft()
            if path in web.depth:
                continue
            web.depth[path] = steps
            waiting += ((link, steps + 1) for link in web.nodes[path].links if link in web.nodes)
        return web

    def answer(self, path: str) -> tuple[int, str]:
        """Return (status, where it leads) of an address of the shop."""
        node = self.nodes.get(path)
        return (node.status, "") if node is not None and node.status == 200 else self.status(path)

    def findings(self, node: Node) -> Found:
        """Return what is wrong with a page beside the others: values by code."""
        if node.status != 200:
            return {}
        found: Found = {}
        if node.open:
            found |= self._same(node) | self._reached(node)
        return found | self._languages(node) | self._links(node)

    def _same(self, node: Node) -> Found:
        found = {}
        for name, counts in self.same.items():
            number = counts[node.locale, getattr(node, name)] if getattr(node, name) else 0
            if number > 1:
                found[f"{name}_same"] = {"count": number - 1}
        return found

    def _reached(self, node: Node) -> Found:
        depth = self.depth.get(node.path)
        if depth == 0:
            return {}
        if not self.linked[node.path] and not node.listed:
            return {"orphan": {}}
        return {"deep": {"clicks": depth}} if depth is not None and depth > DEEP else {}

    def _languages(self, node: Node) -> Found:
        found: Found = {}
        if node.canonical and node.canonical != node.path and self.answer(node.canonical)[0] != 200:
            found["canonical_broken"] = {"to": node.canonical}
        for code, path in node.alternates:
            if self.answer(path)[0] != 200:
                found["hreflang_broken"] = {"language": code, "to": path}
            other = self.nodes.get(path)
            if other and other.status == 200 and node.path not in {back for _code, back in other.alternates}:
                found["hreflang_no_return"] = {"language": code, "to": path}
        return found

    def _links(self, node: Node) -> Found:
        broken, led, chains = [], [], []
        for link in dict.fromkeys(node.links):
            status, location = self.answer(link)
            if status in (404, 410):
                broken.append(link)
            elif 300 <= status < 400:
                led.append(link)
                if location and 300 <= self.answer(location)[0] < 400:
                    chains.append(link)
        named = {"link_broken": broken, "link_redirected": led, "link_chain": chains}
        return {code: {"count": len(links), "link": links[0]} for code, links in named.items() if links}
