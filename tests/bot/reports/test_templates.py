"""Templates from offices: what they may do, what is refused and why, and what they cost."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import docx
import pytest

from bot.domain.documents import DocumentKind
from bot.reports import samples
from bot.reports.printing import fault, printed, shipped
from bot.reports.rendering import LARGEST, Broken, refuse, render

MINUTES = samples.samples(DocumentKind.MINUTES)


def template(*paragraphs: str) -> bytes:
    """A template of an office, as Word saves it."""
    word = docx.Document()
    for each in paragraphs:
        word.add_paragraph(each)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def made(*paragraphs: str, strict: bool = False) -> str:
    content = render(template(*paragraphs), MINUTES[0].values, MINUTES[0].look, strict=strict)
    return "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)


def packed(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The shipped template with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(shipped(DocumentKind.MINUTES))) as inside:
        parts = {name: inside.read(name) for name in inside.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as outside:
        for name, content in parts.items():
            outside.writestr(name, content)
    return out.getvalue()


def test_an_own_template_says_it_in_its_own_words() -> None:
    said = made(
        "{{ ten_chi_bo }} họp {{ ngay_hop }}", "{%p for v in ds_vang_co_ly_do %}", "{{ v.ten }}", "{%p endfor %}"
    )
    assert said == "Chi bộ thôn Muối họp ngày 03 tháng 11 năm 2026\nLê Thị Lan\nPhạm Văn Hùng"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ stt.__globals__ }}",
        "{{ stt.__self__ }}",
        "{{ muc.__code__ }}",
        "{{ noi_dung.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}{{ os }}",
        "{{ noi_dung.append(1) }}",
        "{{ '{0.__class__}'.format(noi_dung) }}",
        "{{ noi_dung|attr('__class__') }}",
        "{{ dia_diem|safe }}",
        "{% autoescape false %}{{ dia_diem }}{% endautoescape %}",
    ],
)
def test_a_malicious_template_reaches_nothing(attack: str) -> None:
    """Matrix 91."""
    with pytest.raises(Broken):
        made(attack, strict=True)
    try:
        said = made(attack)
    except Broken:
        return
    assert not any(word in said for word in ("class", "function", "module", "root:", "uid=", "code object"))


@pytest.mark.parametrize(
    "hog",
    [
        "{% set ns = namespace(x='a') %}{% for a in 'x' * 100000 %}{% for b in 'x' * 100000 %}{% endfor %}{% endfor %}",
        "{{ ('x' * 1000000) * 10000 }}",
        "{{ 9 ** (9 ** 9) }}",
    ],
)
def test_a_template_that_hogs_the_machine_is_stopped(hog: str) -> None:
    """Matrix 91: its process has little memory and little time; others do not wait for it."""
    begun = time.monotonic()
    with pytest.raises(Broken):
        printed(MINUTES[0], template(hog))
    assert time.monotonic() - begun < 25


def test_the_process_that_renders_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Matrix 91: even what escaped the sandbox would find no token there."""
    import os  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    seen: list[dict[str, str]] = []
    run = subprocess.run

    def watched(*args: object, **kwargs: object) -> object:
        seen.append(dict(kwargs["env"]))  # type: ignore[call-overload]
        return run(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", watched)
    monkeypatch.setenv("BOT_TOKEN", "123456:canary")
    printed(MINUTES[0], shipped(DocumentKind.MINUTES))
    assert seen
    assert not any("canary" in value for each in seen for value in each.values())
    assert os.environ["BOT_TOKEN"]


def bomb() -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        parts["word/media/image1.png"] = b"\0" * (64 << 20)

    return packed(change)


def without_page(parts: dict[str, bytes]) -> None:
    del parts["word/document.xml"]


def external(parts: dict[str, bytes]) -> None:
    name = "word/_rels/document.xml.rels"
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://example.invalid/x.dotm" TargetMode="External"/></Relationships>'
    )
    parts[name] = parts[name].replace(b"</Relationships>", link)


def fetching(parts: dict[str, bytes]) -> None:
    field = b'<w:r><w:instrText>INCLUDETEXT "http://example.invalid"</w:instrText></w:r></w:p>'
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:p>", field, 1)


def entities(parts: dict[str, bytes]) -> None:
    parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["word/document.xml"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "template-not-docx"),
        (b"%PDF-1.7", "template-not-docx"),
        (b"PK\x03\x04 broken", "template-not-docx"),
        (packed(without_page), "template-not-docx"),
        (b"x" * (LARGEST + 1), "template-too-large"),
        (bomb(), "template-too-large"),
        (packed(lambda parts: parts.update({"word/vbaProject.bin": b"x"})), "template-active"),
        (packed(lambda parts: parts.update({"word/embeddings/oleObject1.xlsx": b"x"})), "template-active"),
        (packed(external), "template-active"),
        (packed(fetching), "template-active"),
        (packed(entities), "template-active"),
        (packed(lambda parts: parts.update({"word/document.xml": b"<w:document"})), "template-not-docx"),
    ],
    ids=[
        "empty",
        "pdf",
        "broken",
        "no-page",
        "large",
        "bomb",
        "macro",
        "embedded",
        "external",
        "field",
        "entity",
        "xml",
    ],
)
def test_what_is_no_honest_word_file_is_refused_before_it_is_used(content: bytes, key: str) -> None:
    """Matrix 91."""
    found = fault(content, MINUTES[:1])
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    ("paragraphs", "key", "named"),
    [
        (("{{ ten_chibo }}",), "template-unknown-names", "ten_chibo"),
        (("{% for v in nhiem_vu %}",), "template-syntax", ""),
        (("Chủ trì: {{ chu_tri",), "template-syntax", "Chủ trì"),
        (("{{ chu_tri|khong_co }}",), "template-syntax", "khong_co"),
        (("{%p for v in nhiem_vu %}", "{{ v.ten_viec }}", "{%p endfor %}"), "template-syntax", "ten_viec"),
        (("{% if vang %}a", "b", "{% endif %}c{%p if vang %}"), "template-syntax", ""),
    ],
)
def test_a_broken_template_is_refused_with_the_place_and_the_reason(
    paragraphs: tuple[str, ...], key: str, named: str
) -> None:
    found = fault(template(*paragraphs), MINUTES)
    assert found is not None
    assert found.key == key
    assert named in " ".join(found.values.values())


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_shipped_templates_stand_their_own_test(kind: DocumentKind) -> None:
    assert fault(shipped(kind), samples.samples(kind)) is None


def test_a_link_that_somebody_clicks_may_stand_in_a_template() -> None:
    def linked(parts: dict[str, bytes]) -> None:
        external(parts)
        name = "word/_rels/document.xml.rels"
        parts[name] = parts[name].replace(b"/attachedTemplate", b"/hyperlink")

    refuse(packed(linked))
