"""Checks of the answer and of what stands in the head: title, description, index, languages, address."""

from __future__ import annotations

import re
from urllib.parse import unquote

from storecrew.contexts.seo.rules import heads
from storecrew.contexts.seo.rules.seen import ERROR, HINT, WARNING, Seen, Values, check, said

SHORT_TITLE, SHORT_DESCRIPTION = 15, 50
HEAVY_PAGE = 400_000
LONG_ADDRESS = 115


# --- the answer


@check("not_found", ERROR, "status")
def _not_found(page: Seen) -> Values | None:
    return said(page.status in (404, 410), status=page.status)


@check("fault", ERROR, "status")
def _fault(page: Seen) -> Values | None:
    return said(page.status >= 500 or page.status in (400, 401, 403), status=page.status)


@check("redirected", WARNING, "status")
def _redirected(page: Seen) -> Values | None:
    return said(300 <= page.status < 400, to=page.location)


@check("heavy", HINT, "text")
def _heavy(page: Seen) -> Values | None:
    return said(page.size > HEAVY_PAGE, kilobytes=page.size // 1000)


# --- title and description


@check("title_missing", ERROR, "title")
def _title_missing(page: Seen) -> Values | None:
    return said(not page.text.title)


@check("title_long", WARNING, "title")
def _title_long(page: Seen) -> Values | None:
    wide = heads.width(page.text.title, heads.TITLE_SIZE)
    return said(wide > heads.TITLE_ROOM, pixels=wide, room=heads.TITLE_ROOM)


@check("title_short", HINT, "title")
def _title_short(page: Seen) -> Values | None:
    letters = len(page.text.title)
    wide = heads.width(page.text.title, heads.TITLE_SIZE)
    return said(0 < letters < SHORT_TITLE and wide < 200, letters=letters)


@check("title_doubled", WARNING, "title")
def _title_doubled(page: Seen) -> Values | None:
    return said("title" in page.text.doubled)


@check("title_repeats", HINT, "title")
def _title_repeats(page: Seen) -> Values | None:
    words = re.findall(r"\w{3,}", page.text.title.casefold())
    word = next((one for one in words if words.count(one) > 2), "")
    return said(word, word=word)


@check("description_missing", WARNING, "description")
def _description_missing(page: Seen) -> Values | None:
    return said(not page.text.description)


@check("description_long", HINT, "description")
def _description_long(page: Seen) -> Values | None:
    wide = heads.width(page.text.description, heads.DESCRIPTION_SIZE)
    return said(wide > heads.DESCRIPTION_ROOM, pixels=wide, room=heads.DESCRIPTION_ROOM)


@check("description_short", HINT, "description")
def _description_short(page: Seen) -> Values | None:
    letters = len(page.text.description)
    wide = heads.width(page.text.description, heads.DESCRIPTION_SIZE)
    return said(0 < letters < SHORT_DESCRIPTION and wide < 350, letters=letters)


@check("description_doubled", WARNING, "description")
def _description_doubled(page: Seen) -> Values | None:
    return said("description" in page.text.doubled)


@check("description_is_title", HINT, "description")
def _description_is_title(page: Seen) -> Values | None:
    same = page.text.description and page.text.title.casefold().startswith(page.text.description.casefold())
    return said(same)


# --- may it be listed


@check("noindex_in_sitemap", ERROR, "status")
def _noindex(page: Seen) -> Values | None:
    return said(page.status == 200 and "noindex" in page.text.robots)


@check("nofollow", WARNING, "status")
def _nofollow(page: Seen) -> Values | None:
    return said(page.status == 200 and "nofollow" in page.text.robots)


@check("closed", ERROR, "status")
def _closed(page: Seen) -> Values | None:
    return said(page.closed)


@check("canonical_missing", WARNING, "status")
def _canonical_missing(page: Seen) -> Values | None:
    return said(not page.text.canonical)


@check("canonical_elsewhere", WARNING, "status")
def _canonical_elsewhere(page: Seen) -> Values | None:
    named = page.text.canonical
    return said(named and page.inside(named) != page.path, to=named)


@check("canonical_doubled", ERROR, "status")
def _canonical_doubled(page: Seen) -> Values | None:
    return said("canonical" in page.text.doubled)


@check("canonical_relative", HINT, "status")
def _canonical_relative(page: Seen) -> Values | None:
    named = page.text.canonical
    return said(named and not named.startswith(("http://", "https://")), to=named)


# --- languages


@check("lang_missing", WARNING, "status")
def _lang_missing(page: Seen) -> Values | None:
    return said(not page.text.language)


@check("lang_differs", ERROR, "status")
def _lang_differs(page: Seen) -> Values | None:
    spoken = page.text.language
    return said(
        spoken and spoken.split("-")[0] != page.locale.split("-")[0], says=spoken, address=page.locale
    )


@check("hreflang_self", WARNING, "status")
def _hreflang_self(page: Seen) -> Values | None:
    own = [url for code, url in page.text.alternates if code == page.locale]
    return said(page.text.alternates and page.path not in {page.inside(url) for url in own})


@check("hreflang_default", HINT, "status")
def _hreflang_default(page: Seen) -> Values | None:
    codes = {code for code, _url in page.text.alternates}
    return said(codes and "x-default" not in codes)


@check("viewport", ERROR, "status")
def _viewport(page: Seen) -> Values | None:
    return said("width=device-width" not in page.text.viewport.replace(" ", ""))


# --- the address


@check("address_long", HINT, "slug")
def _address_long(page: Seen) -> Values | None:
    letters = len(unquote(page.path))
    return said(letters > LONG_ADDRESS, letters=letters)


@check("address_capitals", WARNING, "slug")
def _address_capitals(page: Seen) -> Values | None:
    plain = unquote(page.path)
    return said(plain != plain.lower())


@check("address_marks", HINT, "slug")
def _address_marks(page: Seen) -> Values | None:
    return said("_" in page.path or " " in unquote(page.path))


@check("address_parameters", WARNING, "slug")
def _address_parameters(page: Seen) -> Values | None:
    return said("?" in page.path)
