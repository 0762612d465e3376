"""A template and values become a Word file, in a process of its own: ``python -m bot.reports.rendering < order > file``.

Templates come from offices, so they run in a sandbox, with little memory, little time and an empty environment: whatever
one of them does, the bot's own process and its secrets are not where it happens (reliability.md 2.5, 3.8). It also keeps
the event loop free and the bot small: Word's libraries are loaded here alone.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.domain.documents import Look, heading_number, spelled

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from jinja2.sandbox import SandboxedEnvironment

MEMORY = 1 << 30
"""Bytes of address space."""
SECONDS = 5
LARGEST = 1 << 20
"""Bytes of a template."""
INFLATED = 20 << 20
PARTS = 300
BROKEN = 3
"""Exit code when the template is at fault; the reason stands on standard output as JSON."""
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ACTIVE = re.compile(r"vbaProject|/embeddings/|/activeX/|afchunk|\.bin$", re.IGNORECASE)
FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|DATABASE)\b", re.IGNORECASE)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE, MOTTO, BODY, EXACT = "Loại văn bản", "Tiêu ngữ", "Normal", ("Nội dung", "Đề mục")
"""Styles of the shipped templates whose measures are settings."""


class Broken(Exception):
    """The template cannot be used; ``key`` and ``values`` make the sentence that tells why."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def render(template: bytes, values: Mapping[str, Any], look: Look, *, strict: bool = False, mark: str = "") -> bytes:
    """The Word file; Broken when the template is at fault. ``strict``: names nobody knows are faults, too."""
    refuse(template)
    paper = _opened(template, _environment(strict=strict), strict=strict)
    context = {name: _clean(value) for name, value in values.items()} | _counters(look)
    if strict:
        _unknown(paper, context)
    paper.fill(context)
    word = paper.docx
    _looking(word, look)
    word.core_properties.identifier = mark
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def refuse(template: bytes) -> None:
    """Broken for what is no .docx, is a bomb, holds programs, or fetches something from elsewhere."""
    if len(template) > LARGEST:
        raise Broken("template-too-large", most=str(LARGEST >> 10))
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS or sum(part.file_size for part in parts) > INFLATED:
                raise Broken("template-too-large", most=str(LARGEST >> 10))
            names = [part.filename for part in parts]
            if "word/document.xml" not in names:
                raise Broken("template-not-docx")
            if any(ACTIVE.search(name) for name in names):
                raise Broken("template-active")
            for part in parts:
                _refuse_part(part.filename, packed.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as exc:
        raise Broken("template-not-docx") from exc


def _refuse_part(name: str, content: bytes) -> None:
    """Word would fetch what such a part names as soon as somebody opens the paper."""
    if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
        raise Broken("template-active")
    if name.endswith(".rels") and re.search(rb'TargetMode\s*=\s*["\']External', content):
        links = re.findall(rb"<Relationship\b[^>]*>", content)
        if any(b"External" in link and b"/hyperlink" not in link for link in links):
            raise Broken("template-active")
    if name.endswith(".xml") and b"instrText" in content:
        fields = re.findall(rb"<w:instrText[^>]*>([^<]*)<", content)
        if FETCHING.search(b"".join(fields).decode("utf-8", "replace")):
            raise Broken("template-active")


def _environment(*, strict: bool) -> SandboxedEnvironment:
    from jinja2 import StrictUndefined, Undefined  # noqa: PLC0415 - loaded in this process alone
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined if strict else Undefined)
    made.globals.clear()
    made.filters.pop("safe")
    made.filters.pop("xmlattr")
    return made


def _opened(template: bytes, environment: SandboxedEnvironment, *, strict: bool) -> Any:
    """The template with jinja's faults turned into ours."""
    from docxtpl import DocxTemplate  # noqa: PLC0415
    from jinja2 import TemplateError, nodes  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    class Paper(DocxTemplate):  # type: ignore[misc]
        """docxtpl without its own escapes (``{_{``), which would change what people wrote."""

        def fill(self, context: Mapping[str, Any]) -> None:
            """Renders everything."""
            self.render(context, environment)

        def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:  # noqa: ARG002
            """One part; checked to be XML, since docxtpl would drop what it cannot read."""
            src_xml = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
            try:
                if any(environment.parse(src_xml).find_all(nodes.EvalContextModifier)):
                    raise Broken("template-syntax", place="autoescape", why="autoescape")
                made = environment.from_string(src_xml).render(context)
            except TemplateError as exc:
                raise Broken("template-syntax", place=_place(src_xml, exc), why=str(exc.message)) from exc
            except (TypeError, ValueError, ArithmeticError, AttributeError, LookupError, RecursionError) as exc:
                raise Broken("template-syntax", place="", why=f"{type(exc).__name__}: {exc}") from exc
            made = str(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", made)))
            try:
                etree.fromstring(made.encode(), etree.XMLParser(resolve_entities=False, huge_tree=False))
            except etree.XMLSyntaxError as exc:
                raise Broken("template-layout", why=str(exc)) from exc
            return made

    try:
        paper = Paper(io.BytesIO(template))
        paper.init_docx()
        if strict and paper.docx.element.body is None:
            raise Broken("template-not-docx")
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, etree.XMLSyntaxError) as exc:
        raise Broken("template-not-docx") from exc
    return paper


def _place(source: str, exc: Any) -> str:
    """The paragraph in which the fault stands."""
    lines = source.splitlines()
    number = getattr(exc, "lineno", None) or 0
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    return re.sub(r"<[^>]*>", "", line).strip()[:120]


def _unknown(paper: Any, context: Mapping[str, Any]) -> None:
    """Broken with the names that no value has."""
    from jinja2 import TemplateError  # noqa: PLC0415

    try:
        names = paper.get_undeclared_template_variables(_environment(strict=True), context)
    except TemplateError:
        return  # filling it in tells the place, too
    if names:
        raise Broken("template-unknown-names", names=", ".join(sorted(names)[:5]))


def _counters(look: Look) -> dict[str, Callable[[], str]]:
    """``muc()`` → ``I-``, ``II-`` …; ``stt()`` → ``1``, ``2`` …, from 1 again after each ``muc()``."""
    counted = {"muc": 0, "stt": 0}

    def muc() -> str:
        counted["muc"] += 1
        counted["stt"] = 0
        return f"{heading_number(counted['muc'])}{look.heading}"

    def stt() -> str:
        counted["stt"] += 1
        return str(counted["stt"])

    return {"muc": muc, "stt": stt}


def _clean(value: Any) -> Any:
    """Without the characters that XML cannot hold."""
    match value:
        case str():
            return NOT_IN_XML.sub("", value)
        case list():
            return [_clean(each) for each in value]
        case dict():
            return {name: _clean(each) for name, each in value.items()}
        case _:
            return value


# --- the look ----------------------------------------------------------------------------------------------------------


def _looking(word: WordDocument, look: Look) -> None:
    """The spelling everywhere; sizes in the styles that only the shipped templates have."""
    for part in word.part.package.iter_parts():
        if (element := getattr(part, "element", None)) is not None:
            for text in element.iter(f"{W}t"):
                if text.text:
                    text.text = spelled(text.text, look.spelling)
    if asdict(look) != asdict(Look(spelling=look.spelling, heading=look.heading)):
        _sized(word, look)


def _sized(word: WordDocument, look: Look) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    styles = {style.name: style for style in word.styles}
    if TITLE not in styles:
        return
    for name, size in ((BODY, look.size), (TITLE, look.title_size), (MOTTO, look.motto_size)):
        styles[name].font.size = Pt(size)
    for name in EXACT:
        styles[name].paragraph_format.line_spacing = Pt(look.line)


# --- the process ---------------------------------------------------------------------------------------------------------


def _confined() -> None:
    """Little memory and time, and no new files; where the system knows no limits, the caller's timeout stays."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def order(template: bytes, values: Mapping[str, Any], look: Look, *, strict: bool, mark: str) -> bytes:
    """What the process reads."""
    told = {"template": base64.b64encode(template).decode(), "values": values, "look": asdict(look)}
    return json.dumps(told | {"strict": strict, "mark": mark}).encode()


def _answers() -> Iterator[tuple[int, bytes]]:
    told = json.loads(sys.stdin.buffer.read())
    template, look = base64.b64decode(told["template"]), Look(**told["look"])
    try:
        yield 0, render(template, told["values"], look, strict=told["strict"], mark=told["mark"])
    except Broken as why:
        yield BROKEN, json.dumps({"key": why.key, "values": why.values}).encode()
    except (MemoryError, RecursionError):
        yield BROKEN, json.dumps({"key": "template-too-slow", "values": {}}).encode()


if __name__ == "__main__":
    import docxtpl as _docxtpl  # noqa: F401 - before the limits, so that what Python compiles can be kept
    import jinja2.sandbox as _sandbox  # noqa: F401

    _confined()
    for code, said in _answers():
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
        sys.exit(code)
