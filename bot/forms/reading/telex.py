"""Vietnamese syllables, and the keys with which Telex and VNI keyboards make them."""
# ruff: noqa: SIM905  # tables of syllables read best as words in a row

from __future__ import annotations

import re
import unicodedata

_ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()) | {""}
_RIMES = frozenset(
    """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oan oang oanh oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch ui um un ung uôc uôi uôm uôn uông uôt
    up ut uy uya uyên uyêt uynh uyt uych uyu uơ ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu""".split()
)
_VOWELS = "aăâeêioôơuưy"
_LONGEST = 12
"""Keys of the longest syllable, and two to spare."""
_TELEX_TONES = dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_TONES = dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_FOREIGN = frozenset(
    "is of or as us bus gas box tax has his new now how see too add off mix max yes for was saw raw law low row do too "
    "photo zoo wow ax ox of ref if".split()
)
"""English words that happen to be Telex for a syllable."""
_NUMBERED = frozenset("to ngo xom doi nhom khu thon ban cau so quy thang ngay lop nha duong mung muc viec".split())
"""Words that take a number (``ngo2`` is ngõ 2, not ngò)."""


def from_telex(word: str) -> str | None:
    """The syllable typed as Telex keys, or None when the word is none (or needs no repair)."""
    keys = word.lower()
    if len(keys) > _LONGEST or not keys.isascii() or not keys.isalpha() or keys in _FOREIGN or is_syllable(keys):
        return None
    letters: list[str] = []
    tone = ""
    for key in keys:
        if key in _TELEX_TONES and any(letter in _VOWELS for letter in letters):
            if tone:
                return None
            tone = _TELEX_TONES[key]
        elif not _telex_mark(letters, key):
            letters.append(key)
    return _finished(word, letters, tone)


def _telex_mark(letters: list[str], key: str) -> bool:
    """True when the key only changed a letter typed before it."""
    if key == "d" and letters and letters[0] == "d":
        letters[0] = "đ"
        return True
    at = _last_vowel(letters)
    if at is None:
        return False
    if key in _CIRCUMFLEX and letters[at] == key:
        letters[at] = _CIRCUMFLEX[key]
        return True
    return key == "w" and _horned(letters, at, breve=True)


def _horned(letters: list[str], at: int, *, breve: bool) -> bool:
    if letters[at] == "a" and breve:
        letters[at] = "ă"
    elif letters[at] == "o" and at and letters[at - 1] == "u":
        letters[at - 1 : at + 1] = ["ư", "ơ"]
    elif letters[at] in _HORN:
        letters[at] = _HORN[letters[at]]
    elif at and letters[at - 1] in _HORN:
        letters[at - 1] = _HORN[letters[at - 1]]
    else:
        return False
    return True


def from_vni(word: str) -> str | None:
    """The syllable typed as VNI keys (``d9o62ng``), or None when the word is none."""
    keys = word.lower()
    if len(keys) > _LONGEST or not re.fullmatch(r"[a-z]+\d[a-z0-9]*", keys) or re.search(r"\d{3}", keys):
        return None
    letters: list[str] = []
    tone = ""
    for key in keys:
        if key in _VNI_TONES and not tone:
            tone = _VNI_TONES[key]
        elif not key.isdigit():
            letters.append(key)
        elif not _vni_mark(letters, key):
            return None
    return _finished(word, letters, tone)


def _vni_mark(letters: list[str], key: str) -> bool:
    if key == "9" and letters[0] == "d":
        letters[0] = "đ"
        return True
    at = _last_vowel(letters)
    if at is None:
        return False
    if key == "6" and letters[at] not in _CIRCUMFLEX and at and letters[at - 1] in _CIRCUMFLEX:
        at -= 1
    if key == "6" and letters[at] in _CIRCUMFLEX:
        letters[at] = _CIRCUMFLEX[letters[at]]
        return True
    if key == "8" and letters[at] == "a":
        letters[at] = "ă"
        return True
    return key == "7" and _horned(letters, at, breve=False)


def _last_vowel(letters: list[str]) -> int | None:
    return next((at for at in range(len(letters) - 1, -1, -1) if letters[at] in _VOWELS), None)


def convincing(word: str) -> bool:
    """True when one such word alone shows that its writer's keyboard did not compose."""
    keys = word.lower()
    if not any(key.isdigit() for key in keys):
        return len(keys) >= 3  # noqa: PLR2004
    return re.sub(r"\d+$", "", keys) not in _NUMBERED


def is_syllable(word: str) -> bool:
    """True when the lower-case word without tone is a Vietnamese syllable as typed, accents missing or not."""
    return _split(word) is not None or any(_unmarked(rime) == _rest(word, onset) for onset, rime in _bare_splits(word))


def _bare_splits(word: str) -> list[tuple[str, str]]:
    return [(onset, rime) for onset in _ONSETS if word.startswith(onset) for rime in _BARE.get(word[len(onset) :], ())]


def _rest(word: str, onset: str) -> str:
    return word[len(onset) :]


def _unmarked(rime: str) -> str:
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in rime)


_BARE: dict[str, tuple[str, ...]] = {}
for _rime in sorted(_RIMES):
    _BARE[_unmarked(_rime)] = (*_BARE.get(_unmarked(_rime), ()), _rime)


def _split(word: str) -> tuple[str, str] | None:
    """Onset and rime, the longest onset first."""
    for size in (3, 2, 1, 0):
        onset, rime = word[:size], word[size:]
        if onset in _ONSETS and rime in _RIMES:
            return onset, rime
    return ("g", "i" + word[2:]) if word.startswith("gi") and "i" + word[2:] in _RIMES else None


def _finished(word: str, letters: list[str], tone: str) -> str | None:
    """The syllable in the case of ``word``, if it is one and differs from what was typed."""
    bare = "".join(letters)
    parts = _split(bare) or _split(bare.replace("ươ", "uơ"))
    if parts is None or (not tone and bare == word.lower()):
        return None
    onset, rime = parts
    if rime[-1] in "cpt" and tone not in {"", "\u0301", "\u0323"}:
        return None
    made = unicodedata.normalize("NFC", onset + toned(rime, tone))
    if word.isupper() and len(word) > 1:
        return made.upper()
    return made.capitalize() if word[0].isupper() else made


def toned(rime: str, tone: str) -> str:
    """The rime with its tone where the ``ủy`` style puts it."""
    if not tone:
        return rime
    vowels = [at for at, letter in enumerate(rime) if letter in _VOWELS]
    marked = [at for at in vowels if rime[at] in "ăâêôơư"]
    if marked:
        at = marked[-1]
    elif len(vowels) == 3 or (len(vowels) > 1 and vowels[-1] < len(rime) - 1):  # noqa: PLR2004
        at = vowels[1]
    else:
        at = vowels[0]
    return rime[: at + 1] + tone + rime[at + 1 :]
