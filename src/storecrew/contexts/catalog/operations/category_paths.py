"""Categories named by paths of names: found, or made on the way."""

from __future__ import annotations

from collections.abc import Sequence

from storecrew.contexts.catalog.models import Category
from storecrew.contexts.catalog.rules.text import clean_line, slugify

MAX_DEPTH = 8


class CategoryPaths:
    """All categories at hand during one call. Missing ones are only made when ``write``."""

    def __init__(self, *, write: bool) -> None:
        self._write = write
        self._by_path = dict(Category.objects.values_list("url_path", "id"))
        self.created: list[int] = []
        self.new_paths: list[str] = []

    def ids(self, paths: Sequence[Sequence[str]]) -> list[int]:
        """The id of each path's last category, each once, in order (0 for one only previewed)."""
        return list(dict.fromkeys(id_ for id_ in map(self._id, paths) if id_ is not None))

    def _id(self, names: Sequence[str]) -> int | None:
        parent: int | None = None
        url_path = ""
        for name in names[:MAX_DEPTH]:
            text = clean_line(name)[:160]
            slug = slugify(text)
            if not slug:
                continue
            url_path = f"{url_path}/{slug}" if url_path else slug
            known = self._by_path.get(url_path)
            parent = self._make(parent, slug, text, url_path) if known is None else known
        return parent

    def _make(self, parent: int | None, slug: str, name: str, url_path: str) -> int:
        category = Category(parent_id=parent or None, slug=slug, name=name, url_path=url_path)
        category.position = len(self._by_path)
        if self._write:
            category.save()
            self.created.append(category.pk)
        self.new_paths.append(url_path)
        self._by_path[url_path] = category.pk or 0
        return category.pk or 0
