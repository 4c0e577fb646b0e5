"""The words of products in a tantivy index: typos, beginnings, synonyms, Korean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

from storecrew.contexts.discovery.rules.words import (
    are_initials,
    bigrams,
    distance,
    fold,
    grams_to_index,
    has_hangul,
    initials,
    letters,
    pairs,
    query_words,
    singulars,
    sku_key,
    words,
)

MOST = 10_000  # a search knows its best ten thousand products
HEAP = 64_000_000
_ESCAPED = re.compile(r"[^0-9a-z가-힣]")
_TITLE, _BODY = "title", "body"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pid", stored=False, indexed=True, fast=True)
    for name in ("channel", "category", "collection"):
        builder.add_unsigned_field(name, indexed=True)
    # Texts are folded in Python, so that queries and documents pass through the same function.
    builder.add_text_field(_TITLE, tokenizer_name="plain", index_option="position")
    builder.add_text_field(_BODY, tokenizer_name="plain", index_option="freq")
    builder.add_text_field("stems", tokenizer_name="stems", index_option="freq")
    builder.add_text_field("grams", tokenizer_name="plain", index_option="freq")
    builder.add_text_field("sku", tokenizer_name="raw", index_option="basic")
    return builder.build()


def _prepare(index: tantivy.Index) -> tantivy.Index:
    plain = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(80)).build()
    stems = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.stemmer("english")).build()
    index.register_tokenizer("plain", plain)
    index.register_tokenizer("stems", stems)
    return index


def _document(doc: Mapping[str, Any]) -> tantivy.Document:
    text = doc["text"]
    title = " ".join(words(f"{text['title']} {text['titles']} {text['brand']}"))
    body = " ".join(words(f"{text['subtitle']} {text['values']} {text['body']}"[:20_000]))
    found = tantivy.Document()
    found.add_unsigned("pid", doc["id"])
    for name in ("channel", "category", "collection"):
        for number in doc[{"category": "categories"}.get(name, f"{name}s")]:
            found.add_unsigned(name, number)
    found.add_text(_TITLE, title)
    found.add_text(_BODY, body)
    found.add_text("stems", f"{title} {body}")
    grams = grams_to_index(f"{text['title']} {text['titles']} {text['values']} {text['body'][:5_000]}")
    first = (pair for run in initials(f"{text['title']} {text['titles']}") for pair in pairs(run))
    found.add_text("grams", " ".join([grams, *dict.fromkeys(first)]))
    for sku in dict.fromkeys(map(sku_key, text["skus"])):
        found.add_text("sku", sku)
    return found


class TextIndex:
    """One folder of tantivy. Any process reads; writing is serialised by the store's lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if tantivy.Index.exists(str(folder)):
            self._index = _prepare(tantivy.Index.open(str(folder)))
        else:
            self._index = _prepare(tantivy.Index(_schema(), path=str(folder)))
        self._index.reload()

    def write(
        self, docs: Iterable[Mapping[str, Any]], *, removed: Iterable[int] = (), fresh: bool = False
    ) -> None:
        """Insert or replace products; ``fresh`` skips the search for older entries."""
        writer = self._index.writer(heap_size=HEAP, num_threads=1)
        try:
            for id_ in removed:
                writer.delete_documents_by_query(self._is(id_))
            for doc in docs:
                if not fresh:
                    writer.delete_documents_by_query(self._is(doc["id"]))
                if doc["channels"] and doc["variants"]:
                    writer.add_document(_document(doc))
            writer.commit()
        finally:
            writer.wait_merging_threads()
        self._index.reload()

    def _is(self, product_id: int) -> Query:
        return Query.term_query(self._index.schema, "pid", product_id)

    def reload(self) -> None:
        """See what other processes wrote."""
        self._index.reload()

    def search(
        self,
        text: str,
        *,
        channel_id: int,
        category_id: int | None = None,
        collection_id: int | None = None,
        synonyms: Mapping[str, Sequence[str]] | None = None,
        loose: bool = False,
        limit: int = MOST,
    ) -> list[tuple[int, float]]:
        """Product ids with their scores, best first. ``loose`` asks for any word instead of all."""
        query = self._query(text, synonyms or {}, loose)
        if query is None:
            return []
        where = [("channel", channel_id), ("category", category_id), ("collection", collection_id)]
        clauses = [(Occur.Must, query)] + [
            (Occur.Must, Query.const_score_query(Query.term_query(self._index.schema, name, value), 0.0))
            for name, value in where
            if value is not None
        ]
        searcher = self._index.searcher()
        hits = searcher.search(Query.boolean_query(clauses), limit=limit, count=False).hits
        ids = searcher.fast_field_values("pid", [address for _score, address in hits])
        return [(int(id_ or 0), float(score)) for id_, (score, _address) in zip(ids, hits, strict=True)]

    def _query(self, text: str, synonyms: Mapping[str, Sequence[str]], loose: bool) -> Query | None:
        terms = query_words(text)
        if not terms:
            return None
        occur = Occur.Should if loose else Occur.Must
        clauses = [
            (occur, self._word(word, synonyms.get(word, ()), last=at == len(terms) - 1))
            for at, word in enumerate(terms)
        ]
        whole = synonyms.get(" ".join(terms), ()) if len(terms) > 1 else ()
        choices = [Query.boolean_query(clauses), *(self._phrase(other) for other in whole)]
        key = sku_key(text)
        if len(key) >= 2:
            choices.append(Query.boost_query(self._term("sku", key), 40.0))
            if len(key) >= 4 and _ESCAPED.sub("", key):
                pattern = _escaped(key) + ".*"
                choices.append(Query.boost_query(Query.regex_query(self._index.schema, "sku", pattern), 6.0))
        return Query.disjunction_max_query(choices) if len(choices) > 1 else choices[0]

    def _word(self, word: str, others: Sequence[str], *, last: bool) -> Query:
        """One word in all its disguises; the best one counts."""
        schema = self._index.schema
        choices = [
            Query.boost_query(self._term(_TITLE, word), 4.0),
            *(Query.boost_query(self._term(_TITLE, one), 3.5) for one in singulars(word)),
            Query.boost_query(self._index.parse_query(f'"{word}"', ["stems"]), 1.5),
            self._term(_BODY, word),
        ]
        if has_hangul(word):
            choices += self._korean(word)
        elif are_initials(word):
            choices.append(self._every_pair(pairs(word)))
        elif last and len(word) >= 2:
            choices.append(Query.boost_query(Query.regex_query(schema, _TITLE, _escaped(word) + ".*"), 1.2))
        if word.isalpha() and not has_hangul(word) and len(word) >= 4:
            edits = 1 if len(word) < 8 else 2
            fuzzy = Query.fuzzy_term_query(schema, _TITLE, word, distance=edits, transposition_cost_one=True)
            choices.append(Query.boost_query(Query.const_score_query(fuzzy, 1.0), 0.5))
        choices += [Query.boost_query(self._phrase(other), 0.9) for other in others]
        return Query.disjunction_max_query(choices, 0.1)

    def _korean(self, word: str) -> list[Query]:
        found = [self._every_pair(bigrams(word))]
        some = [(Occur.Should, self._term("grams", pair)) for pair in bigrams(word)]
        if len(some) >= 2:
            # One wrong syllable or a glued particle still leaves some pair right.
            found.append(Query.boost_query(Query.boolean_query(some), 0.3))
        return found

    def _every_pair(self, wanted: Sequence[str]) -> Query:
        every = Query.boolean_query([(Occur.Must, self._term("grams", pair)) for pair in wanted])
        return Query.boost_query(every, 3.0)

    def _phrase(self, text: str) -> Query:
        """All words of a synonym."""
        return Query.boolean_query(
            [
                (
                    Occur.Must,
                    Query.disjunction_max_query(
                        [
                            Query.boost_query(self._term(_TITLE, word), 4.0),
                            self._term(_BODY, word),
                            *(self._korean(word) if has_hangul(word) else ()),
                        ]
                    ),
                )
                for word in query_words(text)
            ]
        )

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._index.schema, field, word)

    def knows(self, word: str) -> bool:
        """Whether some title or text has exactly this word, or all pairs of syllables of a Korean one."""
        searcher = self._index.searcher()
        if any(searcher.doc_freq(field, word) for field in (_TITLE, _BODY)):
            return True
        return has_hangul(word) and all(searcher.doc_freq("grams", pair) for pair in bigrams(word))

    def correction(self, text: str) -> str:
        """The search with each unknown word replaced by the nearest known one; "" when there is none."""
        corrected, changed = [], False
        for word in query_words(text):
            better = word if self.knows(word) else self._nearest(word)
            if better is None:
                return ""
            changed |= better != word
            corrected.append(better)
        return " ".join(corrected) if changed else ""

    def _nearest(self, word: str) -> str | None:
        """The word of a title with the fewest wrong letters, in Korean too: 머구 is one letter from 머그."""
        typed = letters(word)
        limit = 1 if len(typed) < (7 if has_hangul(word) else 5) else 2
        for beginning in dict.fromkeys((typed[:2], typed[:1])):
            found = [
                (edits, -frequency, term)
                for term, frequency in self._title_words(beginning)
                if (edits := distance(typed, letters(term), limit)) <= limit
            ]
            if found:
                return min(found)[2]
        return None

    def _title_words(self, beginning: str) -> Iterator[tuple[str, int]]:
        """Words of titles that begin so, with how often. ``beginning`` is letters, of Hangul perhaps half a
        syllable."""
        searcher = self._index.searcher()
        for start in _first_syllables(beginning):
            yield from searcher.terms_with_prefix(_TITLE, start, limit=3_000)


def _first_syllables(beginning: str) -> Iterator[str]:
    """What a word may begin with whose letters begin so; the final consonant of a syllable is open."""
    lead = ord(beginning[0]) - 0x1100
    if not 0 <= lead < 19:
        yield beginning
        return
    vowels = [ord(beginning[1]) - 0x1161] if len(beginning) > 1 else range(21)
    for vowel in vowels:
        first = 0xAC00 + (lead * 21 + vowel) * 28
        yield from map(chr, range(first, first + 28))


def _escaped(text: str) -> str:
    return _ESCAPED.sub(
        lambda match: "\\" + match.group() if match.group().isascii() else match.group(), text
    )


__all__ = ["MOST", "TextIndex", "fold"]
