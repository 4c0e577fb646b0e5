"""A list's state is its address: read it, ask for the products, and say what each control leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.discovery import public as discovery
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.kernel.money import Money

STEP = 24
MOST_AT_ONCE = 96
FACET_PREFIX = "f."
MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class ListState:
    """What the address asks for. Prices are as typed, in major units."""

    q: str = ""
    sort: str = ""
    facets: Mapping[str, tuple[str, ...]] = None  # type: ignore[assignment]
    price_min: str = ""
    price_max: str = ""
    in_stock: bool = False
    show: int = STEP
    page: int = 1

    def pairs(self, *, paging: bool = False) -> list[tuple[str, str]]:
        """Return the state as address parts in a fixed order."""
        found = [("q", self.q)] if self.q else []
        found += [
            (f"{FACET_PREFIX}{code}", value)
            for code in sorted(self.facets)
            for value in sorted(self.facets[code])
        ]
        found += [(n, v) for n, v in (("price_min", self.price_min), ("price_max", self.price_max)) if v]
        found += [("in_stock", "1")] if self.in_stock else []
        found += [("sort", self.sort)] if self.sort else []
        if paging:
            found += [("show", str(self.show))] if self.show != STEP else []
            found += [("page", str(self.page))] if self.page > 1 else []
        return found

    def url(self, action: str, *, paging: bool = False) -> str:
        """Return the address of this state."""
        query = urlencode(self.pairs(paging=paging))
        return f"{action}?{query}" if query else action

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.facets or self.price_min or self.price_max or self.in_stock)


def read(query: QueryDict, *, with_words: bool = False) -> ListState:
    """Read a list's state from an address; what makes no sense is left out, never an error."""
    facets: dict[str, tuple[str, ...]] = {}
    for name in query:
        values = tuple(dict.fromkeys(v[:200] for v in query.getlist(name) if v))[:MOST_VALUES]
        if name.startswith(FACET_PREFIX) and values and len(facets) < MOST_VALUES:
            facets[name.removeprefix(FACET_PREFIX)[:80]] = values
    return ListState(
        q=query.get("q", "").strip()[:200] if with_words else "",
        sort=query.get("sort", "") if query.get("sort") in discovery.SORTS else "",
        facets=facets,
        price_min=_plain_number(query.get("price_min", "")),
        price_max=_plain_number(query.get("price_max", "")),
        in_stock=query.get("in_stock") == "1",
        show=_whole(query.get("show"), STEP, MOST_AT_ONCE),
        page=_whole(query.get("page"), 1, 10_000),
    )


def _plain_number(text: str) -> str:
    """Keep digits and one point; people also write a comma."""
    cleaned = text.strip().replace(",", ".")[:12]
    whole, _point, part = cleaned.partition(".")
    ok = whole.isascii() and whole.isdigit() and (not part or (part.isascii() and part.isdigit()))
    return cleaned.rstrip(".") if ok else ""


def _whole(text: str | None, least: int, most: int) -> int:
    return (
        max(least, min(most, int(text)))
        if text and text.isascii() and text.isdigit() and len(text) < 7
        else least
    )


def find(
    state: ListState, channel: ChannelFacts, locale: str, *, category: str = "", collection: str = ""
) -> discovery.ProductResults:
    """Ask for the products of a state within a category or collection."""
    return discovery.search(
        discovery.ProductQuery(
            channel=channel,
            locale=locale,
            q=state.q,
            facets=state.facets,
            price_min=_minor(state.price_min, channel.currency),
            price_max=_minor(state.price_max, channel.currency),
            in_stock=state.in_stock,
            sort=state.sort,  # type: ignore[arg-type]  # read() lets only known ones pass
            page=state.page,
            page_size=state.show,
            category=category,
            collection=collection,
        ),
        at=clock.now(),
    )


def _minor(text: str, currency: str) -> int | None:
    if not text:
        return None
    try:
        return Money.parse(text, currency).amount
    except DomainError:
        return Money.parse(text.split(".", maxsplit=1)[0], currency).amount


def _shown(text: str, currency: str) -> str:
    return Money(_minor(text, currency) or 0, currency).format(get_language() or "en")


_BAR_HEIGHT = 24


class FacetView(NamedTuple):
    """A filter as the template shows it; a value, so that its part of the page can be kept."""

    name: str
    kind: str
    param: str
    values: tuple[discovery.FacetValue, ...]
    selected: bool


class Bar(NamedTuple):
    """How many products cost about so much, drawn on 100 by 24; ``inside``: it is in the chosen range."""

    x: int
    y: int
    width: int
    height: int
    inside: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """Everything that the list's template shows; a value, so that the part of the page can be kept."""

    action: str
    q: str
    sort: str
    default_sort: str
    sorts: tuple[tuple[str, str], ...]
    currency: str
    total: int
    items: tuple[discovery.ProductCard, ...]
    price_range: tuple[str, str] | None
    price_bars: tuple[Bar, ...]
    price_min: str
    price_max: str
    in_stock: bool
    in_stock_count: int | None
    facets: tuple[FacetView, ...]
    chips: tuple[tuple[str, str], ...]
    clear_url: str
    pairs_without_sort: tuple[tuple[str, str], ...]
    did_you_mean: str
    did_you_mean_url: str
    more_url: str
    popular: tuple[discovery.ProductCard, ...]
    places: tuple[tuple[str, str], ...]


def view(
    state: ListState,
    results: discovery.ProductResults,
    action: str,
    channel: ChannelFacts,
    *,
    default_sort: str,
    popular: tuple[discovery.ProductCard, ...] = (),
    places: tuple[tuple[str, str], ...] = (),
) -> ListView:
    """Return what the list's template shows; ``popular`` are products for a list without any.

    ``places`` are categories and pages with the words of a search, each with its address.
    """
    shown = len(results.items)
    first_page = replace(state, show=STEP, page=1)
    return ListView(
        action=action,
        q=state.q,
        sort=state.sort or default_sort,
        default_sort=default_sort,
        sorts=_sorts(with_relevance=bool(state.q)),
        currency=channel.currency,
        total=results.total,
        items=results.items,
        price_range=_range_words(results.price_range),
        price_bars=_bars(results.price_range, state),
        price_min=state.price_min,
        price_max=state.price_max,
        in_stock=state.in_stock,
        in_stock_count=results.in_stock_count,
        facets=tuple(_facet(facet) for facet in results.facets),
        chips=_chips(first_page, results, action, channel),
        clear_url=ListState(q=state.q, sort=state.sort, facets={}).url(action),
        pairs_without_sort=tuple(pair for pair in first_page.pairs() if pair[0] != "sort"),
        did_you_mean=results.did_you_mean,
        did_you_mean_url=ListState(q=results.did_you_mean, facets={}).url(action),
        more_url=_more(state, shown, results.total, action),
        popular=popular,
        places=places,
    )


def _sorts(*, with_relevance: bool) -> tuple[tuple[str, str], ...]:
    first = ("relevance", _("Best match")) if with_relevance else ("merchandised", _("Recommended"))
    return (
        first,
        ("best_sellers", _("Best sellers")),
        ("rating", _("Best rated")),
        ("newest", _("Newest")),
        ("price_asc", _("Lowest price first")),
        ("price_desc", _("Highest price first")),
    )


def _facet(facet: discovery.Facet) -> FacetView:
    return FacetView(
        name=facet.name,
        kind=facet.kind,
        param=f"{FACET_PREFIX}{facet.code}",
        values=facet.values,
        selected=any(value.selected for value in facet.values),
    )


def _range_words(found: discovery.PriceRange | None) -> tuple[str, str] | None:
    if found is None or found.lowest >= found.highest:
        return None
    low, high = (Money(amount, found.currency).decimal for amount in (found.lowest, found.highest))
    return f"{low:f}", f"{high:f}"


def _bars(found: discovery.PriceRange | None, state: ListState) -> tuple[Bar, ...]:
    """Draw how the products of the list spread over its prices; nothing where there is nothing to tell."""
    if found is None or sum(1 for count in found.histogram if count) < 2:
        return ()
    width, most = 100 // len(found.histogram), max(found.histogram)
    span = found.highest - found.lowest + 1
    low, high = (_minor(text, found.currency) for text in (state.price_min, state.price_max))
    bars = []
    for number, count in enumerate(found.histogram):
        height = -(-count * _BAR_HEIGHT // most)
        # The step goes from the first price to just below the last one.
        first = found.lowest + span * number // len(found.histogram)
        last = found.lowest + span * (number + 1) // len(found.histogram)
        inside = (low is None or last > low) and (high is None or first <= high)
        bars.append(Bar(number * width, _BAR_HEIGHT - height, width - 1, height, inside))
    return tuple(bars)


def _chips(
    state: ListState, results: discovery.ProductResults, action: str, channel: ChannelFacts
) -> tuple[tuple[str, str], ...]:
    """Every applied filter with the address without it."""
    names = {facet.code: facet.name for facet in results.facets}
    labels = {(facet.code, value.value): value.label for facet in results.facets for value in facet.values}
    chips = []
    for code, values in sorted(state.facets.items()):
        for value in values:
            rest = {**state.facets, code: tuple(one for one in values if one != value)}
            without = replace(state, facets={key: some for key, some in rest.items() if some})
            chips.append(
                (f"{names.get(code, code)}: {labels.get((code, value), value)}", without.url(action))
            )
    if state.price_min:
        words = _("from %(price)s") % {"price": _shown(state.price_min, channel.currency)}
        chips.append((words, replace(state, price_min="").url(action)))
    if state.price_max:
        words = _("up to %(price)s") % {"price": _shown(state.price_max, channel.currency)}
        chips.append((words, replace(state, price_max="").url(action)))
    if state.in_stock:
        chips.append((_("In stock only"), replace(state, in_stock=False).url(action)))
    return tuple(chips)


def _more(state: ListState, shown: int, total: int, action: str) -> str:
    """The address that shows more: longer pages first, so that Back returns to the same place."""
    if (state.page - 1) * state.show + shown >= total:
        return ""
    if state.page == 1 and state.show + STEP <= MOST_AT_ONCE:
        return replace(state, show=state.show + STEP).url(action, paging=True)
    return replace(state, show=MOST_AT_ONCE, page=state.page + 1).url(action, paging=True)
