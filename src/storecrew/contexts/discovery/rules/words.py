"""Texts as the words that are indexed and sought, in scripts with and without spaces."""

from __future__ import annotations

import re
import unicodedata

MAX_QUERY = 120
MAX_WORDS = 12
_WORDS = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_INITIALS = re.compile(r"[\u1100-\u1112]{2,}")


def fold(text: str) -> str:
    """Compatible characters made one, case and accents gone; Hangul stays composed."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)


def words(text: str) -> list[str]:
    """The folded words of a text, letters and digits only, in order."""
    return _WORDS.findall(fold(text))


def query_words(text: str) -> list[str]:
    """The words of a search, each once, at most twelve of its first 120 characters."""
    return list(dict.fromkeys(words(text[:MAX_QUERY])))[:MAX_WORDS]


def singulars(word: str) -> tuple[str, ...]:
    """What an English word may be the plural of: titles name one, searches ask for several."""
    if not word.isascii() or not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return ()
    if word.endswith("ies") and len(word) > 4:
        return (word[:-3] + "y",)
    if word.endswith(("ses", "xes", "ches", "shes")):
        return (word[:-2], word[:-1])
    return (word[:-1],)


def has_hangul(text: str) -> bool:
    return bool(_HANGUL.search(text))


def bigrams(text: str) -> list[str]:
    """Pairs of neighboring syllables of each Hangul run, and the run itself when it is one syllable.

    Korean glues particles to nouns and is written with and without spaces, so words are no unit to
    search by; pairs of syllables are.
    """
    found: list[str] = []
    for run in _HANGUL.findall(unicodedata.normalize("NFC", text)):
        found += pairs(run)
    return found


def grams_to_index(text: str) -> str:
    """All pairs and all single syllables of the Hangul in a text, as words."""
    found = bigrams(text)
    for run in _HANGUL.findall(unicodedata.normalize("NFC", text)):
        found += list(run)
    return " ".join(dict.fromkeys(found))


def are_initials(word: str) -> bool:
    """Whether a folded word is nothing but first consonants, as ㅁㄱ is typed for 머그."""
    return bool(_INITIALS.fullmatch(word))


def initials(text: str) -> list[str]:
    """The first consonants of each Hangul run, as a folded search has them: 머그컵 is ᄆᄀᄏ."""
    runs = _HANGUL.findall(unicodedata.normalize("NFC", text))
    return ["".join(chr(0x1100 + (ord(char) - 0xAC00) // 588) for char in run) for run in runs]


def pairs(run: str) -> list[str]:
    """Neighbors two by two, or the one there is."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def letters(text: str) -> str:
    """Hangul as the letters that one types, other text as it is: 머그 has four, as a keyboard has them."""
    return unicodedata.normalize("NFD", text)


def sku_key(text: str) -> str:
    """A SKU or barcode as it is compared in search: folded, without spaces."""
    return "".join(fold(text).split())


def distance(one: str, other: str, limit: int = 2) -> int:
    """Edits (insert, delete, replace, swap neighbors) between two words; ``limit`` + 1 when more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        older, before, line = before, line, [row]
        for at, right in enumerate(other, 1):
            cost = min(before[at] + 1, line[at - 1] + 1, before[at - 1] + (left != right))
            if row > 1 and at > 1 and left == other[at - 2] and one[row - 2] == right:
                cost = min(cost, older[at - 2] + 1)
            line.append(cost)
        if min(line) > limit:
            return limit + 1
    return line[-1]
