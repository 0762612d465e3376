"""The two languages say the same, well formed and in the tone that was agreed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from html.parser import HTMLParser

import pytest

from bot.texts import LANGUAGES, Html, voice
from tests.texts.sentences import FOLDER, Sentence, bare, book

TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
"""What Telegram's HTML takes, as far as it is used here."""

SAMPLES: tuple[object, ...] = ("Đỗ <b> & Cộng", 0, 1, 2, 1130, 1.5, date(2026, 11, 3), Html("<b>11</b>"))
OF_ADDRESS = re.compile(r"(?<!\w)(?:bạn|anh|chị|em|mày|bot)(?!\w)", re.IGNORECASE)
LOANS = {"internet", "mp3", "markdown"}
NEVER_PLAIN = {"khong", "dong", "chua", "thang", "dang", "nghi", "tuc", "xin moi", "thong", "huong", "truoc", "gui"}
"""Frequent words of these texts that are no words without their marks."""
BILINGUAL = {"language-ask"}
"""Said before it is known which language is read."""

both = pytest.mark.parametrize("language", LANGUAGES)


def said(language: str, sentence: Sentence, sample: object) -> str:
    """The sentence with every value set to ``sample``; fails on any error of Fluent."""
    speaking = voice(language)
    assert speaking.knows(sentence.key)
    shown = {name: speaking._shown(sample) for name in sentence.variables}
    text, errors = speaking._bundle.format_pattern(speaking._compiled(sentence.key), shown)
    assert errors == [], f"{language} {sentence.key}: {errors}"
    return str(text)


# --- the languages agree ---------------------------------------------------------------------------------------------


@both
def test_every_file_parses_to_its_last_line(language: str) -> None:
    assert book(language).junk == ()


@both
def test_a_key_stands_once_in_a_language(language: str) -> None:
    counted = Counter(each.key for each in book(language).sentences)
    twice = {key: [each.file for each in book(language).sentences if each.key == key] for key in counted}
    assert {key: files for key, files in twice.items() if len(files) > 1} == {}


def test_the_languages_have_the_same_files() -> None:
    names = [{path.name for path in (FOLDER / language).glob("*.ftl")} for language in LANGUAGES]
    assert names[0] == names[1]


def test_the_languages_have_the_same_keys_and_attributes() -> None:
    vi, en = (book(language).by_key.keys() for language in LANGUAGES)
    assert {"only in vi": sorted(vi - en), "only in en": sorted(en - vi)} == {"only in vi": [], "only in en": []}


def test_a_key_stands_in_the_file_of_the_same_name_in_both_languages() -> None:
    vi, en = (book(language).by_key for language in LANGUAGES)
    apart = {key: (vi[key].file, en[key].file) for key in vi.keys() & en.keys() if vi[key].file != en[key].file}
    assert apart == {}


def test_the_languages_name_the_same_variables() -> None:
    vi, en = (book(language).by_key for language in LANGUAGES)
    differ = {
        key: sorted(vi[key].variables ^ en[key].variables)
        for key in vi.keys() & en.keys()
        if vi[key].variables != en[key].variables
    }
    assert differ == {}


# --- every sentence can be said --------------------------------------------------------------------------------------


@both
def test_every_sentence_is_said_without_errors_whatever_the_values(language: str) -> None:
    for sentence in book(language).sentences:
        for sample in SAMPLES:
            text = said(language, sentence, sample)
            assert "{$" not in text.replace(" ", ""), sentence.key


@both
def test_sentences_refer_only_to_sentences_that_exist(language: str) -> None:
    known = book(language).by_key
    lost = {each.key: each.refers_to - known.keys() for each in book(language).sentences}
    assert {key: names for key, names in lost.items() if names} == {}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.open.append(tag)
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def html_faults(text: str) -> list[str]:
    """What Telegram would refuse in ``text``: other tags, unclosed ones, bare ``<`` and ``&``."""
    tags = _Tags()
    tags.feed(text)
    tags.close()
    loose = re.sub(r"</?[a-z][a-z-]*(?: [^<>]*)?>", "", text)
    bare_marks = re.findall(r"<|&(?!(?:lt|gt|amp|quot|#\d+);)", loose)
    return [*tags.faults, *tags.open, *bare_marks]


def test_the_check_of_html_finds_what_telegram_refuses() -> None:
    assert html_faults("<b>1</b> &amp; 2") == []
    assert html_faults("<b>1") == ["b"]
    assert html_faults("<br>") == ["<br>", "br"]
    assert html_faults("a < b & c") == ["<", "&"]


@both
def test_every_sentence_is_html_that_telegram_takes(language: str) -> None:
    faults = {
        each.key: found
        for each in book(language).sentences
        for sample in SAMPLES
        if (found := html_faults(said(language, each, sample)))
    }
    assert faults == {}


@both
def test_texts_are_composed_unicode_without_tabs_or_stray_blanks(language: str) -> None:
    for path in (FOLDER / language).glob("*.ftl"):
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text), path.name
        assert "\t" not in text, path.name
        assert "\u00a0" not in text, path.name
        assert not re.search(r"[ ]+$", text, re.MULTILINE), path.name
        assert text.endswith("\n"), path.name


# --- the tone of domain.md 8 -----------------------------------------------------------------------------------------


def test_vietnamese_never_says_you_familiarly_nor_calls_the_system_a_bot() -> None:
    wrong = {each.key: each.words for each in book("vi").sentences if OF_ADDRESS.search(bare(each.words))}
    assert wrong == {}


def unmarked(words: str) -> list[str]:
    """Words that cannot be Vietnamese without marks: a stop needs a tone, iê, yê and ươ need their letters."""
    found = []
    for word in re.findall(r"(?<![\w./-])[A-Za-z]+(?![\w/])", bare(words)):
        low = word.lower()
        stopped = re.fullmatch(r"[^aeiouy]*(?:[aeiouy]{1,3})(?:c|ch|t|p)", low)
        bent = re.fullmatch(r"[^aeiouy]*(?:ie|uye|ye|uo)(?:[^aeiouy]{0,2}|u|i)", low)
        if (stopped or bent or low in NEVER_PLAIN) and low not in LOANS:
            found.append(word)
    return found


def test_the_check_of_marks_finds_words_typed_without_them() -> None:
    typed = unmarked("Nghi quyet duoc bieu quyet, viec chua xong, moi dong chi ghi tiep")
    assert typed == ["Nghi", "quyet", "duoc", "bieu", "quyet", "viec", "chua", "dong", "tiep"]
    assert unmarked("Hệ thống ghi ngay, xem trong hai giao ban, ai tham gia, loa, hoa, tin, NQ/CB, /nghiquyet") == []


def test_vietnamese_is_written_with_its_marks() -> None:
    assert {each.key: found for each in book("vi").sentences if (found := unmarked(each.words))} == {}


def test_a_vietnamese_sentence_of_several_words_has_marks() -> None:
    plain = {
        each.key: each.words
        for each in book("vi").sentences
        if len(re.findall(r"\w{2,}", bare(each.words))) > 3 and bare(each.words).isascii()
    }
    assert plain == {}


def test_english_is_english() -> None:
    """No sentence was left in Vietnamese; names, examples of typing and words explained in brackets may stand in one."""
    marked = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàãéèíìóòõúùý]", re.IGNORECASE)
    wrong = {}
    for each in book("en").sentences:
        words = re.findall(r"[^\W\d_]+", bare(each.words))
        if sum(bool(marked.search(word)) for word in words) * 2 > len(words) and each.key not in BILINGUAL:
            wrong[each.key] = each.words
    assert wrong == {}
