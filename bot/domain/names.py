"""Names as they are stored and as they are looked for: cleaned on entry, folded for search (domain.md 7.1)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_D = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})
"""``đ`` does not decompose; Icelandic look-alikes mean it too."""
_DASHES = str.maketrans({"–": "-", "—": "-", "\u2011": "-"})


def cleaned(text: str, limit: int = 300) -> str:
    """The text in NFC, without control, zero-width and surrogate characters, blanks made single, at most ``limit`` long."""
    kept = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(kept.split())[:limit].strip()


_ALPHABET = str.maketrans(
    {letter: chr(place) for place, letter in enumerate(" aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 0x3000)}
)
_TONES = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")


@lru_cache(maxsize=4096)
def alphabetical(text: str) -> str:
    """A key by which words stand as in a Vietnamese dictionary (ă after a, đ after d); tones tell equal words apart."""
    lower = text.lower()
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFD", lower).translate(_TONES))
    return f"{letters.translate(_ALPHABET)} {lower}"


def folded(text: str) -> str:
    """Lower case without any accent, ``đ`` as ``d``, blanks single: ``Chi bộ thôn Muối`` → ``chi bo thon muoi``."""
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", text.translate(_D).translate(_DASHES))
        if not unicodedata.combining(char) and unicodedata.category(char) != "Cf"
    )
    return re.sub(r"\s+", " ", bare.lower()).strip()
